"""Writes days as an iCalendar file (RFC 5545) that programs ask for again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vDuration

from website.feeds.days import Day

REFRESH_HOURS = 12
_NEVER = datetime(2020, 1, 1, tzinfo=UTC)


def write_calendar(days: Iterable[Day], *, title: str) -> bytes:
    """The days as a calendar; the same days are the same bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Moratorium Watch//Ends and reviews//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Moratorium Watch: {title}")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    refresh = vDuration(timedelta(hours=REFRESH_HOURS))
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    for day in days:
        calendar.add_component(_event(day))
    return bytes(calendar.to_ical())


def changed_at(days: Iterable[Day]) -> datetime | None:
    """When the newest of the days was last saved."""
    return max((day.changed_at for day in days if day.changed_at), default=None)


def _event(day: Day) -> Event:
    """One all-day entry. Its UID stays, its SEQUENCE rises with every saved change."""
    saved_at = (day.changed_at or _NEVER).astimezone(UTC)
    event = Event()
    event.add("uid", f"{day.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", saved_at)
    event.add("last-modified", saved_at)
    event.add("sequence", day.pledge.version)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", f"Called off: {day.summary}" if day.called_off else day.summary)
    event.add("description", f"{day.text}\n\n{day.url}")
    event.add("url", day.url)
    event.add("categories", [day.status])
    event.add("status", "CANCELLED" if day.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
