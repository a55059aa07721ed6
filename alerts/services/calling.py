"""Calls webhooks: queued once for each event, tried again for days, and never half known."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from alerts.calls import body_of, new_key, signature
from alerts.matching import webhooks_to
from alerts.models import Call, Webhook
from alerts.models.claims import new_holder
from alerts.notices import read_notice
from alerts.services.gate import why_shut
from alerts.truth import why_not
from moratoriums.models import PledgeEvent
from outbound.fetching import FetchFailed, fetch

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 15.0
# A run claims no more after BUDGET_SECONDS, and what it has then may take AT_ONCE deadlines if one
# receiver is slow at each: a lease outlives both together.
BUDGET_SECONDS = 40
LEASE = timedelta(minutes=3)
MOST_BYTES = 64 * 1024
AT_ONCE = 5
# When a call is tried again that was not taken; after the last it is given up.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
LONGEST_WAIT = timedelta(hours=24)
SWITCH_OFF_AFTER = timedelta(days=5)
GONE = 410


class ClaimLost(Exception):
    """The lease ran out while this process slept, and another one has the calls now."""


@dataclass(frozen=True)
class Answer:
    """What a receiver said. ``status`` is 0 if it said nothing."""

    status: int
    words: str
    wait: timedelta | None = None

    @property
    def taken(self) -> bool:
        """Whether it has the event now."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class _Errand:
    """One call that is ready to be made: the database is not asked any more."""

    call: Call
    url: str
    headers: dict[str, str]
    body: bytes


def queue_calls(event: PledgeEvent, *, at: datetime) -> int:
    """Queue an event for every webhook it concerns; part of the transaction that queues mails.

    Returns:
        How many webhooks it concerns.
    """
    calls = [
        Call(webhook=webhook, event=event, key=new_key(), queued_at=at)
        for webhook in webhooks_to(event)
    ]
    return len(Call.objects.bulk_create(calls, ignore_conflicts=True))


def call_due(*, at: datetime, stop: Callable[[], bool] = bool) -> int:
    """Make the calls that are due. Safe to run in several processes at once.

    A call leaves outside any transaction. One whose maker died is made again under the same id.
    While the gate of the outbox is shut nothing is done: a copy of the database calls nobody.

    Args:
        stop: asked before each few calls; true ends the run (the worker is being stopped).

    Returns:
        How many were taken.
    """
    if why_shut():
        return 0
    Call.objects.take_from_the_dead(at)
    holder, began, taken = new_holder(), time.monotonic(), 0
    try:
        while time.monotonic() - began < BUDGET_SECONDS and not stop():
            now = at + timedelta(seconds=time.monotonic() - began)
            batch = Call.objects.claim(AT_ONCE, at=now, lease=LEASE, holder=holder)
            calls = list(batch.select_related("webhook", "event__pledge__company"))
            if not calls:
                break
            taken += _make(calls, holder, now)
    except ClaimLost as error:
        log.warning("%s", error)
    finally:
        Call.objects.give_back(holder)
    return taken


def replay(calls: Collection[int], *, at: datetime) -> int:
    """Make calls again that were made, failed or dropped, under the same ids; returns how many."""
    again = Call.objects.filter(pk__in=calls).exclude(state__in=["queued", "sending"])
    return again.update(
        state=Call.State.QUEUED, attempts=0, not_before_at=at, taken_at=None, held_by=""
    )


def try_out(webhook: Webhook, event: PledgeEvent, *, at: datetime) -> Answer:
    """Call a webhook about an event here and now, on no record: to see whether it answers."""
    call = Call(webhook=webhook, event=event, key=new_key())
    return _ask(_prepare(call, at))


def _make(calls: Collection[Call], holder: str, at: datetime) -> int:
    """Make some calls, those to different webhooks at the same time; returns how many were taken.

    One that cannot be built stops no other, and a receiver that does not answer keeps no other
    waiting: the rest of its calls are left for the next run.
    """
    errands: dict[int, list[_Errand]] = defaultdict(list)
    for call in calls:
        if reason := _why_not(call, at):
            _mark(call, holder, state=Call.State.DROPPED, reason=reason)
            continue
        try:
            errands[call.webhook_id].append(_prepare(call, at))
        except Exception as error:
            log.exception("Call %s could not be built", call.pk)
            _record(call, holder, Answer(0, f"{type(error).__name__}: {error}"), at)
    with ThreadPoolExecutor(AT_ONCE) as lines:
        answered = [one for some in lines.map(_ask_in_turn, errands.values()) for one in some]
    for call, answer in answered:
        _record(call, holder, answer, at)
    Call.objects.give_back(holder)  # what was left because the one before it was not answered
    _leave_alone({call.webhook_id for call, answer in answered if not answer.status}, at)
    return sum(answer.taken for _, answer in answered)


def _why_not(call: Call, at: datetime) -> str:
    if not call.webhook.active:
        return "The webhook is switched off."
    return why_not(call.event, timezone.localdate(at))


def _ask_in_turn(errands: Iterable[_Errand]) -> list[tuple[Call, Answer]]:
    """Make the calls to one webhook one after the other, up to the first that is not answered."""
    answered = []
    for errand in errands:
        answer = _ask(errand)
        answered.append((errand.call, answer))
        if not answer.status:
            break
    return answered


def _leave_alone(silent: Collection[int], at: datetime) -> None:
    """Put off what else is owed to receivers that did not answer, without counting it as a try."""
    if silent:
        owed = Call.objects.filter(webhook__in=silent, state=Call.State.QUEUED)
        due = owed.filter(Q(not_before_at=None) | Q(not_before_at__lt=at + WAITS[0]))
        due.update(not_before_at=at + WAITS[0])


def _prepare(call: Call, at: datetime) -> _Errand:
    """Build what is posted."""
    webhook = call.webhook
    body = body_of(webhook.format, call.event, read_notice(call.event, timezone.localdate(at)))
    headers = {"Content-Type": "application/json", "Accept": "*/*"}
    if webhook.format == Webhook.Format.STANDARD:
        headers |= signature(webhook.secret, call.key, at, body)
    return _Errand(call, webhook.url, headers, body)


def _ask(errand: _Errand) -> Answer:
    """Post it; a receiver that cannot be reached is an answer too. Asks the database nothing."""
    try:
        got = fetch(
            errand.url,
            method="POST",
            headers=errand.headers,
            body=errand.body,
            deadline_seconds=DEADLINE_SECONDS,
            most_bytes=MOST_BYTES,
        )
    except FetchFailed as error:
        return Answer(0, str(error))
    except Exception as error:
        log.exception("Call %s could not be made", errand.call.key)
        return Answer(0, f"{type(error).__name__}: {error}")
    said = " ".join(got.body[:300].decode(errors="replace").split())
    return Answer(got.status, f"{got.status} {said}".strip(), _asked_to_wait(got.headers))


def _record(call: Call, holder: str, answer: Answer, at: datetime) -> None:
    webhooks = Webhook.objects.filter(pk=call.webhook_id)
    if answer.taken:
        _mark(call, holder, state=Call.State.TAKEN, taken_at=at, reason=answer.words)
        webhooks.update(failing_since=None)
        return
    webhooks.filter(failing_since=None).update(failing_since=at)
    stale = webhooks.filter(failing_since__lt=at - SWITCH_OFF_AFTER)
    if answer.status == GONE:
        stale = webhooks
    stale.update(active=False)
    if answer.status == GONE or call.attempts >= len(WAITS):
        _mark(call, holder, state=Call.State.FAILED, reason=f"Given up: {answer.words}")
        return
    wait = max(WAITS[call.attempts], answer.wait or timedelta())
    _mark(
        call,
        holder,
        state=Call.State.QUEUED,
        held_by="",
        not_before_at=at + min(wait, LONGEST_WAIT),
        reason=answer.words,
    )


def _mark(call: Call, holder: str, *, reason: str, **columns: object) -> None:
    """Record a try, as long as the call is still ours.

    Raises:
        ClaimLost: another process has taken it over.
    """
    columns |= {"lease_until": None, "attempts": F("attempts") + 1, "reason": _one_line(reason)}
    if not Call.objects.held(holder).order_by().filter(pk=call.pk).update(**columns):
        raise ClaimLost(f"Call {call.pk} was taken over by another process.")


def _asked_to_wait(headers: Mapping[str, str]) -> timedelta | None:
    """How long a receiver that is too busy wants to be left alone (seconds in Retry-After)."""
    seconds = headers.get("retry-after", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 6 else None


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:300]
