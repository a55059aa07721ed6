"""What the post room does once an hour beside sending: people come, go, and are asked."""

from __future__ import annotations

from datetime import date, datetime

from alerts.services.asking_again import ask_still_wanted
from alerts.services.duties import enlist_editors, remind_again
from alerts.services.personal_data import erase_expired


def keep_house(*, at: datetime, day: date) -> int:
    """Do all of it. Safe to run any number of times.

    Returns:
        How many rows were erased.
    """
    enlist_editors(at=at)
    remind_again(day=day, at=at)
    ask_still_wanted(at=at)
    return erase_expired(at=at)
