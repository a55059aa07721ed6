"""Sends what is in the outbox: claimed, checked against the record, handed over, then marked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error, connection
from django.db.models import F
from django.utils import timezone

from alerts.models import Delivery, Email
from alerts.models.claims import new_holder
from alerts.services.composing import Composer
from alerts.services.gate import note_sent, note_trouble, why_shut
from alerts.services.gathering import gather
from alerts.services.returning import note_refusal
from alerts.transport import Outcome, Post, Result, ServerUnavailable, said

log = logging.getLogger(__name__)

# A run starts no new message after BUDGET_SECONDS, and one message can take a little over three
# minutes with a server that uses all its time: a lease outlives both together.
BUDGET_SECONDS = 100
LEASE = timedelta(minutes=6)
LONGEST_WAIT = timedelta(hours=1)
POLICY_WAIT = timedelta(hours=6)
# Given up after so long, but not before so many tries: an outage of ours uses up the time alone.
GIVE_UP_AFTER = timedelta(days=5)
FEWEST_TRIES = 12
UNCLEAR_LIMIT = 2
# Seconds between tries to record a result: a deadlock, a lock or a restart of the database passes,
# and then nothing needs to be sent twice.
RECORD_AGAIN_AFTER = (0.1, 0.4, 1.5)
# As many messages are claimed at once as left in about a second: their truth is a second old.
MOST_AT_ONCE = 50
A_BATCH_TAKES = 1.0


class ClaimLost(Exception):
    """The lease ran out while this process slept, and another one has the messages now."""


def send_due(*, at: datetime, limit: int = 50_000, stop: Callable[[], bool] = bool) -> int:
    """Send what is due, at most ``limit`` messages. Safe to run in several processes at once.

    A message leaves outside any transaction and is marked after the server's 250, before the
    next one is begun. If that mark is lost it is sent once more when its lease has run out, with
    the same Message-ID. One
    message that cannot be built or sent never stops the rest; a server that cannot be reached
    ends the run, and all wait. While the gate of the outbox is shut nothing is done.

    Args:
        stop: asked before each message; true ends the run (the worker is being stopped).

    Returns:
        How many messages the server accepted.
    """
    if reason := why_shut():
        log.warning("The outbox is shut: %s", reason)
        return 0
    Email.objects.take_from_the_dead(at)
    settle_deliveries()
    gather(at=at)
    run = _Run(at, limit, stop)
    try:
        run.go()
    except ClaimLost as error:
        log.warning("%s", error)
    except ServerUnavailable as error:
        log.warning("The mail server cannot be reached, all mail waits: %s", error)
        note_trouble(str(error), at=at)
    finally:
        run.end()
    return run.sent


class _Run:
    """One run of one process: a connection, a name for its claims, and a count."""

    def __init__(self, at: datetime, limit: int, stop: Callable[[], bool]) -> None:
        self.at, self.limit, self.stop = at, limit, stop
        self.holder, self.sent = new_holder(), 0
        self._in_doubt: int | None = None  # handed over, and not recorded yet
        self._post = Post()
        self._composer = Composer(at=at, day=timezone.localdate(at))
        self._began = time.monotonic()

    def go(self) -> None:
        """Claim and send batch after batch until nothing is due or time is up.

        Raises:
            ServerUnavailable: nothing can be sent now.
        """
        size = 5
        while self._may_go_on() and self.sent < self.limit:
            began = time.monotonic()
            batch = Email.objects.claim(
                min(size, self.limit - self.sent), at=self._now(), lease=LEASE, holder=self.holder
            ).select_related("subscriber")
            if not self._send_all(list(batch)):
                return
            took = time.monotonic() - began
            size = min(size * 2, MOST_AT_ONCE) if took < A_BATCH_TAKES else max(size // 2, 1)

    def end(self) -> None:
        """Hang up, let go of what was claimed and not begun, and settle what was.

        What was handed over and could not be recorded stays claimed: when its lease has run out
        it counts as a try whose outcome nobody knows, so that it is not repeated without end.
        """
        self._post.close()
        Email.objects.give_back(self.holder, but=self._in_doubt)
        settle_deliveries()
        if self.sent:
            note_sent()

    def _now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self._began)

    def _may_go_on(self) -> bool:
        return time.monotonic() - self._began < BUDGET_SECONDS and not self.stop()

    def _send_all(self, batch: list[Email]) -> bool:
        """Send what was claimed; False if there was nothing."""
        if batch:
            self._post.open()
            self._take_up(batch)
        for email in batch:
            if not self._may_go_on():
                return False
            self._post.open()
            self._send(email)
        settle_deliveries()
        return bool(batch)

    def _take_up(self, batch: list[Email]) -> None:
        """Prepare a whole batch; if something in it is broken each message is prepared alone."""
        try:
            self._composer.take_up(batch)
        except Exception:
            log.exception("Some of %s messages cannot be prepared together", len(batch))
            self._composer.forget()

    def _send(self, email: Email) -> None:
        if email.unclear_attempts >= UNCLEAR_LIMIT:
            reason = "Whether it arrived is unknown after two tries."
            self._mark(email, state=Email.State.UNKNOWN, reason=reason)
            return
        try:
            message = self._composer.compose(email)
            if message is None:
                # It was no reminder, so today's may still come.
                reason = "Nothing in it is owed to this person any more."
                self._mark(email, state=Email.State.DROPPED, reason=reason, ladder_on=None)
                return
            email.subject = str(message.subject)
            result = self._post.send(message)
        except ServerUnavailable:
            raise
        except Exception as error:
            log.exception("Message %s could not be built or sent", email.pk)
            result = Result(Outcome.LATER, said(error))
        self._record(email, result)

    def _record(self, email: Email, result: Result) -> None:
        """Write down what became of a try."""
        if result.outcome in (Outcome.ACCEPTED, Outcome.UNCLEAR):
            self._in_doubt = email.pk
        if result.outcome is Outcome.ACCEPTED:
            self._mark(email, state=Email.State.SENT, subject=email.subject, sent_at=self._now())
            self.sent += 1
        elif result.outcome is Outcome.REFUSED:
            self._mark(email, state=Email.State.FAILED, reason=result.reason)
            note_refusal(email, result.reason, at=self.at)
        elif result.outcome is Outcome.UNCLEAR and email.unclear_attempts + 1 >= UNCLEAR_LIMIT:
            self._mark(email, state=Email.State.UNKNOWN, reason=result.reason)
        elif result.outcome is not Outcome.UNCLEAR and self._is_hopeless(email):
            reason = f"Given up: {result.reason}"
            self._mark(email, state=Email.State.FAILED, reason=reason)
        else:
            self._try_again(email, result)

    def _is_hopeless(self, email: Email) -> bool:
        """Whether this was the last try."""
        too_old = self.at - email.queued_at > GIVE_UP_AFTER
        return too_old and email.attempts + 1 >= FEWEST_TRIES

    def _try_again(self, email: Email, result: Result) -> None:
        by_policy = result.outcome is Outcome.NOT_US
        self._mark(
            email,
            state=Email.State.QUEUED,
            held_by="",
            reason=result.reason,
            unclear_attempts=F("unclear_attempts") + int(result.outcome is Outcome.UNCLEAR),
            not_before_at=self.at + (POLICY_WAIT if by_policy else wait_after(email.attempts + 1)),
        )
        if by_policy:
            note_trouble(result.reason, at=self.at)

    def _mark(self, email: Email, **columns: object) -> None:
        """Record one message, as long as it is still ours.

        Raises:
            ClaimLost: another process has taken the batch over.
        """
        columns["reason"] = str(columns.get("reason", ""))[:300]
        ours = Email.objects.held(self.holder).order_by().filter(pk=email.pk)
        recorded = _insist(
            lambda: ours.update(lease_until=None, attempts=F("attempts") + 1, **columns)
        )
        self._in_doubt = None
        if not recorded:
            raise ClaimLost(f"Message {email.pk} was taken over by another process.")


def _insist(write: Callable[[], int]) -> int:
    """Do a write that does no harm when done twice; try again while the database fails."""
    for seconds in RECORD_AGAIN_AFTER:
        try:
            return write()
        except Error as error:  # a cut connection comes as any kind of them
            log.warning("A result could not be recorded yet: %s", said(error))
            connection.close_if_unusable_or_obsolete()
            time.sleep(seconds)
    return write()


def settle_deliveries() -> None:
    """Give deliveries the last state of the message that carries them.

    Done for a batch at a time. A recorded message keeps the name of its holder until then, so
    that what a process left undone when it died is found by the next one.
    """
    recorded = Email.objects.recorded()
    done = list(recorded.values_list("pk", "state", "reason"))
    if not done:
        return
    owed = Delivery.objects.filter(state=Delivery.State.QUEUED)
    sent = [pk for pk, state, _ in done if state == Email.State.SENT]
    owed.filter(email__in=sent).update(state=Delivery.State.SENT)
    for pk, state, reason in done:
        if state != Email.State.SENT:
            owed.filter(email=pk).update(state=Delivery.State(state), reason=reason)
    recorded.filter(pk__in=[pk for pk, *_ in done]).update(held_by="")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: 1, 2, 4 ... minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
