"""Asking to be told, saying yes, and leaving: nobody is put on the list by somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from alerts.addresses import clean_address
from alerts.messages import message_id_for
from alerts.models import Email, Subscriber, Subscription, Token
from alerts.tokens import CONFIRM_DAYS, find_token, is_too_old
from companies.models import Company
from moratoriums.models import Beneficiary, Pledge

ASK_AGAIN_AFTER = timedelta(hours=1)


class UnknownToken(Exception):
    """No such link was ever sent, or its subscriber was erased."""


class TokenTooOld(Exception):
    """The link was sent too long ago to say yes with it."""


@transaction.atomic
def subscribe(
    address: str,
    *,
    at: datetime,
    company: Company | None = None,
    pledge: Pledge | None = None,
    beneficiary: Beneficiary | None = None,
) -> None:
    """Note the wish to follow one thing, or everything, and put the question into the post.

    Does the same for an address we know and for one we do not, so that nobody can find out who
    is on the list. An address is asked once an hour at most, whoever types it in how often.

    Raises:
        ValidationError: the address cannot be written to.
    """
    email = clean_address(address)
    Subscriber.objects.bulk_create([Subscriber(email=email)], ignore_conflicts=True)
    subscriber = Subscriber.objects.alias(name=Lower("email")).get(name=email.lower())
    wish = {"company": company, "pledge": pledge, "beneficiary": beneficiary}
    Subscription.objects.bulk_create(
        [Subscription(subscriber=subscriber, asked_at=at, **wish)], ignore_conflicts=True
    )
    subscriber.subscriptions.filter(confirmed_at=None, **wish).update(asked_at=at)
    rested = Q(asked_at=None) | Q(asked_at__lte=at - ASK_AGAIN_AFTER)
    if Subscriber.objects.filter(rested, pk=subscriber.pk).update(asked_at=at):
        Email.objects.create(
            subscriber=subscriber,
            kind=Email.Kind.CONFIRMATION,
            message_id=message_id_for(subscriber.pk, ["confirm", at.isoformat()]),
            queued_at=at,
        )


def pending(subscriber: Subscriber, at: datetime) -> QuerySet[Subscription]:
    """What waits for a yes."""
    return subscriber.subscriptions.filter(
        confirmed_at=None, asked_at__gte=at - timedelta(days=CONFIRM_DAYS)
    ).select_related("company", "pledge", "beneficiary")


def confirmable(secret: str, *, at: datetime) -> list[Subscription]:
    """What the link would confirm. Changes nothing.

    Raises:
        UnknownToken, TokenTooOld: the link does not confirm anything.
    """
    return list(pending(_subscriber(secret, Token.Purpose.CONFIRM, at), at))


@transaction.atomic
def confirm(secret: str, *, at: datetime) -> list[Subscription]:
    """Say yes to what was asked for in the last days; returns what is followed from now on.

    Raises:
        UnknownToken, TokenTooOld: the link does not confirm anything.
    """
    subscriber = _subscriber(secret, Token.Purpose.CONFIRM, at)
    asked = list(pending(subscriber, at))
    if asked:
        rows = Subscriber.objects.filter(pk=subscriber.pk)
        rows.filter(Q(confirmed_at=None) | Q(left_at__isnull=False)).update(confirmed_at=at)
        rows.update(left_at=None)
        Subscription.objects.filter(pk__in=[wish.pk for wish in asked]).update(confirmed_at=at)
    return asked


def leaving(secret: str, *, at: datetime) -> list[Subscription]:
    """What the owner of a link follows. Changes nothing.

    Raises:
        UnknownToken: no such link was sent.
    """
    subscriber = _subscriber(secret, Token.Purpose.LEAVE, at)
    return list(
        subscriber.subscriptions.filter(confirmed_at__isnull=False).select_related(
            "company", "pledge", "beneficiary"
        )
    )


@transaction.atomic
def leave(secret: str, *, at: datetime) -> None:
    """Stop every mail to the owner of a link, also those already in the outbox.

    Raises:
        UnknownToken: no such link was sent.
    """
    subscriber = _subscriber(secret, Token.Purpose.LEAVE, at)
    subscriber.subscriptions.all().delete()
    Subscriber.objects.filter(pk=subscriber.pk, left_at=None).update(left_at=at)


@transaction.atomic
def stop(secret: str, subscription_id: int, *, at: datetime) -> None:
    """Stop following one thing; whoever follows nothing any more has left.

    Raises:
        UnknownToken: no such link was sent.
    """
    subscriber = _subscriber(secret, Token.Purpose.LEAVE, at)
    subscriber.subscriptions.filter(pk=subscription_id).delete()
    if not subscriber.subscriptions.filter(confirmed_at__isnull=False).exists():
        leave(secret, at=at)


def _subscriber(secret: str, purpose: Token.Purpose, at: datetime) -> Subscriber:
    token = find_token(secret, purpose)
    if token is None:
        raise UnknownToken
    if is_too_old(token, at):
        raise TokenTooOld
    return token.subscriber
