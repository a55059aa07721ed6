"""Lengths of time in a phrase: twelve months, two and a half years, 90 days, P1Y."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

MAX_YEARS = 100


@dataclass(frozen=True)
class Length:
    """A length of time and where it stands; `problem` says why no number can be trusted."""

    start: int
    end: int
    months: int = 0
    days: int = 0
    problem: str = ""


# fmt: off
_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
         "nine": 9}
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
          "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90}
# fmt: on
_VALUES = _ONES | _TEENS | _TENS | {"a": 1, "an": 1, "dozen": 12}

_ONE = "|".join(_ONES)
# [ ] and not a bare space, for these are used inside a verbose pattern.
_TO_99 = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{'|'.join(_TEENS)}|{_ONE})"
_WORDED = rf"(?:(?:an?|{_ONE})[ ](?:hundred(?:(?:[ ]and)?[ -]{_TO_99})?|dozen)|{_TO_99})"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}(?:\.\d{{1,3}})?|{_WORDED})"

_MONTHS_IN = {"decade": 120, "year": 12, "yr": 12, "quarter": 3, "month": 1, "mo": 1, "mth": 1}
_DAYS_IN = {"fortnight": 14, "week": 7, "wk": 7, "day": 1}
_UNIT = (
    r"(?P<unit>years?|yrs?|decades?|quarters?(?! of)|months?|mos|mo|mths?|fortnights?|weeks?|wks?|"
    r"days?|hours?|hrs?|minutes?|mins?|semesters?|centur(?:y|ies))(?:\(s\))?"
)
_PLAIN_ADJECTIVE = "full|whole|entire|complete|solid|straight|consecutive|calendar"
_MORE = "more|additional|further|extra|other"
_OTHER_COUNT = (
    "business|working|trading|fiscal|financial|school|academic|court|sitting|legislative|tax|"
    "budget|leap|light|bank|banking|weekday"
)
_LENGTH = re.compile(
    rf"""
    (?<![\w.,/$€£])
    (?:
      (?P<vague>(?:an?\ )?(?:few|couple(?:\ of)?|several|some|many|multiple|multi|handful\ of|
        number\ of|unspecified\ number\ of|limited\ number\ of|various|dozens\ of|scores\ of))[ -]
      | (?P<more>another|(?:an?|the)\ (?:{_MORE}|second|third))(?:\ {NUMBER})?[ -]
      | (?P<half>(?:one-|an?\ |one\ )?half(?:\ of)?[ -](?:an?[ -])?|(?:an?\ )?1/2[ -](?:of\ an?\ )?)
      | (?P<number>{NUMBER})
        (?:\ ?\(\ ?(?P<again>{NUMBER})\ ?\))?
        (?P<part>[ -]and[ -](?:an?|one)[ -]half|[ ]1/2|[ ]1/4|[ ]3/4)?[ -]?
      | (?P<range>(?:{NUMBER}|an?)(?:\ ?-\ ?|-to-|\ to\ |\ or\ ){NUMBER})[ -]?
      | (?P<article>an?)[ -]
    )?
    (?P<adjective>(?:(?:{_PLAIN_ADJECTIVE}|{_MORE}|{_OTHER_COUNT})[ -]){{0,2}})
    {_UNIT}
    (?P<long>[ -]?long)?
    (?P<tail>\ and\ an?[ -]half)?
    (?![a-z0-9]|-(?:end|over|on|to|round|ends|to-date)\b)
    (?:\.(?=[ -][a-z]))?
    """,
    re.VERBOSE,
)
_ISO = re.compile(
    r"(?<![\w-])p(?=\d)(?:(\d{1,4})y)?(?:(\d{1,4})m)?(?:(\d{1,4})w)?(?:(\d{1,5})d)?(?![\w-])"
)
_UNCOUNTED = {"years", "months", "weeks", "days", "decades", "quarters"}
_NUMBER_BEFORE = re.compile(
    rf"(?:\b(?:{_TO_99}|hundred|thousand|million|billion|dozen|point|plus)|\d)"
    r"[ -]{1,2}(?:(?:and|or|to)[ -])?$"
)
_JOINED = re.compile(r",? (?:and )?")


def find_lengths(text: str) -> list[Length]:
    """Every length in a plain text, in order; "one year and six months" is one length."""
    found = [length for match in _LENGTH.finditer(text) if (length := _read(match, text))]
    found += [_read_iso(match) for match in _ISO.finditer(text)]
    merged: list[Length] = []
    for length in sorted(found, key=lambda each: each.start):
        if merged and (both := _join(merged[-1], length, text)):
            merged[-1] = both
        else:
            merged.append(length)
    return merged


def _read(match: re.Match[str], text: str) -> Length | None:
    unit = match["unit"]
    counted = any(match[name] for name in ("vague", "more", "range", "half", "number", "article"))
    coming = text[: match.start()].endswith(("the next ", "the coming ", "the following "))
    if not counted and not match["long"] and unit not in _UNCOUNTED and not coming:
        return None
    length = Length(match.start(), match.end())
    problem = _before(text[max(0, match.start() - 20) : match.start()]) or _problem(match, counted)
    if problem:
        return replace(length, problem=problem)
    amount = _amount(match)
    singular = re.sub(r"s?$", "", unit)
    if amount is None:
        return replace(length, problem="the number is given twice and differs")
    if singular in _MONTHS_IN:
        return _whole(length, months=amount * _MONTHS_IN[singular])
    return _whole(length, days=amount * _DAYS_IN[singular])


def _before(text: str) -> str:
    if text.endswith(("-", "minus ", "negative ")):
        return "a negative length"
    return "a number in several parts" if _NUMBER_BEFORE.search(text) else ""


def _problem(match: re.Match[str], counted: bool) -> str:
    adjectives = set(re.split(r"[ -]", match["adjective"]))
    unit = re.sub(r"s?$", "", match["unit"])
    if match["range"]:
        return "two lengths are offered; which one counts?"
    if match["vague"] or (not counted and match["unit"].endswith("s")):
        return "no number is given"
    if match["more"] or adjectives & set(_MORE.split("|")):
        return "a further length: from which earlier end is it counted?"
    if adjectives & set(_OTHER_COUNT.split("|")) or ("calendar" in adjectives and unit == "year"):
        return "days or years of a special calendar"
    if unit not in _MONTHS_IN and unit not in _DAYS_IN:
        return "a unit that has no fixed length in days"
    return ""


def _amount(match: re.Match[str]) -> Fraction | None:
    if match["half"]:
        amount = Fraction(1, 2)
    elif match["number"]:
        amount = _number(match["number"])
        if match["again"] and _number(match["again"]) != amount:
            return None
    else:
        amount = Fraction(1)
    if match["part"]:
        quarters = {" 1/4": Fraction(1, 4), " 3/4": Fraction(3, 4)}
        amount += quarters.get(match["part"], Fraction(1, 2))
    if match["tail"]:
        amount += Fraction(1, 2)
    return amount


def _number(text: str) -> Fraction:
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    total = 0
    for word in re.split(r"[ -]", text):
        if word == "hundred":
            total *= 100
        elif word == "dozen":
            total *= 12
        elif word != "and":
            total += _VALUES[word]
    return Fraction(total)


def _whole(length: Length, months: Fraction = Fraction(0), days: Fraction = Fraction(0)) -> Length:
    if months.denominator != 1 or days.denominator != 1:
        return replace(length, problem="not a whole number of months or days")
    if months + days <= 0:
        return replace(length, problem="a length of nothing")
    if months > MAX_YEARS * 12 or days > MAX_YEARS * 366:
        return replace(length, problem=f"longer than {MAX_YEARS} years")
    return replace(length, months=int(months), days=int(days))


def _read_iso(match: re.Match[str]) -> Length:
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    in_months = _whole(Length(*match.span()), months=Fraction(years * 12 + months))
    if not weeks and not days:
        return in_months
    both = _whole(Length(*match.span()), days=Fraction(weeks * 7 + days))
    return replace(both, months=in_months.months)


def _join(first: Length, second: Length, text: str) -> Length | None:
    """Two lengths that are one: the second is smaller than one unit of the first."""
    between = text[first.end : second.start]
    if first.problem or second.problem or not _JOINED.fullmatch(between):
        return None
    if first.days or not first.months or second.months >= 12 or second.days >= 31:
        return None
    if second.months and first.months % 12:
        return None
    return Length(first.start, second.end, first.months + second.months, second.days)
