"""The work list on the admin's first page: what waits for a person, the most pressing first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from moratoriums.admin.verdicts import confirm_address
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.queries import PledgeQuerySet
from moratoriums.status import STALE_DAYS
from moratoriums.vocabulary import Lifecycle

SHOWN = 10


@dataclass(frozen=True)
class Task:
    """One thing to do, and where."""

    text: str
    address: str
    since: str = ""


@dataclass(frozen=True)
class Pile:
    """Tasks of one sort; ``total`` counts also those not shown."""

    title: str
    tasks: Sequence[Task]
    total: int
    all_address: str = ""


def _pledge_address(pledge: Pledge) -> str:
    return reverse("admin:moratoriums_pledge_change", args=[pledge.pk])


def _pile(
    title: str, rows: QuerySet[Any], task: Callable[[Any], Task], all_address: str = ""
) -> Pile:
    return Pile(title, [task(row) for row in rows[:SHOWN]], rows.count(), all_address)


def _every_pile(day: date) -> Iterable[Pile]:
    waiting = PledgeEvent.objects.filter(confirmed_at=None).select_related("pledge")
    yield _pile(
        "Verdicts that wait for a second editor",
        waiting.order_by("recorded_at"),
        lambda row: Task(
            f"{row.get_kind_display()}: {row.pledge}",
            confirm_address(row),
            f"recorded by {row.recorded_by or 'nobody'} on {row.recorded_at:%Y-%m-%d}",
        ),
        reverse("admin:moratoriums_pledgeevent_changelist") + "?confirmed_at__isempty=1",
    )
    yield _pile(
        "Past their end, undecided",
        standing(day).past_end(),
        lambda row: Task(row.title, _pledge_address(row), f"since {row.state_end_earliest}"),
    )
    yield _pile(
        "Drafts",
        Pledge.objects.filter(published_at=None, merged_into=None).order_by("-pk"),
        lambda row: Task(row.title, _pledge_address(row)),
        reverse("admin:moratoriums_pledge_changelist") + "?published_at__isempty=1",
    )
    running = standing(day).filter(Q(lifecycle__in=[Lifecycle.ANNOUNCED, Lifecycle.IN_FORCE]))
    yield _pile(
        "Reviews due",
        running.filter(review_on__lte=day).order_by("review_on"),
        lambda row: Task(row.title, _pledge_address(row), f"due {row.review_on}"),
    )
    before = day - timedelta(days=STALE_DAYS)
    stale = Q(checked_on=None) | Q(checked_on__lt=before)
    yield _pile(
        f"Not checked for {STALE_DAYS} days",
        running.filter(stale).order_by("checked_on", "pk"),
        lambda row: Task(
            row.title, _pledge_address(row), f"last {row.checked_on}" if row.checked_on else "never"
        ),
    )


def standing(day: date) -> PledgeQuerySet:
    """Published pledges as they stand."""
    return Pledge.objects.published().as_of(day)


def piles(day: date) -> list[Pile]:
    """Everything that waits in the register on a day, without the empty piles."""
    return [pile for pile in _every_pile(day) if pile.total]
