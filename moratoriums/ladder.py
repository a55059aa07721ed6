"""The reminder ladder: which reminder about an end day is due, and never two at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

EDITOR_RUNGS = (90, 60, 30, 14, 7, 1, 0)
READER_RUNGS = (90, 30, 7, 0)
AFTER_RUNGS = (-1, -7, -30)
LATE_LIMIT_DAYS = 60


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: 30 is thirty days before the end, 0 its day, -7 a week after it.

    `days_left` counts from the asked day to the end and is negative once the end has passed.
    """

    days: int
    due_on: date
    days_left: int


def rung_due(
    end_on: date,
    day: date,
    *,
    rungs: Iterable[int],
    entered_on: date | None = None,
    flagged: Collection[int] = (),
    include_after: bool = False,
) -> Rung | None:
    """The tightest rung that `day` has reached and that is still to be told, or None.

    `flagged` holds the rungs already told for this very end day (a moved end starts with none).
    Telling a rung settles all looser ones, so a clock set back or a changed ladder repeats
    nothing. Nothing is due when the rung is more than LATE_LIMIT_DAYS late, nor when the end
    had passed on the day the record was entered. `include_after` adds the steps after the end
    that editors climb while nobody has decided what became of the pledge.
    """
    if entered_on is not None and entered_on > end_on:
        return None
    left = (end_on - day).days
    reached = [days for days in rungs if left <= days]
    if include_after and left < 0:
        reached += [rung.days for rung in after_rungs(end_on, day)]
    if not reached:
        return None
    tightest = _rung(end_on, min(reached), day)
    told = any(days <= tightest.days for days in flagged)
    late = (day - tightest.due_on).days > LATE_LIMIT_DAYS
    return None if told or late else tightest


@dataclass(frozen=True)
class Span:
    """End days, first to last, that all stand on the same rung on the asked day."""

    first_on: date
    last_on: date
    days: int


def spans(
    day: date,
    *,
    rungs: Collection[int],
    include_after: bool = False,
    long_past: Iterable[date] = (),
) -> list[Span]:
    """Which end days have which tightest rung on `day`: `rung_due` for every day that can have one.

    `long_past` are the end days more than LATE_LIMIT_DAYS ago to ask about too; those after them
    are all asked about.
    """
    first_on = day - timedelta(days=LATE_LIMIT_DAYS)
    past = sorted({end_on for end_on in long_past if end_on < first_on})
    window = [first_on + timedelta(days=n) for n in range(LATE_LIMIT_DAYS + max(rungs) + 1)]
    found: list[Span] = []
    for end_on in [*past, *window]:
        rung = rung_due(end_on, day, rungs=rungs, include_after=include_after)
        if rung is None:
            continue
        last = found[-1] if found else None
        if last and last.days == rung.days:
            found[-1] = Span(last.first_on, end_on, rung.days)
        else:
            found.append(Span(end_on, end_on, rung.days))
    return found


def since(ladder: Iterable[Span], day: date) -> list[Span]:
    """The part of a ladder from a day on."""
    return [
        Span(max(span.first_on, day), span.last_on, span.days)
        for span in ladder
        if span.last_on >= day
    ]


def before(ladder: Iterable[Span], day: date) -> list[Span]:
    """The part of a ladder before a day."""
    last = day - timedelta(days=1)
    return [
        Span(span.first_on, min(span.last_on, last), span.days)
        for span in ladder
        if span.first_on <= last
    ]


def step_on(ladder: Sequence[Span], end_on: date) -> int | None:
    """The rung on which an end day stands, None if on none. The spans must be in order."""
    found = bisect_right(ladder, end_on, key=lambda span: span.first_on)
    if not found or ladder[found - 1].last_on < end_on:
        return None
    return ladder[found - 1].days


def after_rungs(end_on: date, day: date) -> list[Rung]:
    """The steps after the end reached by `day`: +1, +7, +30 days, then every month.

    The monthly steps are counted from the end itself (end + 2 months, end + 3 months ...), so
    that they keep its day of the month.
    """
    reached = [_rung(end_on, days, day) for days in AFTER_RUNGS if (day - end_on).days >= -days]
    months = 2
    while (due_on := end_on + relativedelta(months=months)) <= day:
        reached.append(_rung(end_on, (end_on - due_on).days, day))
        months += 1
    return reached


def upcoming(end_on: date, rungs: Iterable[int], day: date | None = None) -> list[Rung]:
    """The steps of a ladder in the order of their days, for previews.

    With `day`, only those not yet past, and `days_left` counted from it; without, all of them,
    each as it will stand on its own day.
    """
    steps = sorted(set(rungs), reverse=True)
    ladder = [_rung(end_on, days, day or end_on - timedelta(days=days)) for days in steps]
    return [rung for rung in ladder if day is None or rung.due_on >= day]


def _rung(end_on: date, days: int, day: date) -> Rung:
    return Rung(days, end_on - timedelta(days=days), (end_on - day).days)
