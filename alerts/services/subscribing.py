"""Asking to be told, and saying yes: nobody is put on the list by somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from alerts.addresses import clean_address
from alerts.interests import Interest, Manner
from alerts.matching import CHOOSABLE_RUNGS
from alerts.messages import message_id_for
from alerts.models import Email, Subscriber, Subscription, Token
from alerts.models.following import LONGEST_FILTER
from alerts.services.suppressing import is_suppressed
from alerts.tokens import CONFIRM_DAYS, subscriber_of

# How long an address rests after so many questions that nobody answered: whoever types in the
# address of somebody else must not be able to fill a mailbox with our questions.
RESTS = (
    (1, timedelta(hours=1)),
    (2, timedelta(hours=6)),
    (4, timedelta(days=1)),
)
LONGEST_REST = timedelta(days=7)
TELL_AGAIN_AFTER = timedelta(days=1)
MOST_PENDING = 20


@transaction.atomic
def subscribe(
    address: str,
    interest: Interest = Interest(),  # noqa: B008  (never changes)
    manner: Manner = Manner(),  # noqa: B008
    *,
    at: datetime,
) -> None:
    """Note the wish to follow one thing, or everything, and put the question into the post.

    Does the same for an address we know and for one we do not, so that nobody can find out who
    is on the list. An address is asked ever more seldom, whoever types it in how often; one that
    follows the thing already is told so once a day at most.

    Raises:
        ValidationError: the address cannot be written to, or the wish cannot be read.
    """
    email = clean_address(address)
    check_wish(interest, manner)
    Subscriber.objects.bulk_create([Subscriber(email=email)], ignore_conflicts=True)
    subscriber = Subscriber.objects.alias(name=Lower("email")).get(name=email.lower())
    wish = interest.columns
    Subscription.objects.bulk_create(
        [Subscription(subscriber=subscriber, asked_at=at, **wish, **manner.columns)],
        ignore_conflicts=True,
    )
    subscriber.subscriptions.filter(confirmed_at=None, **wish).update(asked_at=at, **manner.columns)
    ask(subscriber, at=at)


def check_wish(interest: Interest, manner: Manner) -> None:
    """Refuse a wish that could not be kept.

    Raises:
        ValidationError: says what to choose instead.
    """
    if len(interest.query) > LONGEST_FILTER:
        raise ValidationError(_("This search is too long to be followed. Use fewer words."))
    if manner.frequency not in Subscription.Frequency.values:
        raise ValidationError(_("Choose how often: as it happens, once a day or once a week."))
    if not set(manner.rungs) <= set(CHOOSABLE_RUNGS):
        known = ", ".join(map(str, CHOOSABLE_RUNGS))
        told = _("Choose among these days before an end: {known}.")
        raise ValidationError(told.format(known=known))


def ask(subscriber: Subscriber, *, at: datetime) -> None:
    """Put the question into the post, unless the address has one that is too young.

    An address whose owner complained is asked nothing; nobody who types it in can tell.
    """
    rested = Q(asked_at=None) | Q(asked_at__lte=at - LONGEST_REST)
    for times, rest in RESTS:
        rested |= Q(asked_times__lte=times, asked_at__lte=at - rest)
    waits = Exists(_pending().filter(subscriber=OuterRef("pk")))
    moves = Q(moves_from__isnull=False)
    told_lately = Q(confirmed_at__isnull=False, asked_at__gt=at - TELL_AGAIN_AFTER)
    due = Subscriber.objects.filter(rested, pk=subscriber.pk).exclude(~waits & ~moves & told_lately)
    suppressed = is_suppressed(subscriber.email)
    if due.update(asked_at=at, asked_times=F("asked_times") + 1) and not suppressed:
        Email.objects.create(
            subscriber=subscriber,
            kind=Email.Kind.CONFIRMATION,
            message_id=message_id_for(subscriber.pk, ["confirm", at.isoformat()]),
            queued_at=at,
        )


def pending(subscriber: Subscriber, at: datetime) -> QuerySet[Subscription]:
    """What waits for a yes, the newest wishes."""
    newest = (
        _pending()
        .filter(subscriber=subscriber, asked_at__gte=at - timedelta(days=CONFIRM_DAYS))
        .order_by("-asked_at", "-pk")[:MOST_PENDING]
    )
    return Subscription.objects.filter(pk__in=[wish.pk for wish in newest]).select_related(
        "company", "pledge", "beneficiary"
    )


def confirmable(secret: str, *, at: datetime) -> tuple[Subscriber, list[Subscription]]:
    """Whom and what the link would confirm. Changes nothing.

    Raises:
        UnknownToken, TokenTooOld: the link does not confirm anything.
    """
    subscriber = subscriber_of(secret, Token.Purpose.CONFIRM, at)
    return subscriber, list(pending(subscriber, at))


@transaction.atomic
def confirm(secret: str, *, at: datetime) -> list[Subscription]:
    """Say yes to what was asked for in the last days; returns what is followed from now on.

    If the address takes the place of another one, what that one follows comes along, and the
    other gets nothing any more.

    Raises:
        UnknownToken, TokenTooOld: the link does not confirm anything.
    """
    subscriber, asked = confirmable(secret, at=at)
    moved = _move_here(subscriber, at)
    if asked or moved:
        rows = Subscriber.objects.filter(pk=subscriber.pk)
        rows.filter(Q(confirmed_at=None) | Q(left_at__isnull=False)).update(confirmed_at=at)
        rows.update(left_at=None, heard_at=at, asked_times=0, moves_from=None)
        Subscription.objects.filter(pk__in=[wish.pk for wish in asked]).update(confirmed_at=at)
    return asked + moved


def _pending() -> QuerySet[Subscription]:
    return Subscription.objects.filter(confirmed_at=None, as_editor=False)


def _move_here(subscriber: Subscriber, at: datetime) -> list[Subscription]:
    """Take over what the address before followed."""
    old = subscriber.moves_from
    if old is None:
        return []
    kept = {one.interest for one in subscriber.subscriptions.filter(confirmed_at__isnull=False)}
    moved = []
    for one in old.subscriptions.filter(confirmed_at__isnull=False, as_editor=False):
        if one.interest not in kept:
            subscriber.subscriptions.filter(confirmed_at=None, **one.interest.columns).delete()
            one.subscriber = subscriber
            one.save(update_fields=["subscriber"])
            moved.append(one)
    old.subscriptions.all().delete()
    Subscriber.objects.filter(pk=old.pk, left_at=None).update(left_at=at)
    return moved
