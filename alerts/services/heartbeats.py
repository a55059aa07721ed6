"""Tells those who asked for it that nothing happened: a digest, once a period, that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alerts.holding import last_digest
from alerts.messages import message_id_for
from alerts.models import Delivery, Email, Subscriber, Subscription

PEOPLE_AT_ONCE = 500
_DAYS = {Subscription.Frequency.DAILY: 1, Subscription.Frequency.WEEKLY: 7}


@dataclass(frozen=True)
class Quiet:
    """One thing to which nothing happened since a day."""

    followed: str
    frequency: str
    since_on: date


def queue_heartbeats(*, at: datetime) -> int:
    """Put an empty digest into the post for those who want it and have had no news since the last.

    Safe to run any number of times: a person gets one a day at most. What an outage delayed by
    more than half a period is left out.

    Returns:
        How many people get one.
    """
    queued = 0
    for frequency, slot in _slots(at):
        people = _silent(frequency, slot, at).values_list("subscriber", flat=True).distinct()
        had_theirs = Email.objects.filter(
            kind=Email.Kind.NOTHING_NEW, subscriber=OuterRef("subscriber"), queued_at__gte=slot
        )
        new = list(people.exclude(Exists(had_theirs)))
        Email.objects.bulk_create(
            (
                Email(
                    subscriber_id=pk,
                    kind=Email.Kind.NOTHING_NEW,
                    message_id=message_id_for(pk, ["nothing new", slot.date()]),
                    queued_at=at,
                )
                for pk in new
            ),
            batch_size=PEOPLE_AT_ONCE,
            ignore_conflicts=True,
        )
        queued += len(new)
    return queued


def quiet_for(subscriber: Subscriber, at: datetime) -> list[Quiet]:
    """What a mail that was queued at an instant says nothing happened to.

    On the day of the weekly digest both sorts are told; on others the daily ones, if there are any.
    """
    found: list[Quiet] = []
    for frequency, slot in _slots(at):
        late = slot.date() != timezone.localdate(at)
        if found and late:
            continue
        rows = _silent(frequency, slot, at).filter(subscriber=subscriber)
        for one in rows.select_related("company", "pledge", "beneficiary").order_by("pk"):
            since = (slot - timedelta(days=_DAYS[frequency])).date()
            if one.confirmed_at:
                since = max(since, timezone.localdate(one.confirmed_at))
            found.append(Quiet(str(one.interest), frequency.label.lower(), since))
    return found


def _slots(at: datetime) -> Iterator[tuple[Subscription.Frequency, datetime]]:
    """The digests that were due in the last half of their period."""
    for frequency, days in _DAYS.items():
        slot = last_digest(at, timezone.get_default_timezone(), days=days)
        if at - slot < timedelta(days=days) / 2:
            yield frequency, slot


def _silent(
    frequency: Subscription.Frequency, slot: datetime, at: datetime
) -> QuerySet[Subscription]:
    """The subscriptions that want the empty digest of a slot, of people without news since."""
    since = slot - timedelta(days=_DAYS[frequency])
    waits = Delivery.objects.waiting().filter(subscriber=OuterRef("subscriber"))
    told = Delivery.objects.filter(
        email__subscriber=OuterRef("subscriber"), event__dispatch__queued_at__gt=since
    ).exclude(state=Delivery.State.DROPPED)
    return Subscription.objects.filter(
        ~Exists(waits),
        ~Exists(told),
        Q(subscriber__paused_until=None) | Q(subscriber__paused_until__lte=timezone.localdate(at)),
        heartbeat=True,
        frequency=frequency,
        confirmed_at__lte=slot,
        subscriber__confirmed_at__isnull=False,
        subscriber__left_at=None,
    )
