"""When a source is looked at again; the one function that decides it."""

from __future__ import annotations

from datetime import datetime, timedelta

from moratoriums.vocabulary import SourceClass, SourceHealth

# Pages that may change while their address stays: the words of the pledge itself and terms.
OFTEN = timedelta(days=1)
SELDOM = timedelta(days=30)
LOST = timedelta(days=90)
SECOND_LOOK = timedelta(days=1)
_LONGEST_WAIT = timedelta(days=30)
WATCHED_CLASSES = (SourceClass.COMPANY, SourceClass.TERMS)


def next_check(
    source_class: SourceClass, health: SourceHealth | None, *, failures: int, at: datetime
) -> datetime:
    """Return when to look next.

    Args:
        health: what the check just made found; None if it settled nothing.
        failures: how many checks in a row settled nothing, this one included: 1, 2, 4 ... days.
    """
    if health is None:
        doublings = min(max(failures, 1) - 1, 10)
        return at + min(SECOND_LOOK * (1 << doublings), _LONGEST_WAIT)
    if health in (SourceHealth.GONE, SourceHealth.PAYWALLED):
        return at + LOST
    return at + (OFTEN if source_class in WATCHED_CLASSES else SELDOM)
