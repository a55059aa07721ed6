"""The table of pledges: where each stands on the day asked for, and what was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, Q

from moratoriums.models import Exemption, Pledge
from moratoriums.status import Flag
from moratoriums.vocabulary import (
    Conduct,
    Confidence,
    EndBasis,
    EventKind,
    Force,
    Grounds,
    Kind,
    Lifecycle,
    Technology,
    TermKind,
)
from website.exports.asof import exempt_by
from website.exports.columns import Column, Table
from website.lists.rows import facts_of, listed
from website.serving.days import Asked
from website.wording.facts import Facts


@dataclass(frozen=True)
class PledgeLine:
    """One pledge on the day asked for."""

    pledge: Pledge
    facts: Facts
    past: bool

    @property
    def exempt(self) -> list[str]:
        """Who was exempt by the day, in the record's order."""
        return [one.beneficiary.slug for one in self.pledge.exemptions.all()]


def fetch(keys: Sequence[int], asked: Asked) -> Mapping[int, PledgeLine]:
    """Read pledges with all that their row needs."""
    not_over = Q(until_earliest=None) | Q(until_earliest__gt=asked.day)
    exempt = Exemption.objects.filter(exempt_by(asked.day), not_over).select_related("beneficiary")
    found = (
        listed(asked.day)
        .filter(pk__in=keys)
        .select_related("company", "superseded_by")
        .prefetch_related("barred_uses", "jurisdictions", Prefetch("exemptions", queryset=exempt))
    )
    return {one.pk: PledgeLine(one, facts_of(one, asked.day), asked.is_past) for one in found}


def _flags(line: PledgeLine) -> list[str]:
    return [flag.value for flag in Flag if flag in line.facts.flags and line.facts.current]


COLUMNS = (
    Column("pledge", "text", "Short name of the pledge; permanent, never used again.",
           lambda line: line.pledge.slug, required=True),
    Column("company", "text", "Short name of who gave it, or is bound by it.",
           lambda line: line.pledge.company.slug, required=True),
    Column("company_name", "text", "The main name of that organisation.",
           lambda line: line.pledge.company.name, required=True),
    Column("title", "text", "Title of the record, ours.",
           lambda line: line.pledge.title, required=True),
    Column("summary", "text", "What was promised, in our words of today.",
           lambda line: line.pledge.summary, required=True),
    Column("kind", "word", "What sort of promise it is.",
           lambda line: line.pledge.kind, Kind, required=True),
    Column("force", "word", "How strongly it binds, 1 the weakest.",
           lambda line: line.pledge.force, Force, required=True),
    Column("technology", "word", "What is promised away.",
           lambda line: line.pledge.technology, Technology, required=True),
    Column("status", "word", "Where the pledge stands on the day asked for; computed.",
           lambda line: line.facts.lifecycle.value, Lifecycle, required=True),
    Column("status_since", "day", "First day of the state that holds: its event's earliest day.",
           lambda line: line.pledge.state_from, required=True),
    Column("status_set_by", "word", "The kind of event that left the state that holds.",
           lambda line: line.facts.turned_by.value, EventKind, required=True),
    Column("status_reason", "text", "Why, where the status is unclear.",
           lambda line: line.facts.reason),
    Column("flags", "list", "What an attentive reader should notice: ends_soon, may_have_ended, "
           "undecided, review_due, stale.", _flags),
    Column("conduct", "word", "What is on record about conduct; not_assessed is no finding.",
           lambda line: line.facts.conduct.value, Conduct, required=True),
    Column("conduct_disputed", "boolean", "Whether the company disputes what is reported.",
           lambda line: line.facts.disputed, required=True),
    Column("term", "word", "How long it lasts by its own words.",
           lambda line: line.facts.term.value, TermKind, required=True),
    Column("term_words", "text", "The source's words for the term.",
           lambda line: line.facts.term_words),
    Column("announced", "edtf", "When it was announced, as precisely as a source says.",
           lambda line: line.pledge.announced_on),
    Column("announced_earliest", "day", "The first day that can mean.",
           lambda line: line.pledge.announced_earliest),
    Column("announced_latest", "day", "The last day that can mean.",
           lambda line: line.pledge.announced_latest),
    Column("first_seen", "day", "For an undated announcement: when it was first read.",
           lambda line: line.pledge.first_seen_on),
    Column("effective", "edtf", "From when it applies, where that is on record.",
           lambda line: line.pledge.effective_on),
    Column("end", "edtf", "The end as the record writes it; empty when no end day is known.",
           lambda line: line.pledge.state_end_on),
    Column("end_earliest", "day", "The earliest reading of the end; the calendar goes by it.",
           lambda line: line.pledge.state_end_earliest),
    Column("end_latest", "day", "The latest reading of the end.",
           lambda line: line.pledge.state_end_latest),
    Column("end_likely", "day", "The likeliest reading, where the end is a window.",
           lambda line: line.facts.end_likely_on),
    Column("end_is_minimum", "boolean", "Whether the words are “at least” until that day.",
           lambda line: line.facts.end_is_minimum, required=True),
    Column("end_basis", "word", "Whether the end was stated or computed.",
           lambda line: line.facts.end_basis.value, EndBasis),
    Column("end_rule", "text", "The rule by which it was computed.",
           lambda line: line.facts.end_rule),
    Column("whose_use", "list", "Whose use is stopped or limited: police, government, business, "
           "public, own, customers.",
           lambda line: [one.whose_use for one in line.pledge.barred_uses.all()]),
    Column("who", "text", "Who is barred, in our words.", lambda line: line.pledge.who),
    Column("what", "text", "From what, in our words.", lambda line: line.pledge.what),
    Column("purpose", "text", "For which purpose, in our words.", lambda line: line.pledge.purpose),
    Column("products", "list", "Products that are named.", lambda line: list(line.pledge.products)),
    Column("places", "list", "Where it applies: ISO 3166 codes, or worldwide.",
           lambda line: [one.code for one in line.pledge.jurisdictions.all()]),
    Column("exemptions", "list", "Short names of who is exempt on the day asked for.",
           lambda line: line.exempt),
    Column("instrument", "text", "For an order: what it is.", lambda line: line.pledge.instrument),
    Column("case_reference", "text", "For an order: its reference.",
           lambda line: line.pledge.case_reference),
    Column("issuer", "text", "For an order: who issued it.", lambda line: line.pledge.issuer),
    Column("grounds", "word", "In whose words the pledge is known.",
           lambda line: line.pledge.grounds, Grounds, required=True),
    Column("confidence", "word", "How sure the editors are of the record as a whole.",
           lambda line: line.pledge.confidence, Confidence, required=True),
    Column("superseded_by", "text", "Short name of the record that took its place.",
           lambda line: _successor(line)),
    Column("checked", "day", "When editors last looked; empty if not yet by the day asked for.",
           lambda line: line.pledge.checked_on if line.facts.current else None),
    Column("next_check", "day", "When the next look is due; empty for a day of the past.",
           lambda line: None if line.past else line.pledge.next_check_on),
    Column("review", "day", "When a pledge without an end is looked at again.",
           lambda line: line.pledge.review_on if line.facts.current else None),
    Column("cautions", "list", "What a reader may get wrong; empty for a day of the past.",
           lambda line: [] if line.past else list(line.pledge.cautions)),
    Column("version", "integer", "Raised by every saved change of the record.",
           lambda line: line.pledge.version, required=True),
    Column("address", "address", "The page of the record.",
           lambda line: f"{settings.SITE_URL}{line.pledge.get_absolute_url()}", required=True),
)  # fmt: skip


def _successor(line: PledgeLine) -> str | None:
    successor = line.pledge.superseded_by
    shown = line.facts.lifecycle == Lifecycle.SUPERSEDED and successor and successor.published_at
    return successor.slug if successor and shown else None


PLEDGES = Table(
    name="pledges",
    title="Pledges",
    says="One row for each pledge or order on record by the day asked for.",
    columns=COLUMNS,
    key=("pledge",),
    links={"company": ("companies", "company")},
    rows=lambda records, asked: records,
    fetch=fetch,
)
