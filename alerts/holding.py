"""How long news is held before it is mailed: a burst is one mail, a digest holds everything."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

HOLD = timedelta(minutes=5)
DIGEST_HOUR = 7
DIGEST_WEEKDAY = 0  # Monday
PAUSE_BETWEEN_CHANGES = timedelta(hours=1)


def next_daily(at: datetime, zone: tzinfo) -> datetime:
    """The next moment after ``at`` at which daily digests leave, in the site's zone."""
    local = at.astimezone(zone)
    today = datetime.combine(local.date(), time(DIGEST_HOUR), tzinfo=zone)
    return today if local < today else _later(today, 1)


def next_weekly(at: datetime, zone: tzinfo) -> datetime:
    """The next moment after ``at`` at which weekly digests leave, in the site's zone."""
    coming = next_daily(at, zone)
    return _later(coming, (DIGEST_WEEKDAY - coming.weekday()) % 7)


def last_digest(at: datetime, zone: tzinfo, *, days: int) -> datetime:
    """The last moment up to ``at`` at which the digests of a period left.

    Args:
        days: the period, 1 or 7.
    """
    coming = next_daily(at, zone) if days == 1 else next_weekly(at, zone)
    return _later(coming, -days)


def next_midnight(at: datetime, zone: tzinfo) -> datetime:
    """The moment at which the site's next day begins."""
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=zone)


def _later(moment: datetime, days: int) -> datetime:
    """The same hour some days later, also where the clocks change in between."""
    day = moment.date() + timedelta(days=days)
    return datetime.combine(day, moment.timetz().replace(tzinfo=None), tzinfo=moment.tzinfo)
