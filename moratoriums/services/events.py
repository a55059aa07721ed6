"""Recording what happens to a pledge, and the state it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from sys import maxsize

from django.db import transaction
from django.db.models import Max

from moratoriums.models import Citation, Pledge, PledgeEvent, Source
from moratoriums.partial_dates import PartialDate
from moratoriums.services.states import settle_pledge
from moratoriums.services.terms import carry_term, term_in_force
from moratoriums.services.verdicts import demand_search
from moratoriums.vocabulary import (
    NEEDS_SECOND_EDITOR,
    STANCE_AFTER,
    EndBasis,
    EventKind,
    Stance,
    TermKind,
)


@dataclass(frozen=True)
class EventFacts:
    """What is known of an event, before it is a row.

    ``happened_on`` and ``end_on`` are EDTF texts. ``term`` is needed when ``kind`` changes how
    long the pledge lasts; without it the term in force is carried on.
    """

    kind: EventKind
    happened_on: str
    description: str = ""
    note: str = ""
    significant: bool = True
    term: TermKind | None = None
    term_words: str = ""
    end_on: str = ""
    end_likely_on: date | None = None
    end_is_minimum: bool = False
    end_rule: str = ""
    end_basis: EndBasis = EndBasis.NONE
    reason: str = ""
    quiet: bool = False
    quotes: Sequence[tuple[Source, str]] = field(default_factory=tuple)


@transaction.atomic
def record_event(pledge: Pledge, facts: EventFacts, *, by: str, at: datetime) -> PledgeEvent:
    """Write one event with its sources; a verdict that needs a second editor waits for one.

    Raises:
        ValueError: no source or no day is given, a date cannot be read, or a pledge is said to
            have lapsed before the search that takes; nothing is written.
    """
    if not facts.quotes:
        raise ValueError("An event needs at least one source: name the page that reports it.")
    if not facts.happened_on:
        raise ValueError("An event needs a day: at least the year in which it happened.")
    waits = facts.kind in NEEDS_SECOND_EDITOR
    event = PledgeEvent(
        pledge=pledge,
        kind=facts.kind,
        key=free_key(pledge, facts.kind, facts.happened_on),
        position=next_position(pledge),
        happened_on=facts.happened_on,
        description=facts.description,
        note=facts.note,
        significant=facts.significant,
        quiet=facts.quiet,
        reason=facts.reason,
        recorded_at=at,
        recorded_by=by,
        confirmed_at=None if waits else at,
    )
    _leave_state(event, facts)
    if facts.kind == EventKind.LAPSED:
        demand_search(pledge, PartialDate.parse(facts.happened_on).earliest)
    event.save()
    for position, (source, quote) in enumerate(facts.quotes):
        Citation.objects.create(
            source=source, event=event, supports=["event"], quote=quote, position=position
        )
    settle_pledge(pledge, by=by, at=at, note=facts.note, significant=facts.significant)
    return event


def extend_pledge(
    pledge: Pledge,
    *,
    on: str,
    term: TermKind,
    quotes: Sequence[tuple[Source, str]],
    by: str,
    at: datetime,
    words: str = "",
    end_on: str = "",
    end_basis: EndBasis = EndBasis.NONE,
    description: str = "",
) -> PledgeEvent:
    """Record that a pledge goes on: to a later day, or without one. The old end stays on record."""
    facts = EventFacts(
        EventKind.EXTENDED,
        on,
        description=description,
        term=term,
        term_words=words,
        end_on=end_on,
        end_basis=end_basis,
        quotes=quotes,
    )
    return record_event(pledge, facts, by=by, at=at)


def withdraw_pledge(
    pledge: Pledge,
    *,
    on: str,
    quotes: Sequence[tuple[Source, str]],
    by: str,
    at: datetime,
    description: str = "",
) -> PledgeEvent:
    """Record that a company took its pledge back; public once a second editor confirms it."""
    facts = EventFacts(EventKind.WITHDRAWN, on, description=description, quotes=quotes)
    return record_event(pledge, facts, by=by, at=at)


@transaction.atomic
def supersede_pledge(
    pledge: Pledge,
    *,
    successor: Pledge,
    on: str,
    quotes: Sequence[tuple[Source, str]],
    by: str,
    at: datetime,
) -> PledgeEvent:
    """Record that another pledge or order takes this one's place."""
    pledge.superseded_by = successor
    pledge.save(update_fields=["superseded_by"])
    facts = EventFacts(
        EventKind.SUPERSEDED, on, description=f"Replaced by: {successor.title}.", quotes=quotes
    )
    return record_event(pledge, facts, by=by, at=at)


def free_key(pledge: Pledge, kind: str, happened_on: str) -> str:
    """A permanent key: the day, and a number when the same thing happened twice on it."""
    base = happened_on or "undated"
    taken = set(pledge.events.filter(kind=kind).values_list("key", flat=True))
    number, key = 2, base
    while key in taken:
        number, key = number + 1, f"{base}-{number}"
    return key


def next_position(pledge: Pledge) -> int:
    """The place of a new event among those of its day: the last."""
    last = pledge.events.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _leave_state(event: PledgeEvent, facts: EventFacts) -> None:
    """Fill in the state the event leaves: its own term, or the one in force on its day."""
    stance = STANCE_AFTER.get(facts.kind)
    if stance is None and facts.term is None:
        return
    event.stance = stance or Stance.STANDS
    if facts.term is None:
        place = (PartialDate.parse(facts.happened_on).earliest, event.position, maxsize)
        carry_term(event, term_in_force(event.pledge, place))
        return
    event.term, event.term_words = facts.term, facts.term_words
    event.end_on, event.end_likely_on = facts.end_on, facts.end_likely_on
    event.end_basis, event.end_rule = facts.end_basis, facts.end_rule
    event.end_is_minimum = facts.end_is_minimum
