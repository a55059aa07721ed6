"""Conditions a phrase names: "until Congress acts", "pending federal regulation"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moratoriums.terms.ends import DENIED
from moratoriums.terms.words import OPEN, words


@dataclass(frozen=True)
class Condition:
    """The words of a condition and where they stand.

    `alone` says that the condition by itself can end a pledge; `problem` that the words after
    "until" are about time, yet no date that we can read.
    """

    start: int
    end: int
    alone: bool = True
    problem: str = ""


_MARK = re.compile(
    r"(?<![\w'-])(?:(?P<until>unless and until|until and unless|until such time as|until|till|"
    r"'til)|(?P<alone>unless|(?<!the )(?<!a )(?<!its )(?<!their )(?<!still )pending|awaiting|"
    r"as long as|so long as|for the duration of|in the absence of|absent)|"
    r"(?P<while>(?<!a )(?:while|whilst)(?! (?:"
    r"continu|still|also|allow|keep|other|maintain|selling|it (?:still|continue))))|"
    r"(?P<beside>subject to|provided(?: that)?)|(?P<before>before))(?: |$)"
)
_TIME_FIRST = re.compile(
    r"(?:(?:the|this|next|last|early|late|mid|about|around|after|before|end of|beginning of|some)"
    r"[ -])*(?:spring|summer|fall|autumn|winter|christmas|easter|thanksgiving|new year|labou?r day|"
    r"halloween|ramadan|noon|midnight|midday|tomorrow|tonight|today|yesterday|now|then|later|soon|"
    r"recently|lately|time|further|\W|$)"
)
_TIME_ANYWHERE = words(
    r"\w*\d[\w.]*|years?|yrs?|quarters?|months?|weeks?|weekend|days?|decades?|centur(?:y|ies)|hours?|"
    r"minutes?|fiscal|fy|eoy|eom|eoq|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|"
    r"august|september|october|november|december"
)
_STOP = re.compile(r"[;:!?()]|\.(?= |$)")


def find_conditions(text: str, taken: list[tuple[int, int]]) -> list[Condition]:
    """Every condition of a plain text outside the stretches already `taken` as dates."""
    found: list[Condition] = []
    for mark in _MARK.finditer(text):
        if any(start < mark.end() and mark.start() < end for start, end in taken):
            continue
        if OPEN.match(text, mark.start()) or (found and mark.start() < found[-1].end):
            continue
        if mark["before"] and not DENIED.search(text[: mark.start()]):
            continue
        found.append(_read(text, mark))
    return found


def _read(text: str, mark: re.Match[str]) -> Condition:
    stop = _STOP.search(text, mark.end())
    end = stop.start() if stop else len(text)
    matter = text[mark.end() : end]
    if not re.match(r"[a-z]", matter):
        return Condition(mark.start(), end, problem="nothing readable follows")
    if mark["until"] or mark["before"]:
        clause = matter.split(",")[0]
        if _TIME_FIRST.match(clause) or _TIME_ANYWHERE.search(clause):
            return Condition(mark.start(), end, problem="a time is named that is no certain date")
    return Condition(mark.start(), end, alone=mark["beside"] is None)
