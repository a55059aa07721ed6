"""Puts each new event into the post, once: one delivery for everybody it concerns."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from alerts.holding import HOLD, next_daily, next_weekly
from alerts.matching import is_news, public_since, subscriptions_to, untold
from alerts.models import Delivery, Dispatch, Subscription
from alerts.services.calling import queue_calls
from alerts.truth import why_not
from moratoriums.inserting import insert_from
from moratoriums.models import PledgeEvent, Revision

log = logging.getLogger(__name__)

_LOOK_BACK = timedelta(hours=1)


def queue_deliveries(*, at: datetime) -> int:
    """Queue what happened since the last run. Safe to run any number of times, also at once.

    An event and its deliveries are written in one transaction, with a row that says the event
    has been through: one that was no news, or concerned nobody, is not looked at again. An
    event that cannot be matched waits for the next run and holds up no other.

    Returns:
        How many deliveries were new.
    """
    queued = 0
    silent = []
    for event in untold(at):
        try:
            if is_news(event):
                queued += _queue(event, at)
            else:
                silent.append(Dispatch(event=event, queued_at=at))
        except DatabaseError:
            raise
        except Exception:
            log.exception("Event %s could not be queued", event.pk)
    Dispatch.objects.bulk_create(silent, batch_size=500, ignore_conflicts=True)
    return queued


def cancel_stale(*, at: datetime) -> int:
    """Drop what waits about a pledge that was saved in the last hour, if it is not so any more.

    So a reminder of an end that was moved leaves the outbox at once, with the reason, also when
    it was held for a weekly digest. What this misses is dropped when its message is claimed.

    Returns:
        How many deliveries were dropped.
    """
    changed = Revision.objects.filter(saved_at__gt=at - _LOOK_BACK).values("pledge")
    told = PledgeEvent.objects.filter(pledge__in=changed, dispatch__people__gt=0)
    dropped = 0
    for event in told.select_related("pledge"):
        if reason := why_not(event, timezone.localdate(at)):
            waiting = Delivery.objects.waiting().filter(event=event)
            dropped += waiting.update(state=Delivery.State.DROPPED, reason=reason)
    return dropped


@transaction.atomic
def _queue(event: PledgeEvent, at: datetime) -> int:
    """Write the deliveries of one event, inside the database, however many they are.

    Somebody whom it concerns by several subscriptions gets it by the soonest: those are written
    first, and the pair of event and subscriber is there once.
    """
    followers = subscriptions_to(event).order_by()
    people = sum(
        insert_from(
            Delivery,
            _by(frequency, followers),
            once_by=("event", "subscriber"),
            event=event.pk,
            subscriber=F("subscriber"),
            subscription=F("pk"),
            due_at=due_at,
        )
        for frequency, due_at in _due(event, at).items()
    )
    queue_calls(event, at=at)
    Dispatch.objects.bulk_create(
        [Dispatch(event=event, queued_at=at, people=people)], ignore_conflicts=True
    )
    return people


def _by(
    frequency: Subscription.Frequency, followers: QuerySet[Subscription]
) -> QuerySet[Subscription]:
    """Those of one frequency; few want a digest, and an index holds them apart."""
    chosen = followers.filter(frequency=frequency.value)
    if frequency is Subscription.Frequency.IMMEDIATE:
        return chosen
    # Says the same again, in the words of that index: no database would take it otherwise.
    return chosen.exclude(frequency=Subscription.Frequency.IMMEDIATE.value)


def _due(event: PledgeEvent, at: datetime) -> dict[Subscription.Frequency, datetime]:
    """When each frequency lets the event leave, the soonest first."""
    zone = timezone.get_default_timezone()
    return {
        Subscription.Frequency.IMMEDIATE: public_since(event) + HOLD,
        Subscription.Frequency.DAILY: next_daily(at, zone),
        Subscription.Frequency.WEEKLY: next_weekly(at, zone),
    }
