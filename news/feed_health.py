"""Says what is wrong with a feed: that it fails, falls silent, moved or is slow; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from news.schedule import FAILING_AFTER

# A feed is silent when nothing new came for six times its usual gap, and for two weeks at least:
# holidays alone make most newsrooms quiet for ten days.
SILENT_GAPS = 6
SILENT_AT_LEAST = timedelta(days=14)
SILENT_AT_MOST = timedelta(days=90)
SLOW_SECONDS = 10.0
_RECENT = 30  # arrivals that make the rhythm


class Trouble(StrEnum):
    """What can be wrong with a feed."""

    ENDED = "ended"
    FAILING = "failing"
    SILENT = "silent"
    MOVED = "moved"
    SLOW = "slow"


@dataclass(frozen=True)
class Pulse:
    """What is known of a feed's last polls.

    Args:
        arrivals: the instants at which polls brought something new, oldest first, without the
            first poll of all, which brings whatever lies there.
        usual_seconds: how long its polls of the last week took, on average.
        gone: the publisher said that it is over (410).
    """

    added_at: datetime
    arrivals: Sequence[datetime] = ()
    failures: int = 0
    failing_since: datetime | None = None
    last_error: str = ""
    moved_to: str = ""
    usual_seconds: float = 0.0
    gone: bool = False


def usual_gap(arrivals: Sequence[datetime]) -> timedelta | None:
    """The median time between arrivals; None before there are three of them."""
    recent = list(arrivals)[-_RECENT:]
    if len(recent) < 3:
        return None
    gaps = ((later - earlier).total_seconds() for earlier, later in pairwise(recent))
    return timedelta(seconds=median(gaps))


def silent_for(pulse: Pulse, now: datetime) -> timedelta | None:
    """For how long a feed has brought nothing, if that is long for it; else None."""
    gap = usual_gap(pulse.arrivals)
    patience = SILENT_AT_MOST
    if gap is not None:
        patience = min(max(gap * SILENT_GAPS, SILENT_AT_LEAST), SILENT_AT_MOST)
    silence = now - (pulse.arrivals[-1] if pulse.arrivals else pulse.added_at)
    return silence if silence > patience else None


def troubles(pulse: Pulse, now: datetime) -> list[tuple[Trouble, str]]:
    """What is wrong with a feed, the gravest first, each with a sentence for a person."""
    found: list[tuple[Trouble, str]] = []
    if pulse.gone:
        return [(Trouble.ENDED, "Its publisher says that it is gone for good; it is not polled.")]
    if pulse.failures >= FAILING_AFTER:
        since = f" since {pulse.failing_since:%Y-%m-%d}" if pulse.failing_since else ""
        found.append(
            (
                Trouble.FAILING,
                f"{pulse.failures} polls in a row failed{since}: {pulse.last_error}".strip(),
            )
        )
    elif silence := silent_for(pulse, now):
        found.append((Trouble.SILENT, _silence_in_words(pulse, silence)))
    if pulse.moved_to:
        found.append((Trouble.MOVED, f"It answers from {pulse.moved_to} now."))
    if pulse.usual_seconds > SLOW_SECONDS:
        found.append((Trouble.SLOW, f"It usually takes {pulse.usual_seconds:.0f} seconds."))
    return found


def _silence_in_words(pulse: Pulse, silence: timedelta) -> str:
    gap = usual_gap(pulse.arrivals)
    if gap is None:
        return f"Nothing new for {silence.days} days."
    week = timedelta(days=7)
    if gap < week:
        usual = f"usually {max(1, round(week / max(gap, timedelta(minutes=1))))} times a week"
    else:
        usual = f"usually every {gap.days} days"
    return f"Nothing new for {silence.days} days; {usual}."
