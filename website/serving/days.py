"""The day a page is about: today, or the day a reader asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from moratoriums.partial_dates import parse_loose

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
_MISWRITTEN = "There is no such day; write it such as 2021-06-11 or 11 June 2021."
_OUTSIDE = f"Choose a day from {FIRST_DAY} to {LAST_DAY}."
DAY_PROBLEMS = (_MISWRITTEN, _OUTSIDE)


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
    return Asked(typed_day(text), today, explicit=True)


def typed_day(text: str) -> date:
    """Read one day as a reader writes it: `2021-06-11`, `11 June 2021`, `June 11, 2021`.

    Raises:
        BadDay: it is no single calendar day between FIRST_DAY and LAST_DAY.
    """
    try:
        read = parse_loose(text)
    except ValueError:
        raise BadDay(_MISWRITTEN) from None
    if read.precision != "day" or read.approximate:
        raise BadDay(_MISWRITTEN)
    if not FIRST_DAY <= read.earliest <= LAST_DAY:
        raise BadDay(_OUTSIDE)
    return read.earliest
