"""Sets right what a clock that ran ahead has left behind: moments too far ahead to be meant.

A machine that wakes with a wrong clock may do one run in another year. What that run held back or
claimed would wait until that year comes.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alerts.models import Call, Delivery, Dispatch, Email, Subscriber, Subscription
from alerts.services import calling, sending
from moratoriums.services.jobs import forget_runs_ahead, ran_ahead

log = logging.getLogger(__name__)

# The farthest a delivery is held: a weekly digest, and the day after for a reminder too many.
LONGEST_HOLD = timedelta(days=8)


def set_right(*, at: datetime) -> bool:
    """Bring back to now what waits for a moment that no rule can have set.

    Looks only when a run has been noted that began in the future. Nothing is told twice by it: a
    claim that is let go counts as one of a sender that died.

    Returns:
        Whether the clock was ahead.
    """
    if not ran_ahead(at):
        return False
    log.warning("The clock was ahead and is back: what it left waiting is brought to now.")
    with transaction.atomic():
        _mails_and_calls(at)
        waiting = Delivery.objects.waiting().filter(due_at__gt=at + LONGEST_HOLD)
        waiting.update(due_at=at)
        Dispatch.objects.filter(queued_at__gt=at).update(queued_at=at)
        # Else they could not be asked again, and would hear of nothing, until that day.
        Subscriber.objects.filter(asked_at__gt=at).update(asked_at=None)
        Subscription.objects.filter(confirmed_at__gt=at).update(confirmed_at=at)
        forget_runs_ahead(at)
    return True


def _mails_and_calls(at: datetime) -> None:
    mails = Email.objects.order_by()
    held = mails.filter(state=Email.State.SENDING, lease_until__gt=at + sending.LEASE)
    held.update(lease_until=at)
    owed = mails.filter(state=Email.State.QUEUED)
    owed.filter(not_before_at__gt=at + sending.POLICY_WAIT).update(not_before_at=at)
    mails.filter(queued_at__gt=at).update(queued_at=at)
    mails.filter(ladder_on__gt=timezone.localdate(at)).update(ladder_on=None)
    calls = Call.objects.order_by()
    calls.filter(state=Call.State.SENDING, lease_until__gt=at + calling.LEASE).update(
        lease_until=at
    )
    owed_calls = calls.filter(state=Call.State.QUEUED)
    owed_calls.filter(not_before_at__gt=at + calling.LONGEST_WAIT).update(not_before_at=at)
