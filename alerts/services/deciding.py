"""What an operator decides about a message whose fate nobody knows, or that failed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alerts.models import Delivery, Email

_OPEN = (Email.State.UNKNOWN, Email.State.FAILED)


@transaction.atomic
def call_sent(email: Email, *, at: datetime, by: str) -> bool:
    """Count a message as sent, because somebody knows that it arrived; False if it was settled."""
    settled = Email.objects.filter(pk=email.pk, state=Email.State.UNKNOWN).update(
        state=Email.State.SENT, sent_at=at, reason=f"Counted as sent by {by}."
    )
    if settled:
        carried = email.deliveries.filter(state=Delivery.State.UNKNOWN)
        carried.update(state=Delivery.State.SENT, reason="")
    return bool(settled)


@transaction.atomic
def send_again(email: Email, *, at: datetime, by: str) -> bool:
    """Put a message back into the outbox, with its Message-ID; False if it was settled."""
    again = Email.objects.filter(pk=email.pk, state__in=_OPEN).update(
        state=Email.State.QUEUED,
        queued_at=at,
        not_before_at=None,
        unclear_attempts=0,
        held_by="",
        reason=f"Sent again by {by}.",
    )
    if again:
        states = (Delivery.State.UNKNOWN, Delivery.State.FAILED)
        email.deliveries.filter(state__in=states).update(state=Delivery.State.QUEUED, reason="")
    return bool(again)
