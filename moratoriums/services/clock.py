"""The clock: flags the rungs of the ladder that are due, each once, inside the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from moratoriums.inserting import insert_from
from moratoriums.ladder import EDITOR_RUNGS, LATE_LIMIT_DAYS, READER_RUNGS, Span, spans
from moratoriums.models import Condition, Pledge, PledgeEvent
from moratoriums.services.showing import restamp
from moratoriums.vocabulary import SETTLED_HEALTH, EventKind, Stance


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
    are watched alike. Of several rungs that were missed only the tightest is flagged, for
    editors and for readers; after the day editors climb on until somebody decides. Safe to run
    any number of times, also at once in two processes: the database holds each pledge, day and
    rung once.

    Returns:
        How many events were new.
    """
    new = 0
    for kind, watched in (
        (EventKind.END_FLAGGED, _ends(day)),
        (EventKind.REVIEW_FLAGGED, _reviews(day)),
        (EventKind.CONDITION_FLAGGED, _conditions(day)),
    ):
        past = _long_past(watched, day)
        editors = spans(day, rungs=editor_rungs, include_after=True, long_past=past)
        readers = spans(day, rungs=reader_rungs)
        # Readers first: their rung is never tighter than the editors', so it settles none of them.
        for ladder, low in ((readers, 0), (editors, None)):
            new += _flag(kind, watched, ladder, low, day, at)
    if new:
        restamp()
    return new


def _flag(
    kind: EventKind,
    watched: QuerySet[Any],
    ladder: Sequence[Span],
    low: int | None,
    day: date,
    at: datetime,
) -> int:
    """Flag the tightest rung of each watched day, unless it or a tighter one is on record.

    Args:
        low: the lowest rung that counts; steps after the end settle nothing for readers.
    """
    rung = Case(
        *[When(about__range=(span.first_on, span.last_on), then=span.days) for span in ladder],
        output_field=SmallIntegerField(),
    )
    told = PledgeEvent.objects.filter(
        pledge=OuterRef("owner"), kind=kind.value, about_on=OuterRef("about")
    ).filter(rung__lte=OuterRef("step"))
    if low is not None:
        told = told.filter(rung__gte=low)
    reach = (ladder[0].first_on, ladder[-1].last_on)
    due = watched.annotate(step=rung).filter(~Exists(told), step__isnull=False, about__range=reach)
    key = Concat(
        Cast("about", CharField()), Value("/"), Cast("step", CharField()), output_field=CharField()
    )
    return insert_from(
        PledgeEvent,
        due,
        pledge=F("owner"),
        kind=kind.value,
        key=key,
        happened_on=day.isoformat(),
        happened_earliest=day,
        happened_latest=day,
        significant=False,
        recorded_at=at,
        recorded_by="the clock",
        confirmed_at=at,
        entered_at=timezone.now(),
        about_on=F("about"),
        rung=F("step"),
    )


def _standing(day: date, **also: Any) -> Q:
    """The state that holds on a day says that the pledge stands."""
    stands = Q(stance=Stance.STANDS.value, holds_from__lte=day, **also)
    return stands & (Q(holds_until=None) | Q(holds_until__gt=day))


def _public(path: str = "") -> Q:
    return Q(**{f"{path}published_at__isnull": False, f"{path}merged_into": None})


def _ends(day: date) -> QuerySet[Any]:
    states = PledgeEvent.objects.filter(
        _standing(day, end_earliest__lte=_horizon(day)), _public("pledge__")
    ).annotate(about=F("end_earliest"), owner=F("pledge"))
    return _known_in_time(states, day, "entered_at", "pledge__published_at")


def _reviews(day: date) -> QuerySet[Any]:
    endless = PledgeEvent.objects.filter(_standing(day, end_earliest=None), pledge=OuterRef("pk"))
    pledges = Pledge.objects.filter(_public(), Exists(endless), review_on__lte=_horizon(day))
    pledges = pledges.annotate(about=F("review_on"), owner=F("pk"))
    return _known_in_time(pledges, day, "published_at")


def _conditions(day: date) -> QuerySet[Any]:
    standing = PledgeEvent.objects.filter(_standing(day), pledge=OuterRef("pledge"))
    awaited = (
        Condition.objects.filter(
            _public("pledge__"), Exists(standing), expected_earliest__lte=_horizon(day)
        )
        .exclude(health__in=SETTLED_HEALTH)
        .annotate(about=F("expected_earliest"), owner=F("pledge"))
    )
    return _known_in_time(awaited, day, "pledge__published_at")


def _horizon(day: date) -> date:
    """The last day that a ladder can lead to now."""
    return day + timedelta(days=max(EDITOR_RUNGS))


def _known_in_time(watched: QuerySet[Any], day: date, *instants: str) -> QuerySet[Any]:
    """Leave out days that had passed, in the site's zone, when this site learned of them."""
    known = Q()
    for instant in instants:
        # An alias of its own, because a path into another table takes no lookup of a function.
        watched = watched.alias(**{f"{instant}_day": TruncDate(instant)})
        known &= Q(**{f"{instant}_day__lte": F("about")})
    return watched.filter(Q(about__gte=day) | known)


def _long_past(watched: QuerySet[Any], day: date) -> list[date]:
    """The days watched from so long ago that only editors are still reminded of them."""
    before = day - timedelta(days=LATE_LIMIT_DAYS)
    past = watched.filter(about__lt=before).order_by()
    return list(past.values_list("about", flat=True).distinct())
