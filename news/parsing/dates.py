"""Reads the date a publisher states: what is fully stated and possible, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from dateutil import parser

EARLIEST_YEAR = 1990
LONGEST = 60  # characters
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_HOURS = {"GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_HOURS |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1}
_ZONES = {name: timezone(timedelta(hours=hours)) for name, hours in _HOURS.items()}
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([A-Za-z]{1,4}|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([A-Za-z]{1,4}|[+-]\d{2}:?\d{2})?)?"
)
_NAMES_ALL = re.compile(r"(?=.*\b(?:19|20)\d\d\b)(?=.*[A-Za-z]{3})(?=.*\b[0-3]?\d\b)", re.DOTALL)


def read_date(stated: str, now: datetime) -> datetime | None:
    """The instant a text states, in the zone it states (UTC if none).

    Nothing is guessed: a day that does not exist, an order of day and month that could be read in
    two ways, and a part that is missing all give None; so does what lies before 1990 or more
    than a day after ``now``.
    """
    stated = stated.strip()
    if not stated or len(stated) > LONGEST:
        return None
    found = _read(stated)
    if found is None or found.year < EARLIEST_YEAR:
        return None
    try:
        return found if found <= now + timedelta(days=1) else None
    except OverflowError:
        return None


def _read(stated: str) -> datetime | None:
    """RFC 822 and ISO 8601, which the standards of feeds name, by themselves; else dateutil."""
    if match := _RFC_822.fullmatch(stated):
        day, month_name, year, *rest = match.groups()
        month = _MONTHS.get(month_name.lower(), 0)
    elif match := _ISO.fullmatch(stated):
        year, month_text, day, *rest = match.groups()
        month = int(month_text)
    else:
        return _by_dateutil(stated)
    full_year = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    return _at(full_year, month, int(day), rest)


def _at(year: int, month: int, day: int, rest: list[str | None]) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in rest[:3])
    zone = _zone(rest[3] or "UTC")
    # RFC 3339 allows second 60, ISO 8601 hour 24; both are the beginning of what follows.
    later = timedelta()
    if (hour, minute, second) == (24, 0, 0):
        hour, later = 0, timedelta(days=1)
    elif second == 60:
        second, later = 59, timedelta(seconds=1)
    if zone is None:
        return None
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone) + later
    except (ValueError, OverflowError):
        return None


def _zone(written: str) -> timezone | None:
    if written[0] not in "+-":
        return _ZONES.get(written.upper())
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14):
        return None
    return timezone(-offset if written[0] == "-" else offset)


def _by_dateutil(stated: str) -> datetime | None:
    """Any other way of writing a full date: month in letters, year in four digits.

    dateutil fills what is missing from a default; reading twice with two defaults shows it.
    """
    if not _NAMES_ALL.match(stated):
        return None
    found = set()
    for default in (datetime(2000, 1, 1), datetime(2011, 10, 28)):  # noqa: DTZ001 (no zone yet)
        try:
            read = parser.parse(stated, default=default, tzinfos=_ZONES)
            offset = read.utcoffset() or timedelta()
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None
        if abs(offset) > timedelta(hours=14):
            return None
        found.add(read if read.tzinfo else read.replace(tzinfo=UTC))
    return found.pop() if len(found) == 1 else None
