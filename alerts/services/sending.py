"""Sends what is in the outbox: claimed, checked against the record, handed over, then marked."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, QuerySet, When
from django.utils import timezone

from alerts.models import Delivery, Email
from alerts.services.composing import Composer
from alerts.services.gathering import gather
from alerts.transport import Outcome, Post, Result, ServerUnavailable, said

log = logging.getLogger(__name__)

# A run starts no new message after BUDGET_SECONDS, and the worker ends it soon after: a lease,
# counted from the start of the run, outlives both the run and a server that takes its time.
BUDGET_SECONDS = 200
LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)
UNCLEAR_LIMIT = 2


def send_due(*, at: datetime, limit: int = 5000) -> int:
    """Send what is due, at most ``limit`` messages. Safe to run in several processes at once.

    A message leaves outside any transaction and is marked after the server's 250. If that mark
    is lost it is sent once more, with the same Message-ID. One message that cannot be built or
    sent never stops the rest; a server that cannot be reached ends the run, and all wait.

    Returns:
        How many messages the server accepted.
    """
    gather(at=at)
    due = list(Email.objects.due(at).order_by("pk").values_list("pk", flat=True)[:limit])
    post, composer = Post(), Composer(at=at, day=timezone.localdate(at))
    stop_at = time.monotonic() + BUDGET_SECONDS
    sent = 0
    try:
        for pk in due:
            if time.monotonic() > stop_at:
                break
            post.open()
            sent += _send(pk, post, composer, at)
    except ServerUnavailable as error:
        log.warning("The mail server cannot be reached, all mail waits: %s", error)
    finally:
        post.close()
    return sent


def _send(pk: int, post: Post, composer: Composer, at: datetime) -> bool:
    """Send one message if this process is the one that claims it."""
    email = _claim(pk, at)
    if email is None:
        return False
    if email.unclear_attempts >= UNCLEAR_LIMIT:
        _settle(email, Email.State.UNKNOWN, "Whether it arrived is unknown after two tries.")
        return False
    try:
        message = composer.compose(email)
        if message is None:
            _settle(email, Email.State.DROPPED, "Nothing in it is owed to this person any more.")
            return False
        email.subject = str(message.subject)
        result = post.send(message)
    except Exception as error:
        log.exception("Message %s could not be built or sent", email.pk)
        result = Result(Outcome.LATER, said(error))
    _record(email, result, at)
    return result.outcome is Outcome.ACCEPTED


def _claim(pk: int, at: datetime) -> Email | None:
    """Take one message, or None if another sender has it.

    A claim whose lease ran out belonged to a sender that died, and nobody knows how far it came.
    """
    abandoned = When(state=Email.State.SENDING, then=F("unclear_attempts") + 1)
    claimed = (
        Email.objects.due(at)
        .filter(pk=pk)
        .update(
            state=Email.State.SENDING,
            attempts=F("attempts") + 1,
            unclear_attempts=Case(
                abandoned, default=F("unclear_attempts"), output_field=PositiveIntegerField()
            ),
            lease_until=at + LEASE,
        )
    )
    return Email.objects.select_related("subscriber").get(pk=pk) if claimed else None


def _record(email: Email, result: Result, at: datetime) -> None:
    """Write down what became of a try."""
    if result.outcome is Outcome.ACCEPTED:
        _settle(email, Email.State.SENT, sent_at=at)
    elif result.outcome is Outcome.REFUSED:
        _settle(email, Email.State.FAILED, result.reason)
    elif result.outcome is Outcome.UNCLEAR and email.unclear_attempts + 1 >= UNCLEAR_LIMIT:
        _settle(email, Email.State.UNKNOWN, result.reason)
    elif result.outcome is Outcome.LATER and at - email.queued_at > GIVE_UP_AFTER:
        _settle(email, Email.State.FAILED, f"Given up: {result.reason}")
    else:
        unclear = int(result.outcome is Outcome.UNCLEAR)
        _mine(email).update(
            state=Email.State.QUEUED,
            unclear_attempts=F("unclear_attempts") + unclear,
            not_before_at=at + _wait(email.attempts),
            lease_until=None,
            reason=result.reason[:300],
        )


def _wait(attempts: int) -> timedelta:
    """How long to wait after so many tries: 1, 2, 4 ... minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)


@transaction.atomic
def _settle(
    email: Email, state: Email.State, reason: str = "", *, sent_at: datetime | None = None
) -> None:
    """Give a message its last state, and the same to the deliveries it carries."""
    settled = _mine(email).update(
        state=state,
        subject=email.subject,
        reason=reason[:300],
        sent_at=sent_at,
        lease_until=None,
    )
    if state is Email.State.DROPPED:  # it was no reminder, so today's may still come
        Email.objects.filter(pk=email.pk, state=state).update(ladder_on=None)
    if settled:
        carried = email.deliveries.filter(state=Delivery.State.QUEUED)
        carried.update(state=Delivery.State(state.value), reason=reason[:300])


def _mine(email: Email) -> QuerySet[Email]:
    """The message's row, as long as this try still holds the claim."""
    return Email.objects.filter(pk=email.pk, state=Email.State.SENDING, attempts=email.attempts)
