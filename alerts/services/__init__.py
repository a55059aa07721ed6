"""The post room's steps: asking, confirming and leaving; queueing what concerns whom; sending."""

from alerts.services.asking_again import ask_still_wanted
from alerts.services.calling import call_due, replay, try_out
from alerts.services.correcting import correct_alert, reached_by
from alerts.services.deciding import call_sent, send_again
from alerts.services.duties import (
    acknowledge,
    assign,
    duty_behind,
    editors,
    enlist_editors,
    remind_again,
    snooze,
)
from alerts.services.heartbeats import queue_heartbeats
from alerts.services.housekeeping import keep_house
from alerts.services.knocking import asks_too_often, guesses_too_often
from alerts.services.managing import (
    add,
    change,
    followed_by,
    in_calendar,
    keep,
    leave,
    move,
    new_calendar,
    owner,
    pause,
    stop,
)
from alerts.services.noting import note_to_editors
from alerts.services.personal_data import erase, erase_expired, held_on
from alerts.services.previewing import preview_event, preview_general
from alerts.services.queueing import cancel_stale, queue_deliveries
from alerts.services.returning import take_in
from alerts.services.round_trip import read_returns, send_test
from alerts.services.rounds import go_round
from alerts.services.sending import send_due
from alerts.services.subscribing import confirm, confirmable, subscribe
from alerts.tokens import TokenTooOld, UnknownToken

__all__ = [
    "TokenTooOld",
    "UnknownToken",
    "acknowledge",
    "add",
    "ask_still_wanted",
    "asks_too_often",
    "assign",
    "call_due",
    "call_sent",
    "cancel_stale",
    "change",
    "confirm",
    "confirmable",
    "correct_alert",
    "duty_behind",
    "editors",
    "enlist_editors",
    "erase",
    "erase_expired",
    "followed_by",
    "go_round",
    "guesses_too_often",
    "held_on",
    "in_calendar",
    "keep",
    "keep_house",
    "leave",
    "move",
    "new_calendar",
    "note_to_editors",
    "owner",
    "pause",
    "preview_event",
    "preview_general",
    "queue_deliveries",
    "queue_heartbeats",
    "reached_by",
    "read_returns",
    "remind_again",
    "replay",
    "send_again",
    "send_due",
    "send_test",
    "snooze",
    "stop",
    "subscribe",
    "take_in",
    "try_out",
]
