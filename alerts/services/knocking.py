"""Counts requests of one sender, so that one machine cannot ask or guess without end."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from alerts.models import Knock

ASKS_AN_HOUR = 20
GUESSES_AN_HOUR = 100


def asks_too_often(sender: str, *, at: datetime) -> bool:
    """Count one question to an address; whether this sender had its share of this hour."""
    return _count(sender, "ask", at) > ASKS_AN_HOUR


def guesses_too_often(sender: str, *, at: datetime) -> bool:
    """Count one link that nobody was sent; whether this sender has tried too many this hour."""
    return _count(sender, "guess", at) > GUESSES_AN_HOUR


def _count(sender: str, door: str, at: datetime) -> int:
    hour_at = at.replace(minute=0, second=0, microsecond=0)
    knocks = Knock.objects.filter(sender=sender, door=door, hour_at=hour_at)
    if not knocks.update(times=F("times") + 1):
        new = Knock(sender=sender, door=door, hour_at=hour_at, times=0)
        Knock.objects.bulk_create([new], ignore_conflicts=True)
        knocks.update(times=F("times") + 1)
    return knocks.values_list("times", flat=True).get()
