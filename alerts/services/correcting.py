"""Corrections: a mail to all who got a wrong alert, and to nobody else."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from alerts.messages import message_id_for
from alerts.models import Correction, Delivery, Email
from moratoriums.models import PledgeEvent

PEOPLE_AT_ONCE = 2000
_REACHED = (Delivery.State.SENT, Delivery.State.UNKNOWN)


def reached_by(event: PledgeEvent) -> QuerySet[Delivery]:
    """The deliveries of an event that arrived, or may have."""
    return Delivery.objects.filter(event=event, state__in=_REACHED)


@transaction.atomic
def correct_alert(event: PledgeEvent, text: str, *, by: str, at: datetime) -> Correction:
    """Put a correction into the post for all who were told of an event.

    Those who are still to be told of it are not told any more.

    Raises:
        ValidationError: nothing is said, or nobody was told.
    """
    text = text.strip()
    if not text:
        raise ValidationError("Say what was wrong, and what is right.")
    people = reached_by(event).count()
    if not people:
        raise ValidationError("Nobody has been told of this: there is nothing to correct.")
    correction = Correction.objects.create(
        event=event, text=text, made_at=at, made_by=by, people=people
    )
    Delivery.objects.filter(event=event, state=Delivery.State.QUEUED).update(
        state=Delivery.State.DROPPED, reason="It was corrected before it was sent."
    )
    batch: list[Email] = []
    reached = reached_by(event).order_by("subscriber").values_list("subscriber", flat=True)
    for subscriber in reached.iterator(chunk_size=PEOPLE_AT_ONCE):
        batch.append(_email(correction, subscriber, at))
        if len(batch) == PEOPLE_AT_ONCE:
            Email.objects.bulk_create(batch)
            batch = []
    Email.objects.bulk_create(batch)
    return correction


def _email(correction: Correction, subscriber: int, at: datetime) -> Email:
    return Email(
        subscriber_id=subscriber,
        kind=Email.Kind.CORRECTION,
        correction=correction,
        message_id=message_id_for(subscriber, ["correction", correction.pk]),
        queued_at=at,
    )
