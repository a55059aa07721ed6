"""Mail through a provider's own interface: what django-anymail, if it is used, tells of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from alerts.models import Email, Return
from alerts.services.returning import kind_of_refusal, note_return

_BAD_ADDRESS = {"invalid", "bounced"}


def listen() -> None:
    """Have bounces and complaints that providers report to /anymail/ stop mail to an address."""
    from anymail.signals import tracking

    tracking.connect(note_tracking, dispatch_uid="alerts.esp")


def note_tracking(sender: object, event: Any, **kwargs: object) -> None:
    """Note one report of a provider, about the newest mail to the address it names.

    Providers number messages in their own way, so the address decides; anymail has checked the
    secret of the call.
    """
    if event.event_type not in {"bounced", "rejected", "complained", "deferred"}:
        return
    mails = Email.objects.filter(subscriber__email__iexact=event.recipient or "", state="sent")
    email = mails.order_by("-sent_at").first()
    if email is not None:
        said = " ".join(str(part) for part in (event.reject_reason, event.mta_response) if part)
        note_return(email, _kind(event, said), said, at=event.timestamp or timezone.now())


def _kind(event: Any, said: str) -> Return.Kind:
    if event.event_type == "complained":
        return Return.Kind.COMPLAINT
    if event.event_type == "deferred":
        return Return.Kind.DELAYED
    if event.reject_reason in _BAD_ADDRESS and not event.mta_response:
        return Return.Kind.NO_MAILBOX
    return kind_of_refusal(event.mta_response or said)
