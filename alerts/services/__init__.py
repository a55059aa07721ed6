"""The post room's steps: asking, confirming and leaving; queueing what concerns whom; sending."""

from alerts.services.composing import preview
from alerts.services.queueing import cancel_stale, queue_deliveries
from alerts.services.sending import send_due
from alerts.services.subscribing import (
    TokenTooOld,
    UnknownToken,
    confirm,
    confirmable,
    leave,
    leaving,
    stop,
    subscribe,
)

__all__ = [
    "TokenTooOld",
    "UnknownToken",
    "cancel_stale",
    "confirm",
    "confirmable",
    "leave",
    "leaving",
    "preview",
    "queue_deliveries",
    "send_due",
    "stop",
    "subscribe",
]
