"""What reading a phrase gives back, and the rule table that explains every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal[
    "duration", "date", "at_least", "at_most", "open", "permanent", "conditional", "needs_human"
]
Precision = Literal["day", "month", "quarter", "half", "year", "none"]

RULES: dict[str, str] = {
    "length": (
        "The stated length is added in one step to the day the pledge takes effect, or else to "
        "the day of its announcement; where the month reached has no such day, its last day counts."
    ),
    "length_from_named_day": (
        "The stated length is added in one step to the starting day that the words themselves "
        "name; where the month reached has no such day, its last day counts."
    ),
    "length_at_least": (
        "A minimum length: the pledge can end from this day on, but no day is its last."
    ),
    "length_at_most": "A maximum length: this is the latest day on which the pledge can end.",
    "until_day": "The words name the day.",
    "until_period": (
        "The words name a month, quarter, half-year or year: the pledge can end on its first day "
        "and counts as past its end only after its last."
    ),
    "last_day_of_period": (
        "“Through” a period and “until the end of” it both mean the last day of that period."
    ),
    "date_at_least": "The words name the first day on which the pledge can end, but no last one.",
    "date_at_most": "The words name the latest time at which the pledge can end.",
    "open": "The words say that no end has been set.",
    "permanent": "The words say that the pledge is for good.",
    "no_end_stated": (
        "The words give something up and name neither an end nor a condition; nothing is counted."
    ),
    "condition": "The words let the pledge last until something happens; no date can be counted.",
    "needs_human": "The words do not settle the end by themselves; a person has to decide.",
}


@dataclass(frozen=True)
class Term:
    """How long a pledge lasts, as far as its own words settle it.

    `alert_on` is the earliest reading of the end, `lapse_on` the latest: only after it may the
    term be called over, and None means that no day ends it by itself. `span` are offsets into
    the phrase that was read, and `words` the characters between them. `reason` is filled only
    for `needs_human` and says what a person has to decide.
    """

    kind: Kind
    rule: str
    alert_on: date | None = None
    lapse_on: date | None = None
    precision: Precision = "none"
    months: int = 0
    days: int = 0
    counted_from: date | None = None
    words: str = ""
    span: tuple[int, int] = (0, 0)
    condition: str = ""
    reason: str = ""
