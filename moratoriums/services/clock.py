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
    Min,
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
from moratoriums.ladder import (
    EDITOR_RUNGS,
    LATE_LIMIT_DAYS,
    READER_RUNGS,
    Span,
    before,
    since,
    spans,
    step_on,
)
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
    either = spans(day, rungs={*reader_rungs, *editor_rungs})
    for kind, watched in (
        (EventKind.END_FLAGGED, _ends(day)),
        (EventKind.REVIEW_FLAGGED, _reviews(day)),
        (EventKind.CONDITION_FLAGGED, _conditions(day)),
    ):
        first = _first(watched.dated)
        if first is None:
            continue
        past = _long_past(watched.dated, first, day)
        editors = spans(day, rungs=editor_rungs, include_after=True, long_past=past)
        # Most rows are told to both, and of a day to come one flag says so: the tightest rung by
        # either ladder. So those days are asked about once, and those over once for each ladder.
        found = [
            *_untold(kind, watched.dated, since(either, day), low=0),
            *_untold(kind, watched.dated, before(readers, day), low=0),
            *_untold(kind, watched.dated, before(editors, day)),
        ]
        to_readers, to_editors = _due(kind, found, readers, editors)
        new += _write(kind, watched.kept, readers, to_readers, day, at)
        new += _write(kind, watched.kept, editors, to_editors, day, at)
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


_Row = tuple[int, int, date]  # key, pledge, the day watched


def _untold(
    kind: EventKind, dated: QuerySet[Any], ladder: Sequence[Span], low: int | None = None
) -> list[_Row]:
    """The watched rows on a rung which, as any tighter one, is not on record.

    Args:
        low: the lowest rung that counts as told.
    """
    if not ladder:
        return []
    reach = (ladder[0].first_on, ladder[-1].last_on)
    # The reach is named again for the flags: no database concludes it from the days being equal.
    told = PledgeEvent.objects.filter(
        kind=kind.value, about_on__range=reach, about_on=OuterRef("about"), pledge=OuterRef("owner")
    ).filter(rung__lte=OuterRef("step"))
    if low is not None:
        told = told.filter(rung__gte=low)
    rows = dated.filter(about__range=reach).annotate(step=_step(ladder))
    rows = rows.filter(~Exists(told), step__isnull=False).order_by()
    return list(rows.values_list("pk", "owner", "about"))


def _due(
    kind: EventKind, found: Collection[_Row], readers: Sequence[Span], editors: Sequence[Span]
) -> tuple[list[int], list[int]]:
    """The keys of those rows of which a rung is still to be told, to readers and to editors."""
    if not found:
        return [], []
    # Where both stand on the same rung, one flag is missing to both, and tells both.
    apart = {on for *_, on in found if step_on(readers, on) != step_on(editors, on)}
    flags = PledgeEvent.objects.filter(kind=kind.value, about_on__in=apart)
    told = {
        (pledge, on): (tightest, tightest_before)
        for pledge, on, tightest, tightest_before in flags.order_by()
        .values_list("pledge", "about_on")
        .annotate(any=Min("rung"), early=Min("rung", filter=Q(rung__gte=0)))
    }
    to_readers, to_editors = [], []
    for pk, pledge, on in dict.fromkeys(found):
        tightest, tightest_before = told.get((pledge, on), (None, None))
        theirs, ours = step_on(readers, on), step_on(editors, on)
        # Steps after the day are the editors' and settle nothing for readers.
        if theirs is not None and (tightest_before is None or tightest_before > theirs):
            to_readers.append(pk)
            tightest = theirs if tightest is None else min(theirs, tightest)
        if ours is not None and (tightest is None or tightest > ours):
            to_editors.append(pk)
    return to_readers, to_editors


def _step(ladder: Sequence[Span]) -> Case:
    """The rung on which the day ``about`` stands, NULL if on none."""
    # The last spans are the widest: asked first, they spare most rows the others.
    return Case(
        *[When(about__range=(one.first_on, one.last_on), then=one.days) for one in ladder[::-1]],
        output_field=SmallIntegerField(),
    )


def _write(
    kind: EventKind,
    kept: QuerySet[Any],
    ladder: Sequence[Span],
    due: Sequence[int],
    day: date,
    at: datetime,
) -> int:
    """Write the flag of each row that is due, as far as every rule applies to it.

    Apart from finding them, because no database foresees how few are still to be told: asked in
    one, it reads every pledge there is.
    """
    key = Concat(
        Cast("about", CharField()), Value("/"), Cast("step", CharField()), output_field=CharField()
    )
    return sum(
        insert_from(
            PledgeEvent,
            kept.filter(pk__in=due[n : n + AT_ONCE]).annotate(step=_step(ladder)),
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
        for n in range(0, len(due), AT_ONCE)
    )


def _standing(day: date, **also: Any) -> Q:
    """The state that holds on a day says that the pledge stands."""
    stands = Q(stance=Stance.STANDS.value, holds_from__lte=day, **also)
    return stands & (Q(holds_until=None) | Q(holds_until__gt=day))


def _public(path: str = "") -> Q:
    return Q(**{f"{path}published_at__isnull": False, f"{path}merged_into": None})


def _ends(day: date) -> _Watched:
    states = PledgeEvent.objects.filter(_standing(day, end_earliest__isnull=False))
    states = states.annotate(about=F("end_earliest"), owner=F("pledge"))
    dated = _known_in_time(states, day, "entered_at")
    kept = dated.filter(_public("pledge__"))
    return _Watched(dated, _known_in_time(kept, day, "pledge__published_at"))


def _reviews(day: date) -> _Watched:
    endless = PledgeEvent.objects.filter(_standing(day, end_earliest=None), pledge=OuterRef("pk"))
    pledges = Pledge.objects.filter(_public(), review_on__isnull=False)
    pledges = pledges.annotate(about=F("review_on"), owner=F("pk"))
    dated = _known_in_time(pledges, day, "published_at")
    return _Watched(dated, dated.filter(Exists(endless)))


def _conditions(day: date) -> _Watched:
    standing = PledgeEvent.objects.filter(_standing(day), pledge=OuterRef("pledge"))
    dated = (
        Condition.objects.filter(expected_earliest__isnull=False)
        .exclude(health__in=SETTLED_HEALTH)
        .annotate(about=F("expected_earliest"), owner=F("pledge"))
    )
    kept = dated.filter(_public("pledge__"), Exists(standing))
    return _Watched(dated, _known_in_time(kept, day, "pledge__published_at"))


def _known_in_time(watched: QuerySet[Any], day: date, *instants: str) -> QuerySet[Any]:
    """Leave out days that had passed, in the site's zone, when this site learned of them."""
    known = Q()
    for instant in instants:
        # An alias of its own, because a path into another table takes no lookup of a function.
        watched = watched.alias(**{f"{instant}_day": TruncDate(instant)})
        # What came before that day began in Greenwich came in time in every zone; for most rows
        # that spares the function.
        early = Q(**{f"{instant}__lt": F("about")})
        known &= early | Q(**{f"{instant}_day__lte": F("about")})
    return watched.filter(Q(about__gte=day) | known)


def _first(watched: QuerySet[Any]) -> date | None:
    """The first day watched, found at once by the order of the index; None if there is none."""
    return watched.order_by("about").values_list("about", flat=True).first()


def _long_past(watched: QuerySet[Any], first: date, day: date) -> list[date]:
    """The days watched from so long ago that only editors are still reminded of them."""
    limit = day - timedelta(days=LATE_LIMIT_DAYS)
    if first >= limit:
        return []
    past = watched.filter(about__lt=limit).order_by()
    return list(past.values_list("about", flat=True).distinct())
