"""One round of the post room: queue what is new, drop what is stale, send what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from alerts.services.clock import set_right
from alerts.services.gate import trouble
from alerts.services.heartbeats import queue_heartbeats
from alerts.services.queueing import cancel_stale, queue_deliveries
from alerts.services.sending import send_due
from moratoriums.services.jobs import JobTrouble


def go_round(*, at: datetime, stop: Callable[[], bool] = bool) -> dict[str, int]:
    """Do one round; returns how many deliveries were queued and dropped, and how many mails left.

    Raises:
        JobTrouble: no mail can leave now; it says why.
    """
    set_right(at=at)
    counts = {"queued": queue_deliveries(at=at), "dropped": cancel_stale(at=at)}
    queue_heartbeats(at=at)
    counts["sent"] = send_due(at=at, stop=stop)
    if not counts["sent"] and (reason := trouble()):
        raise JobTrouble(reason)
    return counts
