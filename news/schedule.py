"""When a feed is polled next: one pure function of what its publisher and its past say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

INTERVAL = timedelta(hours=1)  # where the publisher says nothing
SHORTEST = timedelta(minutes=15)  # even where the publisher allows less
LONGEST = timedelta(days=1)  # what caching headers, which are often set by accident, can ask for
LONGEST_WAIT = timedelta(days=7)  # what Retry-After, which nobody sets by accident, can ask for
LONGEST_BACK_OFF = timedelta(days=1)
FAILING_AFTER = 5  # failures in a row, from which on people are told
_SPREAD = 0.05  # of an interval, so that what began together does not stay together
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)


@dataclass(frozen=True)
class Wishes:
    """What the feed itself says of polling: minutes to live, hours (GMT) and days to leave out.

    Days count from Monday, 0. See the RSS 2.0 specification: ttl, skipHours, skipDays.
    """

    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Past:
    """How the polls went: failures in a row with this one, and whether it broke the parser."""

    failures: int = 0
    parser_stopped: bool = False


def next_poll(
    now: datetime,
    *,
    status: int | None,
    headers: Mapping[str, str],
    wishes: Wishes,
    past: Past,
    interval: timedelta = INTERVAL,
    chance: float = 0.0,
) -> datetime:
    """The time of the next poll.

    Never within ``interval`` unless the publisher names less, in a ttl or in Retry-After; after
    failures later and later, to a day; never not at all.

    Args:
        status: of the answer, None if there was none.
        headers: of the answer, names in small letters.
        interval: the site's own, an hour or more.
        chance: from 0 up to 1, decides by how much the poll is moved so that polls spread.
    """
    asked_to_wait = retry_after(now, status=status, headers=headers)
    if past.failures:
        pause = _back_off(past, interval) * (1 + _SPREAD * chance)
        pause = max(min(pause, LONGEST_BACK_OFF), interval)
        if asked_to_wait is not None:
            pause = max(pause, asked_to_wait) if past.failures > 1 else asked_to_wait
        return now + max(pause, SHORTEST)
    pause = max(_fresh_for(now, headers), _ttl(wishes, interval)) * (1 + _SPREAD * chance)
    return _outside_skipped(now + min(pause, LONGEST), wishes)


def retry_after(
    now: datetime, *, status: int | None, headers: Mapping[str, str]
) -> timedelta | None:
    """How long the server asks to be left alone, at most a week; None if it does not ask.

    A date is read against the server's own clock, which its Date header shows (RFC 9110, 10.2.3).
    """
    said = headers.get("retry-after", "").strip()
    if status not in (429, 503) or not said:
        return None
    if re.fullmatch(r"\d+", said, re.ASCII):
        seconds = int(said[:12]) if len(said) <= 12 else 10**12
        return min(timedelta(seconds=min(seconds, 10**9)), LONGEST_WAIT)
    until = _http_date(said)
    if until is None:
        return None
    pause = until - (_http_date(headers.get("date", "")) or now)
    return min(pause, LONGEST_WAIT) if pause > timedelta() else None


def _back_off(past: Past, interval: timedelta) -> timedelta:
    """An interval, two, four, eight ...; what keeps breaking the parser is left for a day."""
    if past.parser_stopped and past.failures >= FAILING_AFTER:
        return LONGEST_BACK_OFF
    doubled: timedelta = interval * 2 ** min(past.failures - 1, 10)
    return min(doubled, LONGEST_BACK_OFF)


def _ttl(wishes: Wishes, interval: timedelta) -> timedelta:
    """What the feed names, if it is a time at all: many name a minute or nothing."""
    stated = timedelta(minutes=min(wishes.ttl_minutes or 0, 10**6))
    return stated if stated >= SHORTEST else interval


def _fresh_for(now: datetime, headers: Mapping[str, str]) -> timedelta:
    """How long the answer stays fresh (RFC 9111, 4.2): max-age goes before Expires."""
    if found := _MAX_AGE.search(headers.get("cache-control", "")):
        age = headers.get("age", "")
        spent = int(age) if re.fullmatch(r"\d{1,9}", age, re.ASCII) else 0
        return timedelta(seconds=max(0, min(int(found[1]), 10**9) - spent))
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return timedelta()
    return max(timedelta(), expires - (_http_date(headers.get("date", "")) or now))


def _outside_skipped(at: datetime, wishes: Wishes) -> datetime:
    """The same or the next hour that the publisher does not ask to leave out."""
    for _ in range(24 * 8):
        in_gmt = at.astimezone(UTC)
        if in_gmt.hour not in wishes.skip_hours and in_gmt.weekday() not in wishes.skip_days:
            return at
        at += timedelta(hours=1)
    return at  # everything is left out: that cannot be meant


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
