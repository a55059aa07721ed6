"""Calendar weeks as addresses write them: 2026-W48."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from website.serving.days import FIRST_DAY, LAST_DAY

_LABEL = re.compile(r"([12][0-9]{3})-W([0-5][0-9])")
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week of ISO 8601, from Monday to Sunday."""

    first: date

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def label(self) -> str:
        """The week as addresses write it."""
        year, number, _ = self.first.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        """Its number in the year."""
        return self.first.isocalendar().week

    @property
    def before(self) -> Week | None:
        """The week before, unless no day of it can be asked about."""
        return Week(self.first - _WEEK) if self.first - _WEEK >= FIRST_DAY else None

    @property
    def after(self) -> Week | None:
        """The week after, unless no day of it can be asked about."""
        return Week(self.first + _WEEK) if self.last + _WEEK <= LAST_DAY else None


def week_of(day: date) -> Week:
    """Return the week in which a day lies."""
    return Week(day - timedelta(days=day.weekday()))


def read_week(text: str) -> Week:
    """Read a week from an address.

    Raises:
        ValueError: the text is no week of the years that can be asked about.
    """
    found = _LABEL.fullmatch(text)
    if not found:
        raise ValueError("A week is written as year and number, such as 2026-W48.")
    week = Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if not FIRST_DAY <= week.last <= LAST_DAY:
        raise ValueError(f"Choose a week from {FIRST_DAY} to {LAST_DAY}.")
    return week
