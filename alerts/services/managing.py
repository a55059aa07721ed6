"""What the owner of a link may do with their subscriptions: change, add, pause, move, leave."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from alerts.addresses import clean_address
from alerts.interests import Interest, Manner
from alerts.models import Subscriber, Subscription, Token
from alerts.services.subscribing import ask, check_wish
from alerts.tokens import make_token, subscriber_of

LONGEST_PAUSE_DAYS = 366


def owner(secret: str, *, at: datetime) -> Subscriber:
    """Who a link was sent to. Changes nothing.

    Raises:
        UnknownToken: no such link was sent.
    """
    return subscriber_of(secret, Token.Purpose.LEAVE, at)


def followed_by(subscriber: Subscriber) -> list[Subscription]:
    """What somebody follows; an editor's own subscription is no wish and not among it."""
    return list(
        subscriber.subscriptions.filter(confirmed_at__isnull=False, as_editor=False).select_related(
            "company", "pledge", "beneficiary"
        )
    )


@transaction.atomic
def leave(secret: str, *, at: datetime) -> None:
    """Stop every mail to the owner of a link, also those already in the outbox.

    Raises:
        UnknownToken: no such link was sent.
    """
    subscriber = owner(secret, at=at)
    subscriber.subscriptions.all().delete()
    Subscriber.objects.filter(pk=subscriber.pk, left_at=None).update(left_at=at)


@transaction.atomic
def stop(secret: str, interest: Interest, *, at: datetime) -> None:
    """Stop following one thing; whoever follows nothing any more has left.

    Raises:
        UnknownToken: no such link was sent.
    """
    subscriber = owner(secret, at=at)
    _mine(subscriber, interest).delete()
    if subscriber.subscriptions.filter(confirmed_at__isnull=False).exists():
        _heard(subscriber, at)
    else:
        leave(secret, at=at)


@transaction.atomic
def change(secret: str, interest: Interest, manner: Manner, *, at: datetime) -> None:
    """Choose anew how often and at which steps to be told of one thing.

    Raises:
        UnknownToken: no such link was sent.
        ValidationError: the choice cannot be read.
    """
    subscriber = owner(secret, at=at)
    check_wish(Interest(), manner)
    _mine(subscriber, interest).filter(confirmed_at__isnull=False).update(**manner.columns)
    _heard(subscriber, at)


@transaction.atomic
def add(secret: str, interest: Interest, manner: Manner, *, at: datetime) -> None:
    """Follow one thing more. The link proves whose the mailbox is, so no question is asked.

    Raises:
        UnknownToken: no such link was sent.
        ValidationError: the wish cannot be kept.
    """
    subscriber = owner(secret, at=at)
    check_wish(interest, manner)
    wish = Subscription(
        subscriber=subscriber,
        asked_at=at,
        confirmed_at=at,
        **interest.columns,
        **manner.columns,
    )
    Subscription.objects.bulk_create([wish], ignore_conflicts=True)
    same = _mine(subscriber, interest)
    same.filter(confirmed_at=None).update(confirmed_at=at)
    same.update(**manner.columns)
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=at)
    Subscriber.objects.filter(pk=subscriber.pk).update(left_at=None)
    _heard(subscriber, at)


@transaction.atomic
def pause(secret: str, until: date | None, *, day: date, at: datetime) -> None:
    """Hear nothing of what happens before a day; None ends a pause.

    Raises:
        UnknownToken: no such link was sent.
        ValidationError: the day lies behind, or more than a year ahead.
    """
    subscriber = owner(secret, at=at)
    if until is not None and not day < until <= day + timedelta(days=LONGEST_PAUSE_DAYS):
        raise ValidationError(_("Choose a day between tomorrow and a year from now."))
    Subscriber.objects.filter(pk=subscriber.pk).update(paused_until=until)
    _heard(subscriber, at)


def keep(secret: str, *, at: datetime) -> None:
    """Say that the mails are still wanted.

    Raises:
        UnknownToken: no such link was sent.
    """
    _heard(owner(secret, at=at), at)


@transaction.atomic
def new_calendar(secret: str, *, at: datetime) -> str:
    """Make the secret of a calendar of what somebody follows; the one before stops working.

    Raises:
        UnknownToken: no such link was sent.
    """
    subscriber = owner(secret, at=at)
    subscriber.tokens.filter(purpose=Token.Purpose.CALENDAR).delete()
    return make_token(subscriber, Token.Purpose.CALENDAR, at=at)


def in_calendar(secret: str, *, at: datetime) -> list[Subscription]:
    """What the calendar behind a secret is about.

    Raises:
        UnknownToken: no such secret was made, or another one took its place.
    """
    return followed_by(subscriber_of(secret, Token.Purpose.CALENDAR, at))


@transaction.atomic
def move(secret: str, address: str, *, at: datetime) -> None:
    """Ask another address whether it wants to take the place of this one.

    Until it says yes, everything goes to the old one.

    Raises:
        UnknownToken: no such link was sent.
        ValidationError: the address cannot be written to.
    """
    old = owner(secret, at=at)
    email = clean_address(address)
    if email.lower() == old.email.lower():
        raise ValidationError(_("That is the address we write to already."))
    Subscriber.objects.bulk_create([Subscriber(email=email)], ignore_conflicts=True)
    new = Subscriber.objects.alias(name=Lower("email")).get(name=email.lower())
    Subscriber.objects.filter(pk=new.pk).update(moves_from=old)
    _heard(old, at)
    ask(new, at=at)


def _mine(subscriber: Subscriber, interest: Interest) -> QuerySet[Subscription]:
    return subscriber.subscriptions.filter(as_editor=False, **interest.columns)


def _heard(subscriber: Subscriber, at: datetime) -> None:
    Subscriber.objects.filter(pk=subscriber.pk).update(heard_at=at)
