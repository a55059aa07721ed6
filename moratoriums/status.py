"""What the record says of a pledge on a day: the rules, as plain functions of plain values.

``moratoriums.queries`` says the same in SQL; a test demands that both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from moratoriums.vocabulary import Conduct, EventKind, Lifecycle, Stance

ENDS_SOON_DAYS = 90
STALE_DAYS = 180
UNDECIDED_DAYS = 30


@dataclass(frozen=True)
class State:
    """The state an event left behind.

    ``end_earliest`` and ``end_latest`` are the first and last reading of the end; both None when
    there is no end date. ``end_is_minimum`` marks "at least": it never ends by the calendar.
    """

    stance: Stance
    effective_earliest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None
    end_is_minimum: bool = False


class Flag(StrEnum):
    """What an attentive reader should notice beside the lifecycle."""

    ENDS_SOON = "ends_soon"
    MAY_HAVE_ENDED = "may_have_ended"
    UNDECIDED = "undecided"
    REVIEW_DUE = "review_due"
    STALE = "stale"


def lifecycle(state: State, day: date) -> Lifecycle:
    """Return the lifecycle on a day from the state that holds on it.

    The calendar adds two things only: not yet in force before the first day, and past its end
    from the earliest reading of the end on. A minimum term ("at least a year") may end from its
    day on, but the calendar does not say that it did. A stance set by an editor stands as it is.
    """
    if state.stance != Stance.STANDS:
        return Lifecycle[state.stance.name]
    if state.effective_earliest and day < state.effective_earliest:
        return Lifecycle.ANNOUNCED
    if state.end_earliest and not state.end_is_minimum and day >= state.end_earliest:
        return Lifecycle.PAST_END
    return Lifecycle.IN_FORCE


def flags(
    state: State, day: date, *, review_on: date | None = None, checked_on: date | None = None
) -> frozenset[Flag]:
    """Return the flags on a day; ``review_on`` and ``checked_on`` are the pledge's own days."""
    found: set[Flag] = set()
    now = lifecycle(state, day)
    running = now in (Lifecycle.ANNOUNCED, Lifecycle.IN_FORCE)
    if running and state.end_earliest:
        if day <= state.end_earliest <= day + timedelta(days=ENDS_SOON_DAYS):
            found.add(Flag.ENDS_SOON)
        elif state.end_is_minimum and day > state.end_earliest:
            found.add(Flag.MAY_HAVE_ENDED)
    if now == Lifecycle.PAST_END and state.end_earliest:
        if state.end_latest and day < state.end_latest:
            found.add(Flag.MAY_HAVE_ENDED)
        if day > state.end_earliest + timedelta(days=UNDECIDED_DAYS):
            found.add(Flag.UNDECIDED)
    if running and review_on and review_on <= day:
        found.add(Flag.REVIEW_DUE)
    if checked_on is None or checked_on < day - timedelta(days=STALE_DAYS):
        found.add(Flag.STALE)
    return frozenset(found)


def periods(starts: Sequence[date]) -> list[tuple[date, date | None]]:
    """Return for each state, given the first days in order, from when until when it holds.

    Each period ends, exclusively, on the first day of the next; the last is open. Of two states
    of one day the earlier gets an empty period, so that every day has one state.
    """
    return [
        (start, starts[index + 1] if index + 1 < len(starts) else None)
        for index, start in enumerate(starts)
    ]


def conduct(
    kinds: Iterable[EventKind], *, looked: bool = False, contrary_found: bool = False
) -> Conduct:
    """Return what is on record about conduct from the kinds of the events up to a day.

    A question counts until as many questions were withdrawn as were raised. ``looked`` says that
    a search is on the log; a search alone never gives more than "none found".
    """
    seen = list(kinds)
    if EventKind.CONTRADICTED in seen:
        return Conduct.CONTRADICTED
    if EventKind.AGAINST_SPIRIT in seen:
        return Conduct.AGAINST_SPIRIT
    if seen.count(EventKind.ALLEGED) > seen.count(EventKind.ALLEGATION_WITHDRAWN):
        return Conduct.QUESTIONED
    if looked and not contrary_found:
        return Conduct.NONE_FOUND
    return Conduct.NOT_ASSESSED
