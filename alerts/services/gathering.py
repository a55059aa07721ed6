"""Gathers what is due to one person into one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from alerts.holding import HOLD, PAUSE_BETWEEN_CHANGES, next_midnight
from alerts.messages import message_id_for
from alerts.models import Delivery, Email, Subscriber
from moratoriums.vocabulary import CLOCK_KINDS, TERM_KINDS

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class _Owed:
    """One delivery that waits, as far as gathering needs to know it."""

    pk: int
    subscriber_id: int
    event_id: int
    kind: str
    stance: str
    pledge_id: int

    @property
    def is_step(self) -> bool:
        """Whether it is a reminder of the clock."""
        return self.kind in CLOCK_KINDS

    @property
    def moves_term(self) -> bool:
        """Whether it says that a pledge's end is another now."""
        return self.kind in TERM_KINDS and bool(self.stance)


def gather(*, at: datetime) -> int:
    """Make one message for each person of everything that is due to them.

    What falls due within the next minutes goes along, so that a burst is one mail. Reminders of
    the clock go out in at most one mail a person and day; what comes later on the same day waits
    for the next. Another change of the same pledge's term waits until an hour has passed. Safe
    to run in two processes at once: each batch holds its subscribers' rows, in the same order,
    until its messages are written.

    Returns:
        How many messages were made.
    """
    made = 0
    while True:
        looked_at, written = _gather_some(timezone.localdate(at), at)
        made += written
        if not looked_at:
            return made


@transaction.atomic
def _gather_some(day: date, at: datetime) -> tuple[int, int]:
    """Gather for some people; returns how many deliveries were due and how many mails made."""
    due = Delivery.objects.waiting().filter(due_at__lte=at).order_by("subscriber")
    people = set(due.values_list("subscriber", flat=True)[:ROWS_AT_ONCE])
    if not people:
        return 0, 0
    there = Subscriber.objects.filter(pk__in=people).order_by("pk").select_for_update()
    held = {person.pk for person in there.only("pk")}
    if erased := people - held:
        Delivery.objects.filter(subscriber__in=erased).delete()
    owed = _read_owed(held, at)
    now, tomorrow, later = _sort(owed, day, at)
    _postpone(tomorrow, next_midnight(at, timezone.get_default_timezone()))
    _postpone(later, at + PAUSE_BETWEEN_CHANGES)
    return len(people), _write(now, day, at)


def _read_owed(people: Collection[int], at: datetime) -> list[_Owed]:
    rows = Delivery.objects.waiting().filter(subscriber__in=people, due_at__lte=at + HOLD)
    columns = ("pk", "subscriber_id", "event_id", "event__kind", "event__stance", "event__pledge_id")
    return [_Owed(*row) for row in rows.order_by("pk").values_list(*columns)]


def _sort(
    owed: Iterable[_Owed], day: date, at: datetime
) -> tuple[list[_Owed], list[_Owed], list[_Owed]]:
    """Part what goes out now from what waits for tomorrow and what waits for an hour."""
    people = {one.subscriber_id for one in owed}
    had_theirs = set(
        Email.objects.filter(subscriber__in=people, ladder_on=day).values_list(
            "subscriber", flat=True
        )
    )
    just_told = _told_of_change(owed, at)
    now, tomorrow, later = [], [], []
    for one in owed:
        if one.is_step and one.subscriber_id in had_theirs:
            tomorrow.append(one)
        elif one.moves_term and (one.subscriber_id, one.pledge_id) in just_told:
            later.append(one)
        else:
            now.append(one)
    return now, tomorrow, later


def _told_of_change(owed: Iterable[_Owed], at: datetime) -> set[tuple[int, int]]:
    """Who was told within the hour that the term of which pledge changed."""
    changes = [one for one in owed if one.moves_term]
    if not changes:
        return set()
    told = Delivery.objects.filter(
        email__subscriber__in={one.subscriber_id for one in changes},
        event__kind__in=sorted(kind.value for kind in TERM_KINDS),
        event__pledge__in={one.pledge_id for one in changes},
        event__stance__gt="",
        email__queued_at__gt=at - PAUSE_BETWEEN_CHANGES,
    )
    return set(told.values_list("subscriber_id", "event__pledge_id"))


def _postpone(owed: list[_Owed], until: datetime) -> None:
    if owed:
        Delivery.objects.filter(pk__in=[one.pk for one in owed]).update(due_at=until)


def _write(owed: list[_Owed], day: date, at: datetime) -> int:
    """Write one message for each person and put what they are owed into it."""
    by_person: dict[int, list[_Owed]] = defaultdict(list)
    for one in owed:
        by_person[one.subscriber_id].append(one)
    emails = Email.objects.bulk_create(
        _message_for(person, theirs, day, at) for person, theirs in by_person.items()
    )
    theirs = Email.objects.filter(
        pk__in=[email.pk for email in emails], subscriber=OuterRef("subscriber")
    )
    Delivery.objects.filter(pk__in=[one.pk for one in owed]).update(
        email=Subquery(theirs.values("pk"))
    )
    return len(emails)


def _message_for(person: int, owed: list[_Owed], day: date, at: datetime) -> Email:
    return Email(
        subscriber_id=person,
        message_id=message_id_for(person, sorted(one.event_id for one in owed)),
        ladder_on=day if any(one.is_step for one in owed) else None,
        queued_at=at,
    )
