"""What follows from a bounce or a complaint: mail to an address stops when it is clear enough."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction

from alerts.models import Email, Return, RoundTrip, Subscriber
from alerts.reports import Report, read_incoming
from alerts.services.managing import leave
from alerts.services.suppressing import suppress
from alerts.tokens import UnknownToken

# Enhanced status codes (RFC 3463) of a mailbox that is not there or takes no mail any more.
_NO_MAILBOX = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
_BARE_550 = re.compile(r"^55[03]\b(?!.*\b5\.\d)")
REFUSALS_THAT_STOP = 3
WITHIN = timedelta(days=30)


def kind_of_refusal(said: str) -> Return.Kind:
    """Whether an answer or a status says that there is no such mailbox."""
    gone = _NO_MAILBOX.search(said) or _BARE_550.search(said)
    return Return.Kind.NO_MAILBOX if gone else Return.Kind.REFUSED


def note_refusal(email: Email, said: str, *, at: datetime) -> None:
    """Note that the server refused a message for good."""
    note_return(email, kind_of_refusal(said), said, at=at)


def take_in(raw: bytes, *, at: datetime) -> bool:
    """Take in one message that came back by mail; returns whether it was about one of ours.

    A mail whose subject is the secret of a link lets its owner leave. Anything else that people
    or machines write, such as that they are away, is left alone and never answered.

    A report counts only if it sends back the Message-ID of a mail that left from here, which
    nobody but its recipient has seen.
    """
    incoming = read_incoming(raw)
    back = RoundTrip.objects.filter(message_id=incoming.message_id, returned_at=None)
    known = bool(incoming.message_id) and bool(back.update(returned_at=at))
    for report in incoming.reports:
        email = Email.objects.filter(message_id=report.message_id).first()
        if email is not None:
            known = True
            note_return(email, _kind(report), report.said, at=at)
    return known or _leave(incoming.secret, at)


def _leave(secret: str, at: datetime) -> bool:
    """Let somebody leave who wrote to the address in ``List-Unsubscribe``."""
    try:
        leave(secret, at=at)
    except UnknownToken:
        return False
    return True


def _kind(report: Report) -> Return.Kind:
    if report.complaint:
        return Return.Kind.COMPLAINT
    return kind_of_refusal(report.said) if report.failed else Return.Kind.DELAYED


@transaction.atomic
def note_return(email: Email, kind: Return.Kind, said: str, *, at: datetime) -> bool:
    """Note what came back about one message, once; returns whether mail to the address stops.

    No mailbox, or a complaint: at once. Other final refusals: at the third within 30 days.
    Delays stop nothing. Somebody who confirms again gets mail again; but after a complaint nobody
    is asked again.
    """
    noted, new = Return.objects.get_or_create(
        email=email,
        kind=kind,
        defaults={
            "subscriber_id": email.subscriber_id,
            "said": " ".join(said.split())[:300],
            "received_at": at,
        },
    )
    if not new or not _enough(noted, at):
        return False
    Return.objects.filter(pk=noted.pk).update(stopped=True)
    if kind == Return.Kind.COMPLAINT:
        suppress(email.subscriber.email, at=at)
    Subscriber.objects.filter(pk=email.subscriber_id, left_at=None).update(left_at=at)
    return True


def _enough(noted: Return, at: datetime) -> bool:
    if noted.kind == Return.Kind.DELAYED:
        return False
    if noted.kind in (Return.Kind.NO_MAILBOX, Return.Kind.COMPLAINT):
        return True
    refused = Return.objects.filter(
        subscriber=noted.subscriber_id, kind=Return.Kind.REFUSED, received_at__gt=at - WITHIN
    )
    return refused.count() >= REFUSALS_THAT_STOP
