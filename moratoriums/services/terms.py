"""Which term an event leaves behind: its own, or the one that was in force."""

from __future__ import annotations

from datetime import date

from moratoriums.lasting import TERM_COLUMNS
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.vocabulary import TermKind


def place_in_history(event: PledgeEvent, pledge: Pledge) -> tuple[date, int, int]:
    """Where an event stands among those of its pledge; an undated one where it was first seen."""
    day = event.happened_earliest or pledge.first_seen_on or date.min
    return (day, event.position, event.pk or 0)


def term_in_force(pledge: Pledge, before: tuple[date, int, int]) -> PledgeEvent | None:
    """The last confirmed event that left a state before a place in a pledge's history."""
    carrying = pledge.events.exclude(stance="").exclude(confirmed_at=None)
    places = [(place_in_history(event, pledge), event) for event in carrying]
    earlier = [(place, event) for place, event in places if place < before]
    return max(earlier, key=lambda pair: pair[0])[1] if earlier else None


def carry_term(event: PledgeEvent, source: PledgeEvent | None) -> None:
    """Copy the term of an earlier event; without one the term is unstated."""
    if source is None:
        source = PledgeEvent(term=TermKind.UNSTATED)
    for column in TERM_COLUMNS:
        setattr(event, column, getattr(source, column))
