"""Partial dates: a day, month, year or window as EDTF text, with its earliest and latest day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "season", "year", "interval"]

# fmt: off
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
MONTHS: dict[str, int] = {
    word: number
    for number, name in enumerate(MONTH_NAMES, 1)
    for word in (name.lower(), name[:3].lower())
} | {"sept": 9}
# ISO 8601-2 level 1 season codes. The months are those of the northern meteorological seasons;
# nobody's calendar says so, and therefore a season always counts as approximate.
SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}

_WRITE = "write 2020-06-10, 2020-06, 2020, 2021~ (about) or 2026-06-05/2026-06-08 (between)"
_LONGEST = 80
_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%])?")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as precise as its source: ordered by the earliest day it can mean, then the latest."""

    earliest: date
    latest: date
    edtf: str = field(compare=True)
    precision: Precision = field(compare=False)
    approximate: bool = field(compare=False, default=False)

    def __str__(self) -> str:
        return self.edtf

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The same as `parse`, for those who hold only the class."""
        return parse(text)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def read_numeric_day(first: int, second: int, year: int) -> date:
    """Read `13/06/2021` or `06/13/2021`; ValueError when both orders give a different day.

    Dots and slashes are treated alike: whoever writes 10.06.2021 may come from either side of
    the Atlantic, and a wrong month is worse than a question.
    """
    if first > 12 >= second:
        return date(year, second, first)
    if second > 12 >= first or first == second:
        return date(year, first, second)
    raise ValueError(f"{first}/{second}/{year} can be read two ways or not at all: {_WRITE}")


def parse(text: str) -> PartialDate:
    """Read an EDTF value (a subset of ISO 8601-2 levels 0 and 1).

    Raises ValueError, with what to write instead, for anything else and for impossible dates.
    """
    value = text.strip()
    if "/" not in value:
        return _parse_single(value)
    sides = value.split("/")
    if len(sides) != 2 or not all(sides):
        raise ValueError(f"{text!r} is not a window with a first and a last date: {_WRITE}")
    first, last = (_parse_single(side) for side in sides)
    if last.earliest < first.earliest or last.latest < first.latest:
        raise ValueError(f"{text!r} ends before it starts: put the earlier date first")
    approximate = first.approximate or last.approximate
    return PartialDate(first.earliest, last.latest, value, "interval", approximate)


def _parse_single(value: str) -> PartialDate:
    match = _EDTF.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is not a date we can keep: {_WRITE}")
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    unsure = match.group(4) is not None
    try:
        return _build(value, year or 0, month, day, unsure)
    except ValueError as error:
        raise ValueError(f"{value!r} does not exist ({error}): check the calendar") from None


def _build(value: str, year: int, month: int | None, day: int | None, unsure: bool) -> PartialDate:
    if month is None:
        return PartialDate(date(year, 1, 1), date(year, 12, 31), value, "year", unsure)
    if month in SEASONS and day is None:
        start = SEASONS[month][1]
        last = month_end(year, start + 2) if start < 12 else month_end(year + 1, 2)
        return PartialDate(date(year, start, 1), last, value, "season", True)
    if day is None:
        if not 1 <= month <= 12:
            raise ValueError("there is no such month")
        return PartialDate(date(year, month, 1), month_end(year, month), value, "month", unsure)
    exact = date(year, month, day)
    return PartialDate(exact, exact, value, "day", unsure)


# fmt: off
SPANISH_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)
# fmt: on
_TYPED_MONTHS = MONTHS | {name: number for number, name in enumerate(SPANISH_MONTHS, 1)}
_MONTH = "|".join(sorted(_TYPED_MONTHS, key=len, reverse=True))
_LOOSE = {
    "day_first": re.compile(
        rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of| de)? ({_MONTH})\.?,?(?: del?)? (\d{{4}})"
    ),
    "month_first": re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"),
    "month": re.compile(rf"({_MONTH})\.?,? (?:of |del? )?(\d{{4}})"),
    "season": re.compile(r"(spring|summer|autumn|fall) (?:of )?(\d{4})"),
    "numeric": re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})"),
}
_ABOUT = re.compile(r"(?:about|around|circa|ca\.|c\.|approximately) ?(.+)")
_BETWEEN = re.compile(r"(?:between|from) (.+?) (?:and|to) (.+)")


def parse_loose(text: str) -> PartialDate:
    """Read what people type (`10 June 2020`, `June 10, 2020`, `10 de junio de 2020`, `about 2021`,
    or EDTF).

    Raises ValueError with what to write instead; `06/10/2021` is refused because it can be read
    two ways, `winter 2020` because a winter lies in two years.
    """
    value = " ".join(text.split()).lower()
    if len(value) > _LONGEST:
        raise ValueError(f"that is too long for a date: {_WRITE}")
    if about := _ABOUT.fullmatch(value):
        inner = parse_loose(about.group(1))
        return inner if inner.approximate else parse(f"{inner.edtf}~")
    if between := _BETWEEN.fullmatch(value):
        last = parse_loose(between.group(2))
        first = _complete(between.group(1), between.group(2))
        return parse(f"{first.edtf}/{last.edtf}")
    return parse(_loose_edtf(value) or value)


def _loose_edtf(value: str) -> str | None:
    if match := _LOOSE["day_first"].fullmatch(value):
        return f"{match[3]}-{_TYPED_MONTHS[match[2]]:02}-{int(match[1]):02}"
    if match := _LOOSE["month_first"].fullmatch(value):
        return f"{match[3]}-{_TYPED_MONTHS[match[1]]:02}-{int(match[2]):02}"
    if match := _LOOSE["month"].fullmatch(value):
        return f"{match[2]}-{_TYPED_MONTHS[match[1]]:02}"
    if match := _LOOSE["season"].fullmatch(value):
        names = {name: code for code, (name, _) in SEASONS.items()} | {"fall": 23}
        return f"{match[2]}-{names[match[1]]}"
    if match := _LOOSE["numeric"].fullmatch(value):
        return read_numeric_day(int(match[1]), int(match[2]), int(match[3])).isoformat()
    return None


def _complete(first: str, last: str) -> PartialDate:
    """Read the first side of "between 5 and 8 June 2026", which borrows its month and year."""
    words = last.split()
    for borrowed in range(len(words)):
        try:
            return parse_loose(" ".join([first, *words[len(words) - borrowed :]]))
        except ValueError:
            continue
    raise ValueError(f"{first!r} is not a date we can keep: {_WRITE}")


def display(partial: PartialDate, style: Literal["prose", "table"] = "prose") -> str:
    """The date for readers: `10 June 2020` in prose, the EDTF value in tables."""
    if style == "table":
        return partial.edtf
    if partial.precision == "interval":
        first, last = (_prose(parse(side)) for side in partial.edtf.split("/"))
        return f"between {_without_shared_tail(first, last)} and {last}"
    return _prose(partial)


def _prose(partial: PartialDate) -> str:
    day = partial.earliest
    words = {
        "day": f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}",
        "month": f"{MONTH_NAMES[day.month - 1]} {day.year}",
        "year": str(day.year),
    }
    if partial.precision == "season":
        words["season"] = f"{SEASONS[int(partial.edtf[5:7])][0]} {day.year}"
    mark = partial.edtf[-1]
    unsure = {"~": "about {}", "%": "perhaps about {}", "?": "perhaps {}"}.get(mark, "{}")
    return unsure.format(words[partial.precision])


def _without_shared_tail(first: str, last: str) -> str:
    """Drop the month and year that `first` shares with `last`: "5", not "5 June 2026"."""
    words, others = first.split(), last.split()
    while len(words) > 1 and len(words) == len(others) and words[-1] == others[-1]:
        words.pop()
        others.pop()
    return " ".join(words)
