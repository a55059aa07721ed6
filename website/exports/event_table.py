"""The table of events: everything that happened to the pledges by the day asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import CLOCK_KINDS, EndBasis, EventKind, Stance, TermKind
from website.exports.asof import events_of
from website.exports.columns import Column, Table
from website.records.happenings import seen_citations
from website.serving.days import Asked


@dataclass(frozen=True)
class EventLine:
    """One event, asked about on a day."""

    event: PledgeEvent
    day: date

    @property
    def name(self) -> str:
        """The event's permanent name: its pledge's short name and its place on that page."""
        return f"{self.event.pledge.slug}#{self.event.anchor}"

    @property
    def holds_until(self) -> date | None:
        """Until when its state held, if that had come by the day."""
        until = self.event.holds_until
        return until if until and until <= self.day else None

    @property
    def sources(self) -> list[str]:
        """The sources that say so, as far as somebody has read them."""
        return [citation.source.slug for citation in self.event.citations.all()]


def fetch(keys: Sequence[int], asked: Asked) -> Mapping[int, EventLine]:
    """Read events with their pledges and their seen sources."""
    found = (
        PledgeEvent.objects.filter(pk__in=keys)
        .select_related("pledge__company")
        .prefetch_related(seen_citations())
    )
    return {one.pk: EventLine(one, asked.day) for one in found}


def _second(line: EventLine) -> bool:
    event = line.event
    return bool(event.confirmed_by) and event.confirmed_by != event.recorded_by


COLUMNS = (
    Column("event", "text", "Name of the event: pledge, #, and its place on the pledge's page; "
           "permanent.", lambda line: line.name, required=True),
    Column("pledge", "text", "Short name of the pledge.",
           lambda line: line.event.pledge.slug, required=True),
    Column("company", "text", "Short name of who gave the pledge.",
           lambda line: line.event.pledge.company.slug, required=True),
    Column("kind", "word", "What happened.", lambda line: line.event.kind, EventKind,
           required=True),
    Column("happened", "edtf", "When, as precisely as a source says; empty for an undated "
           "announcement.", lambda line: line.event.happened_on),
    Column("happened_earliest", "day", "The first day that can mean.",
           lambda line: line.event.happened_earliest),
    Column("happened_latest", "day", "The last day that can mean.",
           lambda line: line.event.happened_latest),
    Column("happened_note", "text", "On the date.", lambda line: line.event.happened_note),
    Column("description", "text", "What happened, in our words.",
           lambda line: line.event.description),
    Column("note", "text", "The editors' public note.", lambda line: line.event.note),
    Column("significant", "boolean", "false for a small fix.",
           lambda line: line.event.significant, required=True),
    Column("by_calendar", "boolean", "Written by the calendar, not by an editor: a day came near "
           "or passed.", lambda line: line.event.kind in CLOCK_KINDS, required=True),
    Column("stance", "word", "The stance it left, for an event that changes the state.",
           lambda line: line.event.stance, Stance),
    Column("reason", "text", "Why, where it left the record unclear.",
           lambda line: line.event.reason),
    Column("term", "word", "The term it left.", lambda line: line.event.term, TermKind),
    Column("term_words", "text", "The source's words for that term.",
           lambda line: line.event.term_words),
    Column("end", "edtf", "The end it left.", lambda line: line.event.end_on),
    Column("end_earliest", "day", "The earliest reading of that end.",
           lambda line: line.event.end_earliest),
    Column("end_latest", "day", "The latest reading of that end.",
           lambda line: line.event.end_latest),
    Column("end_likely", "day", "The likeliest reading, where the end is a window.",
           lambda line: line.event.end_likely_on),
    Column("end_is_minimum", "boolean", "Whether the words are “at least” until that day.",
           lambda line: line.event.end_is_minimum, required=True),
    Column("end_basis", "word", "Whether that end was stated or computed.",
           lambda line: line.event.end_basis, EndBasis),
    Column("end_rule", "text", "The rule by which it was computed.",
           lambda line: line.event.end_rule),
    Column("holds_from", "day", "First day of the state it left.",
           lambda line: line.event.holds_from),
    Column("holds_until", "day", "Day of the next such event, if it has come by the day asked "
           "for: the state held before it.", lambda line: line.holds_until),
    Column("recorded_at", "instant", "When an editor, or the calendar, wrote it down.",
           lambda line: line.event.recorded_at, required=True),
    Column("confirmed_at", "instant", "When it became public.",
           lambda line: line.event.confirmed_at, required=True),
    Column("second_editor", "boolean", "Whether somebody other than the recorder confirmed it.",
           _second, required=True),
    Column("sources", "list", "Short names of the sources that say so.",
           lambda line: line.sources),
    Column("address", "address", "The event on its pledge's page.",
           lambda line: f"{settings.SITE_URL}{line.event.get_absolute_url()}", required=True),
)  # fmt: skip

EVENTS = Table(
    name="events",
    title="Events",
    says="One row for each thing that happened to a pledge, with the state it left.",
    columns=COLUMNS,
    key=("event",),
    links={"pledge": ("pledges", "pledge"), "company": ("companies", "company")},
    rows=events_of,
    fetch=fetch,
)
