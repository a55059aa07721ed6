"""Gathers what is waiting for one person into one message."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from alerts.messages import message_id_for
from alerts.models import Delivery, Email, Subscriber
from moratoriums.vocabulary import CLOCK_KINDS

PEOPLE_AT_ONCE = 200
_STEPS = sorted(kind.value for kind in CLOCK_KINDS)


def gather(*, at: datetime) -> int:
    """Make one message for each person of everything that waits for them.

    Reminders of the clock go out in at most one mail a person and day; what comes later on the
    same day waits for the next. Changes do not wait. Safe to run in two processes at once: each
    batch holds its subscribers' rows, in the same order, until its messages are written.

    Returns:
        How many messages were made.
    """
    if not Delivery.objects.filter(state=Delivery.State.QUEUED, email=None).exists():
        return 0  # most minutes: one cheap question, and no lock
    day = timezone.localdate(at)
    made = 0
    while batch := _gather_some(day, at):
        made += batch
    return made


@transaction.atomic
def _gather_some(day: date, at: datetime) -> int:
    people = (
        Subscriber.objects.filter(pk__in=_waiting(day).values("subscriber"))
        .order_by("pk")
        .select_for_update()[:PEOPLE_AT_ONCE]
    )
    held = [person.pk for person in people]
    waiting: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in _waiting(day).filter(subscriber__in=held).select_related("event"):
        waiting[delivery.subscriber_id].append(delivery)
    emails = Email.objects.bulk_create(
        _message_for(pk, owed, day, at) for pk, owed in waiting.items()
    )
    gathered = []
    for email in emails:
        for delivery in waiting[email.subscriber_id]:
            delivery.email = email
            gathered.append(delivery)
    Delivery.objects.bulk_update(gathered, ["email"], batch_size=200)
    return len(emails)


def _waiting(day: date) -> QuerySet[Delivery]:
    """Deliveries in no message yet, less the reminders of those who had theirs today."""
    had_theirs = Email.objects.filter(subscriber=OuterRef("subscriber"), ladder_on=day)
    return Delivery.objects.filter(state=Delivery.State.QUEUED, email=None).exclude(
        Exists(had_theirs), event__kind__in=_STEPS
    )


def _message_for(subscriber_id: int, owed: list[Delivery], day: date, at: datetime) -> Email:
    has_step = any(delivery.event.kind in CLOCK_KINDS for delivery in owed)
    return Email(
        subscriber_id=subscriber_id,
        message_id=message_id_for(subscriber_id, sorted(delivery.event_id for delivery in owed)),
        ladder_on=day if has_step else None,
        queued_at=at,
    )
