"""Our own mistakes: how long each stood, how long we took, and how many were told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

PROMISED_DAYS = 3  # 72 hours from a report to its correction


@dataclass(frozen=True)
class Times:
    """The days of one correction: wrong since, reported to us, and corrected."""

    corrected_on: date | None
    wrong_since_on: date | None = None
    reported_on: date | None = None

    @property
    def stood(self) -> int | None:
        """How many days the mistake stood."""
        return self._days_since(self.wrong_since_on)

    @property
    def took(self) -> int | None:
        """How many days passed from the report to the correction."""
        return self._days_since(self.reported_on)

    def _days_since(self, on: date | None) -> int | None:
        return (self.corrected_on - on).days if self.corrected_on and on else None


@dataclass(frozen=True)
class Measured:
    """The median of some numbers of days, and of how many it is the median."""

    days: float
    of: int


@dataclass(frozen=True)
class Promise:
    """How the corrections measure up to what is promised; None where nothing can be measured."""

    took: Measured | None
    stood: Measured | None
    in_time: int


def measure(times: Iterable[Times]) -> Promise:
    """Return the medians; a correction that does not say a day is left out of its median."""
    all_of_them = list(times)
    took = [one.took for one in all_of_them if one.took is not None]
    stood = [one.stood for one in all_of_them if one.stood is not None]
    return Promise(
        took=_median(took),
        stood=_median(stood),
        in_time=sum(days <= PROMISED_DAYS for days in took),
    )


def _median(days: Sequence[int]) -> Measured | None:
    return Measured(median(days), len(days)) if days else None
