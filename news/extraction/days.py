"""Resolves the day a sentence names: dates, "today" and weekdays, against the publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for word in words
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b\.?(?:,?\s+(?P<y2>\d{{4}}))?"
    rf"|(?:(?P<which>last|next|this|coming)\s+)?(?P<week>{'|'.join(_WEEKDAYS)})"
    r"|(?P<today>today|this\s+(?:morning|afternoon|evening))|(?P<yesterday>yesterday))\b",
    re.IGNORECASE,
)
# What these words lead to is not the day something was said: an end, a start, another's deed.
_OTHER_DAY = re.compile(
    r"\b(?:until|till|through|by|before|after|since|from|starting|beginning|effective|ending|ends|expires?"
    r"|of|next|every|each|per|to|than|as\s+of|protests?|hearing|died|killed|deadline)\s+(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:post|statement|letter|release|announcement|interview|e-?mail|decision|order)\s+of\s+$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\s*(?:\((?:[A-Z][\w ]{1,20})\)\s*)?(?:--|—|–)|\s*\([A-Z][\w ]{1,20}\)")
_NOT_A_DAY = re.compile(
    r"\s*(?:['’]s\s+(?:standards|world|society|kids)|\s+(?:that|'s)\s+uses?)", re.IGNORECASE
)
_FARTHEST_BACK = timedelta(days=45)


@dataclass(frozen=True)
class StatedDay:
    """A day the text states, with offsets into the sentence and the rule that resolved it."""

    day: date
    start: int
    end: int
    rule: str


def find_days(sentence: str, published_on: date | None) -> list[StatedDay]:
    """The days on which something was said or done, as far as the words give them.

    A weekday is the last such day up to and including the day of publication; a date without a
    year is the last such date. Days after publication, more than 45 days before it, and days that
    a deadline, an end or a start leads to are left out.
    """
    found: list[StatedDay] = []
    if published_on is None:
        return found
    for match in _DAY.finditer(sentence):
        lead = sentence[max(0, match.start() - 24) : match.start()]
        if (_OTHER_DAY.search(lead) and not _WRITTEN.search(lead)) or _NOT_A_DAY.match(
            sentence, match.end()
        ):
            continue
        if match.start() < 40 and not match["week"] and _DATELINE.match(sentence, match.end()):
            continue
        resolved = _resolve(match, published_on)
        if resolved and timedelta() <= published_on - resolved[0] <= _FARTHEST_BACK:
            start = match.start("week") if match["week"] else match.start()
            found.append(StatedDay(resolved[0], start, match.end(), resolved[1]))
    return found


def _resolve(match: re.Match[str], published_on: date) -> tuple[date, str] | None:
    if match["week"]:
        if (match["which"] or "").lower() in ("next", "coming"):
            return None
        back = (published_on.weekday() - _WEEKDAYS.index(match["week"].lower())) % 7
        if not back and (match["which"] or "").lower() == "last":
            back = 7
        return _back(published_on, back, "day.weekday")
    if match["today"]:
        return published_on, "day.today"
    if match["yesterday"]:
        return _back(published_on, 1, "day.yesterday")
    try:
        return _explicit(match, published_on)
    except ValueError:  # 31 June
        return None


def _back(published_on: date, days: int, rule: str) -> tuple[date, str] | None:
    try:
        return published_on - timedelta(days=days), rule
    except OverflowError:
        return None


def _explicit(match: re.Match[str], published_on: date) -> tuple[date, str]:
    if match["iso"]:
        return date.fromisoformat(match["iso"]), "day.date"
    month = _MONTHS[(match["m1"] or match["m2"]).lower()]
    day = int(match["d1"] or match["d2"])
    year = match["y1"] or match["y2"]
    if year:
        return date(int(year), month, day), "day.date"
    try:
        near = date(published_on.year, month, day)
    except ValueError:
        near = date(published_on.year - 1, month, day)
    if near > published_on:
        near = date(published_on.year - 1, month, day)
    return near, "day.date_without_year"


def is_background(sentence: str, cue_start: int, published_on: date | None) -> bool:
    """Whether the sentence dates what it tells clearly before the news: "in 2019", "a year ago"."""
    if _UNTIL_IT.search(sentence, max(0, cue_start - 40), cue_start):
        return True
    for aside in _ASIDE.finditer(sentence):
        if aside.start() < cue_start < aside.end() and _THEN.search(aside[0]):
            return True  # "Foodworld, which last month ended it, is sued"
    behind = _ASIDE.search(sentence, 0, cue_start)
    for match in _LONG_AGO.finditer(sentence):
        if behind and behind.start() < match.start() < behind.end():
            continue  # "Foodworld, which opened last year, stops"
        if (
            match["year"]
            and published_on
            and int(match["year"]) >= published_on.year - (published_on.month < 3)
        ):
            continue
        if abs(match.start() - cue_start) < 160:
            return True
    return False


# "kept the data until it shut the system down"
_UNTIL_IT = re.compile(
    r"\b(?:until|before|when|since|once)\s+(?:it|they|the\s+company)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:last|earlier|recently|previously|already|once|this\s+(?:year|month))\b", re.IGNORECASE
)
_ASIDE = re.compile(r",\s+(?:which|who|whose)\b[^,]{1,120},")
_LONG_AGO = re.compile(
    r"(?:^Earlier\b|\b(?:(?:in|since|back\s+in|during|of|until|on)\s+(?:early\s+|late\s+|mid-?|(?:\d{1,2}\s+)?"
    rf"(?:{_MONTH})\.?\s+(?:\d{{1,2}},?\s+)?(?:of\s+)?)?(?P<year>(?:19|20)\d\d)\b(?!\s+w(?:ill|ould))"
    r"|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|\d{1,2})\s+"
    r"(?:years?|months)\s+(?:ago|earlier|before|after)"
    rf"|last\s+year|last\s+(?:{_MONTH})|years\s+(?:ago|earlier)|previously|already\s+(?:stopped|banned))\b)",
    re.IGNORECASE,
)
