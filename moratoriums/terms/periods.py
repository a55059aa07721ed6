"""Days, months, quarters, half-years and years named in a phrase, read against the announcement."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from moratoriums.partial_dates import MONTHS, month_end, read_numeric_day
from moratoriums.terms.answer import Precision


@dataclass(frozen=True)
class Period:
    """A named stretch of days and where it stands; `problem` says why it cannot be used.

    `end_named` is set for words that mean a last day by themselves ("year-end").
    """

    start: int
    end: int
    first: date = date.min
    last: date = date.max
    precision: Precision = "none"
    problem: str = ""
    end_named: bool = False


Span = tuple[date, date, Precision]
Reader = Callable[[re.Match[str], date], Span]

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?:\.|\b)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:%])"
_YEAR = r"(?P<year>\d{4})(?![\d%:]|[.,/-]\d)"
_ORDINAL = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4}
_ORDINALS = "(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|final|last)"
_OF_YEAR = rf"(?:,? (?:of )?(?:the year )?{_YEAR}| of (?P<rel>the year|this year|next year))?"
_CLOCK = r"(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?: ?(?:z|utc|gmt)\b|[+-]\d\d:?\d\d)?)?"


def read_period(text: str, position: int, announced: date) -> Period | None:
    """The period named at a position of a plain text, or None.

    A day, month, quarter or half without a year is the first one that is not over when the
    pledge is announced; "this" and "next" are told from the announcement too.
    """
    for pattern, reader in _READERS:
        match = pattern.match(text, position)
        if match is None:
            continue
        try:
            first, last, precision = reader(match, announced)
        except (ValueError, KeyError, OverflowError):
            return Period(*match.span(), problem=f"{match[0]} is not one certain day or period")
        return Period(
            *match.span(), first, last, precision, end_named="end" in re.split("[ -]", match[0])
        )
    return None


def find_periods(text: str, announced: date) -> list[Period]:
    """Every period that a plain text names, in order and without overlaps."""
    found: list[Period] = []
    for word in re.finditer(r"(?<![\w.,/$€£-])[a-z0-9]", text):
        if found and word.start() < found[-1].end:
            continue
        if period := read_period(text, word.start(), announced):
            found.append(period)
    return found


def _day(year: int, month: int, day: int) -> Span:
    exact = date(year, month, day)
    return exact, exact, "day"


def _months(year: int, month: int, count: int, precision: Precision) -> Span:
    return date(year, month, 1), month_end(year, month + count - 1), precision


def _numbered_day(match: re.Match[str], _announced: date) -> Span:
    return _day(int(match["year"]), int(match["month"]), int(match["day"]))


def _numeric(match: re.Match[str], _announced: date) -> Span:
    if len(match["year"]) != 4:
        raise ValueError("a year of two figures")
    exact = read_numeric_day(int(match["a"]), int(match["b"]), int(match["year"]))
    return exact, exact, "day"


def _named_day(match: re.Match[str], announced: date) -> Span:
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    this_year = month_end(announced.year, month).replace(day=1)
    passed = (this_year.month, day) < (announced.month, announced.day)
    return _day(announced.year + passed, month, day)


def _named_month(match: re.Match[str], announced: date) -> Span:
    month = MONTHS.get(match["month"]) or int(match["month"])
    if match["year"]:
        return _months(int(match["year"]), month, 1, "month")
    return _coming(announced, month, 1, "month")


def _coming(announced: date, month: int, count: int, precision: Precision) -> Span:
    span = _months(announced.year, month, count, precision)
    return span if span[1] >= announced else _months(announced.year + 1, month, count, precision)


def _part_of_year(match: re.Match[str], announced: date, parts: int) -> Span:
    named = match["nth"]
    nth = parts if named in ("final", "last") else _ORDINAL.get(named) or int(named[0])
    if nth > parts:
        raise ValueError("a year has no such part")
    count = 12 // parts
    month = (nth - 1) * count + 1
    precision: Precision = "quarter" if parts == 4 else "half"
    if match["year"]:
        return _months(int(match["year"]), month, count, precision)
    if relative := match.groupdict().get("rel"):
        year = announced.year + (relative == "next year")
        return _months(year, month, count, precision)
    return _coming(announced, month, count, precision)


def _quarter(match: re.Match[str], announced: date) -> Span:
    return _part_of_year(match, announced, 4)


def _half(match: re.Match[str], announced: date) -> Span:
    return _part_of_year(match, announced, 2)


def _year(match: re.Match[str], _announced: date) -> Span:
    return _months(int(match["year"]), 1, 12, "year")


def _relative(match: re.Match[str], announced: date) -> Span:
    following = match["which"] in ("next", "the next", "the following", "the coming")
    unit = match["unit"]
    if unit == "year":
        return _months(announced.year + following, 1, 12, "year")
    if unit == "quarter":
        if following:
            raise ValueError("whose quarters?")
        return _months(announced.year, (announced.month - 1) // 3 * 3 + 1, 3, "quarter")
    year, month = divmod(announced.year * 12 + announced.month - 1 + following, 12)
    return _months(year, month + 1, 1, "month")


def _bare_unit(match: re.Match[str], announced: date) -> Span:
    if match["year"]:
        return _months(int(match["year"]), 1, 12, "year")
    if match["unit"] == "month":
        return _months(announced.year, announced.month, 1, "month")
    return _months(announced.year, 1, 12, "year")


_READERS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_CLOCK}(?![\d-])", _numbered_day),
        (r"(?P<year>\d{4})([/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)", _numbered_day),
        (r"(?P<a>\d{1,2})([/.-])(?P<b>\d{1,2})\2(?P<year>\d{4}|\d\d)(?!\d)", _numeric),
        (rf"{_DAY}[ -](?:day )?(?:of )?{_MONTH}(?:,? (?:of )?|-){_YEAR}", _named_day),
        (rf"{_MONTH} (?:the )?{_DAY},? (?:of )?{_YEAR}", _named_day),
        (rf"{_DAY} (?:day )?(?:of )?{_MONTH}(?!,? '?\d)(?P<year>)", _named_day),
        (rf"{_MONTH} (?:the )?{_DAY}(?!\d|,? '?\d|[.,/-]\d)(?P<year>)", _named_day),
        (r"(?P<year>\d{4})-(?P<month>\d\d)(?![\d-])", _named_month),
        (r"(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])", _named_month),
        (rf"{_MONTH},? (?:of )?{_YEAR}", _named_month),
        (rf"q(?P<nth>[1-4])(?:[ /-]?|,? of |, ){_YEAR}", _quarter),
        (rf"(?P<nth>[1-4])q(?:[ /-]?| of ){_YEAR}", _quarter),
        (r"(?P<year>\d{4})[ /-]?q(?P<nth>[1-4])\b", _quarter),
        (rf"q(?P<nth>[1-4])\b(?! ?'?\d){_OF_YEAR}", _quarter),
        (rf"{_ORDINALS}[ -]quarter{_OF_YEAR}(?! of)\b", _quarter),
        (rf"h(?P<nth>[12])(?:[ /-]?| of ){_YEAR}", _half),
        (rf"(?P<nth>[12])h(?:[ /-]?| of ){_YEAR}", _half),
        (r"(?P<year>\d{4})[ /-]?h(?P<nth>[12])\b", _half),
        (rf"{_ORDINALS}[ -]half{_OF_YEAR}(?! of)\b", _half),
        (rf"(?:calendar )?(?:year )?{_YEAR}(?!-q|-\d)\b", _year),
        (rf"(?P<unit>year|month)[ -]end\b(?:,? (?:of )?{_YEAR})?", _bare_unit),
        (r"(?P<which>the|this|the current|this current|next|the next|the following|the coming) "
         r"(?:calendar )?(?P<unit>year|month|quarter)\b(?!-| \d)", _relative),
        (r"(?P<which>)(?P<unit>year|month|quarter)\b(?!-| \d)", _relative),
        (rf"{_MONTH}(?!\.? ?'?\d)(?P<year>)", _named_month),
    )
]  # fmt: skip
