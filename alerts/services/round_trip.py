"""A mail from the site to itself: the only proof that alerts still reach a mailbox."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage

from alerts.mailbox import Mailbox, MailboxError
from alerts.messages import domain
from alerts.models import RoundTrip
from alerts.services.gate import why_shut
from alerts.services.returning import take_in
from alerts.transport import Outcome, Post, ServerUnavailable
from moratoriums.services.jobs import JobTrouble

KEEP = timedelta(days=30)


def send_test(*, at: datetime) -> int:
    """Send one test mail to TEST_ALERT_TO, if that is set; returns how many left.

    Raises:
        JobTrouble: the mail server did not take it.
    """
    if not settings.TEST_ALERT_TO or why_shut():
        return 0
    trip = RoundTrip(message_id=f"<test-{secrets.token_hex(12)}@{domain()}>", sent_at=at)
    message = EmailMessage(
        subject="Test alert: Moratorium Watch",
        body=f"Sent to itself by {settings.SITE_URL} to see that alerts arrive.\n",
        to=[settings.TEST_ALERT_TO],
        headers={"Message-ID": trip.message_id, "Auto-Submitted": "auto-generated"},
    )
    trip.save()  # before it leaves: it may be back before the server has answered
    post = Post()
    try:
        post.open()
        result = post.send(message)
    except ServerUnavailable as error:
        raise JobTrouble(f"The test alert could not be sent: {error}") from error
    finally:
        post.close()
    RoundTrip.objects.filter(sent_at__lt=at - KEEP).delete()
    if result.outcome is not Outcome.ACCEPTED:
        raise JobTrouble(f"The test alert was not taken: {result.reason}")
    return 1


def read_returns(*, at: datetime) -> dict[str, int]:
    """Read what came back to the mailbox of BOUNCES_URL, if that is set.

    Raises:
        JobTrouble: the mailbox cannot be read.
    """
    if not settings.BOUNCES_URL:
        return {}
    ours = 0

    def take(raw: bytes) -> bool:
        nonlocal ours
        known = take_in(raw, at=at)
        ours += known
        return known

    box = Mailbox.from_url(settings.BOUNCES_URL, settings.BOUNCES_PASSWORD)
    try:
        read = box.each_new(take)
    except MailboxError as error:
        raise JobTrouble(f"The mailbox for bounces cannot be read: {error}") from error
    return {"read": read, "ours": ours}
