"""The clock: flags the rungs of the ladder that are due, each once, inside the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
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
from moratoriums.ladder import EDITOR_RUNGS, LATE_LIMIT_DAYS, READER_RUNGS, Span, not_within, spans
from moratoriums.models import Condition, Pledge, PledgeEvent
from moratoriums.services.showing import restamp
from moratoriums.vocabulary import SETTLED_HEALTH, EventKind, Stance

AT_ONCE = 2000  # rows named in one statement


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
    readers = spans(day, rungs=reader_rungs)
    for kind, watched in (
        (EventKind.END_FLAGGED, _ends(day)),
        (EventKind.REVIEW_FLAGGED, _reviews(day)),
        (EventKind.CONDITION_FLAGGED, _conditions(day)),
    ):
        past = _long_past(watched.dated, day)
        editors = spans(day, rungs=editor_rungs, include_after=True, long_past=past)
        # Readers first: their rung is never tighter than the editors', so it settles none of them
        # but the same one.
        for ladder, low in ((readers, 0), (not_within(editors, readers), None)):
            new += _flag(kind, watched, ladder, low, day, at)
    if new:
        restamp()
    return new


@dataclass(frozen=True)
class _Watched:
    """Rows with the day ``about`` which the clock watches and the pledge ``owner`` they are of.

    ``dated`` asks only what one index answers, for the many rows of which all is told already;
    ``kept`` are those of them to which every rule applies, for the few of which it is not.
    """

    dated: QuerySet[Any]
    kept: QuerySet[Any]


def _flag(
    kind: EventKind,
    watched: _Watched,
    ladder: Sequence[Span],
    low: int | None,
    day: date,
    at: datetime,
) -> int:
    """Flag the tightest rung of each watched day, unless it or a tighter one is on record.

    In two steps, because no database foresees how few rows are still to be told: asked in one, it
    reads every pledge there is.

    Args:
        low: the lowest rung that counts; steps after the end settle nothing for readers.
    """
    if not ladder:
        return 0
    # The last spans are the widest: asked first, they spare most rows the others.
    rung = Case(
        *[When(about__range=(one.first_on, one.last_on), then=one.days) for one in ladder[::-1]],
        output_field=SmallIntegerField(),
    )
    reach = (ladder[0].first_on, ladder[-1].last_on)
    told = PledgeEvent.objects.filter(
        pledge=OuterRef("owner"), kind=kind.value, about_on=OuterRef("about")
    ).filter(rung__lte=OuterRef("step"))
    if low is not None:
        told = told.filter(rung__gte=low)
    due = watched.dated.filter(about__range=reach).annotate(step=rung)
    due = due.filter(~Exists(told), step__isnull=False).order_by()
    found = list(due.values_list("pk", flat=True))
    return sum(
        _write(
            kind, watched.kept.filter(pk__in=found[n : n + AT_ONCE]).annotate(step=rung), day, at
        )
        for n in range(0, len(found), AT_ONCE)
    )


def _write(kind: EventKind, due: QuerySet[Any], day: date, at: datetime) -> int:
    """Write the flag of each row, with the rung ``step``."""
    key = Concat(
        Cast("about", CharField()), Value("/"), Cast("step", CharField()), output_field=CharField()
    )
    return insert_from(
        PledgeEvent,
        due,
        once_by=("pledge", "kind", "key"),
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


def _ends(day: date) -> _Watched:
    states = PledgeEvent.objects.filter(_standing(day, end_earliest__lte=_horizon(day)))
    states = states.annotate(about=F("end_earliest"), owner=F("pledge"))
    dated = _known_in_time(states, day, "entered_at")
    kept = dated.filter(_public("pledge__"))
    return _Watched(dated, _known_in_time(kept, day, "pledge__published_at"))


def _reviews(day: date) -> _Watched:
    endless = PledgeEvent.objects.filter(_standing(day, end_earliest=None), pledge=OuterRef("pk"))
    pledges = Pledge.objects.filter(_public(), review_on__lte=_horizon(day))
    pledges = pledges.annotate(about=F("review_on"), owner=F("pk"))
    dated = _known_in_time(pledges, day, "published_at")
    return _Watched(dated, dated.filter(Exists(endless)))


def _conditions(day: date) -> _Watched:
    standing = PledgeEvent.objects.filter(_standing(day), pledge=OuterRef("pledge"))
    dated = (
        Condition.objects.filter(expected_earliest__lte=_horizon(day))
        .exclude(health__in=SETTLED_HEALTH)
        .annotate(about=F("expected_earliest"), owner=F("pledge"))
    )
    kept = dated.filter(_public("pledge__"), Exists(standing))
    return _Watched(dated, _known_in_time(kept, day, "pledge__published_at"))


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
