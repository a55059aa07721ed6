"""The clock: flags the rungs of the ladder that are due, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from moratoriums.ladder import EDITOR_RUNGS, LATE_LIMIT_DAYS, READER_RUNGS, rung_due
from moratoriums.models import Condition, Pledge, PledgeEvent
from moratoriums.queries import PledgeQuerySet
from moratoriums.services.showing import restamp
from moratoriums.vocabulary import SETTLED_HEALTH, STANDING, EventKind


@dataclass(frozen=True)
class _Watch:
    """One day that the ladder leads to, and since when this site has known of it."""

    pledge_id: int
    kind: EventKind
    about_on: date
    entered_on: date


@transaction.atomic
def flag_due(
    *,
    day: date,
    at: datetime,
    reader_rungs: Collection[int] = READER_RUNGS,
    editor_rungs: Collection[int] = EDITOR_RUNGS,
) -> int:
    """Write one event for each rung that is due on ``day`` and was not flagged before.

    Ends (by their earliest reading), review days and the days on which a condition may be met
    are watched alike. Safe to run any number of times, also at once in two processes: the
    database holds each pledge, day and rung once.

    Returns:
        How many events were new.
    """
    watches = [*_ends(day), *_reviews(day), *_conditions(day)]
    flagged = _flagged_before(watches)
    rows = [
        _flag(watch, rung, day, at)
        for watch in watches
        for rung in _due_rungs(watch, day, flagged[watch], reader_rungs, editor_rungs)
    ]
    before = PledgeEvent.objects.count()
    PledgeEvent.objects.bulk_create(rows, ignore_conflicts=True)
    new = PledgeEvent.objects.count() - before
    if new:
        restamp()
    return new


def _due_rungs(
    watch: _Watch,
    day: date,
    flagged: set[int],
    reader_rungs: Collection[int],
    editor_rungs: Collection[int],
) -> list[int]:
    """The tightest rung due for editors and the tightest for readers; often the same one.

    Steps after the end are for editors only and settle nothing for readers.
    """
    due = (
        rung_due(
            watch.about_on,
            day,
            rungs=editor_rungs,
            entered_on=watch.entered_on,
            flagged=flagged,
            include_after=True,
        ),
        rung_due(
            watch.about_on,
            day,
            rungs=reader_rungs,
            entered_on=watch.entered_on,
            flagged={rung for rung in flagged if rung >= 0},
        ),
    )
    return sorted({rung.days for rung in due if rung}, reverse=True)


def _flag(watch: _Watch, rung: int, day: date, at: datetime) -> PledgeEvent:
    return PledgeEvent(
        pledge_id=watch.pledge_id,
        kind=watch.kind,
        key=f"{watch.about_on}/{rung}",
        happened_on=day.isoformat(),
        significant=False,
        recorded_at=at,
        recorded_by="the clock",
        confirmed_at=at,
        about_on=watch.about_on,
        rung=rung,
    )


def _flagged_before(watches: list[_Watch]) -> dict[_Watch, set[int]]:
    """Which rungs of each watched day are on record already."""
    wanted = {(watch.pledge_id, watch.kind.value, watch.about_on): watch for watch in watches}
    found: dict[_Watch, set[int]] = defaultdict(set)
    rows = PledgeEvent.objects.filter(
        rung__isnull=False, about_on__in={watch.about_on for watch in watches}
    ).values_list("pledge_id", "kind", "about_on", "rung")
    for pledge_id, kind, about_on, rung in rows:
        if about_on is not None and rung is not None:
            watch = wanted.get((pledge_id, kind, about_on))
            if watch:
                found[watch].add(rung)
    return found


def _window(day: date) -> tuple[date, date]:
    """The days whose ladder can have a rung now: from the latest late one to the first."""
    return day - timedelta(days=LATE_LIMIT_DAYS), day + timedelta(days=max(EDITOR_RUNGS))


def _entered(*instants: datetime | None) -> date:
    """The day, in the site's zone, on which the last of these reached this site."""
    return max(timezone.localdate(instant) for instant in instants if instant)


def _standing(day: date) -> PledgeQuerySet:
    return Pledge.objects.published().as_of(day).filter(Q(lifecycle__in=STANDING))


def _ends(day: date) -> Iterator[_Watch]:
    """Ends before the last day of the window, also long past: the ladder says what is too late."""
    for pledge in _standing(day).filter(Q(state_end_earliest__lte=_window(day)[1])):
        if pledge.state_end_earliest:
            entered_on = _entered(pledge.published_at, pledge.state_entered_at)
            yield _Watch(pledge.pk, EventKind.END_FLAGGED, pledge.state_end_earliest, entered_on)


def _reviews(day: date) -> Iterator[_Watch]:
    endless = _standing(day).filter(Q(state_end_earliest=None), review_on__range=_window(day))
    for pledge in endless:
        if pledge.review_on:
            entered_on = _entered(pledge.published_at)
            yield _Watch(pledge.pk, EventKind.REVIEW_FLAGGED, pledge.review_on, entered_on)


def _conditions(day: date) -> Iterator[_Watch]:
    awaited = (
        Condition.objects.filter(
            pledge__in=_standing(day).values("pk"), expected_earliest__range=_window(day)
        )
        .exclude(health__in=SETTLED_HEALTH)
        .select_related("pledge")
    )
    for condition in awaited:
        if condition.expected_earliest:
            entered_on = _entered(condition.pledge.published_at)
            yield _Watch(
                condition.pledge_id,
                EventKind.CONDITION_FLAGGED,
                condition.expected_earliest,
                entered_on,
            )
