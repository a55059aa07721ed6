"""Recording what happens to a pledge, and the state it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from moratoriums.models import Citation, Pledge, PledgeEvent, Source
from moratoriums.services.states import settle_pledge
from moratoriums.vocabulary import (
    NEEDS_SECOND_EDITOR,
    STANCE_AFTER,
    EndBasis,
    EventKind,
    Stance,
    TermKind,
)


class SecondEditorNeeded(Exception):
    """A negative verdict is confirmed by somebody other than the person who recorded it."""


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
        ValueError: no source is given, or a date cannot be read; nothing is written.
    """
    if not facts.quotes:
        raise ValueError("An event needs at least one source: name the page that reports it.")
    waits = facts.kind in NEEDS_SECOND_EDITOR
    event = PledgeEvent(
        pledge=pledge,
        kind=facts.kind,
        key=_free_key(pledge, facts),
        position=_next_position(pledge),
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
    _carry_state(event, facts)
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


@transaction.atomic
def confirm_event(event: PledgeEvent, *, by: str, at: datetime) -> None:
    """Publish a verdict as its second editor.

    Raises:
        SecondEditorNeeded: ``by`` recorded it, or is nobody.
    """
    if not by or by == event.recorded_by:
        raise SecondEditorNeeded(
            f"{event} was recorded by {event.recorded_by or 'an unknown editor'}: "
            "somebody else has to confirm it."
        )
    changed = PledgeEvent.objects.filter(pk=event.pk, confirmed_at=None).update(
        confirmed_at=at, confirmed_by=by
    )
    if changed:
        settle_pledge(event.pledge, by=by, at=at, note=f"Confirmed: {event}", significant=True)


def _free_key(pledge: Pledge, facts: EventFacts) -> str:
    """The day, and a number when the same thing happened twice on it."""
    base = facts.happened_on or "undated"
    taken = set(pledge.events.filter(kind=facts.kind).values_list("key", flat=True))
    number, key = 2, base
    while key in taken:
        number, key = number + 1, f"{base}-{number}"
    return key


def _next_position(pledge: Pledge) -> int:
    last = pledge.events.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _carry_state(event: PledgeEvent, facts: EventFacts) -> None:
    """Fill in the state the event leaves: its own term, or the one that was in force."""
    stance = STANCE_AFTER.get(facts.kind)
    if stance is None and facts.term is None:
        return
    event.stance = stance or Stance.STANDS
    if facts.term is not None:
        event.term, event.term_words = facts.term, facts.term_words
        event.end_on, event.end_likely_on = facts.end_on, facts.end_likely_on
        event.end_basis, event.end_rule = facts.end_basis, facts.end_rule
        event.end_is_minimum = facts.end_is_minimum
        return
    before = (
        event.pledge.events.exclude(stance="")
        .exclude(confirmed_at=None)
        .order_by("happened_earliest", "position")
    ).last()
    if before is None:
        event.term = TermKind.UNSTATED
        return
    for name in (
        "term",
        "term_words",
        "end_on",
        "end_likely_on",
        "end_is_minimum",
        "end_basis",
        "end_rule",
        "end_note",
    ):
        setattr(event, name, getattr(before, name))
