"""Readers and news for the tests of the post room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alerts.holding import HOLD
from alerts.models import Subscriber, Subscription
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.vocabulary import EventKind
from tests.factories import make_company, make_event, make_pledge

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PUBLIC = NOON - HOLD
BEFORE = NOON - timedelta(days=30)


def make_reader(email: str = "reader@example.org", **follows) -> Subscriber:
    """Make a subscriber who confirmed a month ago; follows everything unless told otherwise."""
    reader = Subscriber.objects.create(email=email, asked_at=BEFORE, confirmed_at=BEFORE)
    Subscription.objects.create(subscriber=reader, asked_at=BEFORE, confirmed_at=BEFORE, **follows)
    return reader


def make_readers(number: int) -> list[Subscriber]:
    """Make many who follow everything."""
    readers = Subscriber.objects.bulk_create(
        Subscriber(email=f"reader{n}@example.org", asked_at=BEFORE, confirmed_at=BEFORE)
        for n in range(number)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=reader, asked_at=BEFORE, confirmed_at=BEFORE) for reader in readers
    )
    return readers


def make_old_pledge(name: str = "Amazon", **fields) -> Pledge:
    """Make a pledge whose announcement nobody is told of any more."""
    company = fields.pop("company", None) or make_company(name)
    pledge = make_pledge(company, **fields)
    PledgeEvent.objects.filter(pledge=pledge).update(quiet=True, confirmed_at=BEFORE)
    Pledge.objects.filter(pk=pledge.pk).update(published_at=BEFORE)
    pledge.refresh_from_db()
    return pledge


def make_news(pledge: Pledge, kind: EventKind = EventKind.EXTENDED, **fields) -> PledgeEvent:
    """Make an event of today that readers are told of."""
    fields.setdefault("happened", "2026-11-20")
    happened = fields.pop("happened")
    event = make_event(pledge, kind, happened, **fields)
    PledgeEvent.objects.filter(pk=event.pk).update(entered_at=PUBLIC, confirmed_at=PUBLIC)
    event.refresh_from_db()
    return event
