"""Editors and their duties: who is reminded of what, and who has taken it up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from alerts.messages import message_id_for
from alerts.models import Duty, Email, Subscriber, Subscription, Token
from alerts.tokens import UnknownToken, find_token
from moratoriums.models import PledgeEvent

PERMISSION = "moratoriums.change_pledge"
LONGEST_SNOOZE_DAYS = 366


def editors() -> QuerySet[Any]:
    """The users who may change a pledge and have an address to write to."""
    return (
        get_user_model()
        .objects.with_perm(PERMISSION, backend="django.contrib.auth.backends.ModelBackend")
        .exclude(email="")
    )


@transaction.atomic
def enlist_editors(*, at: datetime) -> int:
    """Let every editor be reminded, and nobody who is none any more; returns how many changed.

    An editor is a subscriber like others; one who reads alerts under the same address stays
    that. Whoever left by a link is not written to until an administrator gives them another
    address.
    """
    changed = 0
    known = list(editors())
    gone = Subscription.objects.filter(as_editor=True).exclude(
        subscriber__user__in=[editor.pk for editor in known]
    )
    changed += gone.delete()[0]
    for editor in known:
        changed += _enlist(editor, at)
    return changed


def duty_of(event: PledgeEvent) -> Duty:
    """The duty that a step of the clock belongs to.

    Raises:
        ValueError: the event is no step of the clock.
    """
    if event.about_on is None:
        raise ValueError(f"{event} is no step of the clock.")
    duty, _ = Duty.objects.get_or_create(
        pledge=event.pledge, kind=event.kind, about_on=event.about_on
    )
    return duty


def duty_behind(secret: str, *, at: datetime) -> tuple[Duty, Any]:
    """The duty a link leads to, and the editor it was sent to. Changes nothing.

    Raises:
        UnknownToken: no such link was sent, or its owner is no editor any more.
        TokenTooOld: it was sent too long ago.
    """
    token = find_token(secret, Token.Purpose.DUTY, at)
    user = token.subscriber.user
    if token.duty is None or user is None or not user.is_active or not user.has_perm(PERMISSION):
        raise UnknownToken
    return token.duty, user


def acknowledge(secret: str, *, at: datetime) -> Duty:
    """Take a duty up: nobody is reminded of it any more.

    Raises:
        UnknownToken, TokenTooOld: as ``duty_behind``.
    """
    duty, user = duty_behind(secret, at=at)
    Duty.objects.filter(pk=duty.pk).update(
        acknowledged_at=at, acknowledged_by=user.get_username(), snoozed_until=None, snoozed_by=""
    )
    return Duty.objects.get(pk=duty.pk)


def snooze(secret: str, until: date, *, day: date, at: datetime) -> Duty:
    """Put a duty off: nobody is reminded before a day, and everybody it concerns on that day.

    Raises:
        UnknownToken, TokenTooOld: as ``duty_behind``.
        ValidationError: the day lies behind, or more than a year ahead.
    """
    duty, user = duty_behind(secret, at=at)
    if not day < until <= day + timedelta(days=LONGEST_SNOOZE_DAYS):
        raise ValidationError("Choose a day between tomorrow and a year from now.")
    Duty.objects.filter(pk=duty.pk).update(
        snoozed_until=until, snoozed_by=user.get_username(), acknowledged_at=None
    )
    return Duty.objects.get(pk=duty.pk)


def assign(secret: str, username: str, *, at: datetime) -> Duty:
    """Hand a duty to one editor, who alone is reminded of it; an empty name gives it to all.

    Raises:
        UnknownToken, TokenTooOld: as ``duty_behind``.
        ValidationError: no editor has that name.
    """
    duty, _ = duty_behind(secret, at=at)
    chosen = None
    if username:
        chosen = next((one for one in editors() if one.get_username() == username), None)
        if chosen is None:
            raise ValidationError("Choose one of the editors.")
    Duty.objects.filter(pk=duty.pk).update(assigned_to=chosen, acknowledged_at=None)
    return Duty.objects.get(pk=duty.pk)


@transaction.atomic
def remind_again(*, day: date, at: datetime) -> int:
    """Put reminders of duties whose pause is over into the post; returns how many."""
    due = Duty.objects.filter(acknowledged_at=None, snoozed_until__lte=day).select_related("pledge")
    emails = [
        Email(
            subscriber=subscriber,
            kind=Email.Kind.DUTY,
            duty=duty,
            message_id=message_id_for(subscriber.pk, ["duty", duty.pk, duty.snoozed_until]),
            queued_at=at,
        )
        for duty in due
        for subscriber in _reminded_of(duty)
    ]
    before = Email.objects.filter(kind=Email.Kind.DUTY).count()
    Email.objects.bulk_create(emails, ignore_conflicts=True)
    return Email.objects.filter(kind=Email.Kind.DUTY).count() - before


def enlisted() -> QuerySet[Subscriber]:
    """The editors who are written to."""
    return Subscriber.objects.filter(
        subscriptions__as_editor=True, user__is_active=True, left_at=None
    )


def _reminded_of(duty: Duty) -> QuerySet[Subscriber]:
    everybody = enlisted()
    return everybody.filter(user=duty.assigned_to_id) if duty.assigned_to_id else everybody


def _enlist(editor: Any, at: datetime) -> int:
    """Make the editor's address a subscriber that is confirmed, with an editor's subscription."""
    address = str(editor.email).strip()
    Subscriber.objects.filter(user=editor).exclude(email__iexact=address).update(user=None)
    Subscriber.objects.bulk_create([Subscriber(email=address)], ignore_conflicts=True)
    mine = Subscriber.objects.alias(name=Lower("email")).filter(name=address.lower())
    mine.filter(Q(user=None)).update(user=editor)
    subscriber = mine.get()
    if subscriber.left_at is not None or subscriber.user_id != editor.pk:
        return 0
    mine.filter(confirmed_at=None).update(confirmed_at=at, heard_at=at)
    had = subscriber.subscriptions.filter(as_editor=True).exists()
    if not had:
        Subscription.objects.create(
            subscriber=subscriber, as_editor=True, asked_at=at, confirmed_at=at
        )
    return int(not had)
