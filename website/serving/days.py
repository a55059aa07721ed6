"""The day a page is about: today, or the day a reader asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit, urlunsplit

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
_MISWRITTEN = "A day is written as year, month and day, such as 2021-06-11."
_NO_SUCH_DAY = "There is no such day in the calendar."
_OUTSIDE = f"Choose a day from {FIRST_DAY} to {LAST_DAY}."
DAY_PROBLEMS = (_MISWRITTEN, _NO_SUCH_DAY, _OUTSIDE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadDay(ValueError):
    """The day asked for cannot be read; the message says what to write instead."""


@dataclass(frozen=True)
class Asked:
    """Which day a page speaks of; ``explicit`` when the reader named it in the address."""

    day: date
    today: date
    explicit: bool = False

    @property
    def is_to_come(self) -> bool:
        """Whether the day lies ahead, so that the record can only be carried forward."""
        return self.day > self.today

    @property
    def is_past(self) -> bool:
        """Whether the day lies behind, so that notes written since then would tell too much."""
        return self.day < self.today

    def link(self, address: str) -> str:
        """Return a local address that keeps speaking of the day asked for."""
        if not self.explicit:
            return address
        scheme, host, path, query, fragment = urlsplit(address)
        asked = f"as_of={self.day.isoformat()}"
        return urlunsplit((scheme, host, path, f"{query}&{asked}" if query else asked, fragment))


def read_day(text: str | None, today: date) -> Asked:
    """Read the ``as_of`` of an address; nothing given means today.

    Raises:
        BadDay: the text is no calendar day between FIRST_DAY and LAST_DAY.
    """
    if not text:
        return Asked(today, today)
    if not _DAY.fullmatch(text):
        raise BadDay(_MISWRITTEN)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadDay(_NO_SUCH_DAY) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadDay(_OUTSIDE)
    return Asked(day, today, explicit=True)
