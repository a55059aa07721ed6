"""The starting day a phrase names: "effective July 1", "from the date of this announcement"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from moratoriums.terms.lengths import Length
from moratoriums.terms.periods import Period, read_period
from moratoriums.terms.words import words


@dataclass(frozen=True)
class Start:
    """A starting day and where it stands; `problem` when the words name a start but no day.

    `fixed` marks a start named as a date or a period, after which "to" means an end.
    """

    start: int
    end: int
    on: date | None = None
    problem: str = ""
    fixed: bool = False


_WORD = re.compile(
    r"(?<![\w'-])(?P<word>starting|beginning|commencing|starts?|begins?|commences?|running|dating|"
    r"counting|counted|measured|effective|with effect|takes? effect|taking effect|came into effect|"
    r"in (?:effect|force|place)|as (?:of|from)|from|after|following|since)"
    r"(?: (?:on|from|as of|as from|and including))*(?:,? (?:the|our|its|this))? "
)
# These always name a start, so that without a day a person must find it.
_CERTAIN = {"starting", "beginning", "commencing", "starts", "begins", "commences", "takes effect",
            "take effect", "taking effect", "counting", "counted", "measured"}  # fmt: skip
_OUR = r"(?:this |the |our |its )?"
_ANNOUNCED = words(
    r"today|now|immediately(?! (?:upon|after|following|on|when|once|if)\b)|immediate effect|"
    rf"(?:(?:date|day|time|moment) of {_OUR}|date of )?announcement(?: date)?"
    r"(?! (?:of|by|that|from|about)\b)|"
    r"(?:date|day) of (?:this|our|its) (?:statement|letter|notice|post|press release)|"
    r"date hereof|today's date|(?:date|day|statement)(?=$| ?[,.;:)])"
)
_EFFECTIVE = words(
    r"effective date|start date|date of effect|date of (?:its )?(?:taking effect|coming into "
    r"(?:effect|force)|entry into force)|taking effect|entry into force|"
    r"(?:date )?(?:on which |when )?(?:it|(?:the )?(?:pause|ban|moratorium|pledge|policy)) "
    r"(?:takes effect|goes into effect|comes into (?:effect|force)|enters into force|begins|starts)"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# "effective June 1", said on June 10, may well mean nine days ago.
_JUST_PASSED = timedelta(days=92)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?\.?,? (?=\w)(?:the )?"
)
_DANGLING = re.compile(
    r",? (?:from|after|following|once|when|whenever|upon|if|as soon as|since|as of)\b"
)
_UNFIXED = re.compile(
    r"(?:(?:on|upon|when|once|after|next|this|in|spring|summer|fall|autumn|winter|approval|date|"
    r"immediately upon)\b|mon|tues|wednes|thurs|fri|satur|sun|\d)"
)
_ENDING = words(r"for|until|till|through|and|immediately")


def find_starts(
    text: str, announced: date, effective: date | None, lengths: list[Length]
) -> list[Start]:
    """The starts that a plain text names, in order, resolved to days where the words allow it."""
    after_length = {length.end for length in lengths}
    found: list[Start] = []
    for match in _WORD.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        direct = match.start() - 1 in after_length or match.start() - 2 in after_length
        start = _resolve(text, match, announced, effective)
        if start is None and _must_name_a_day(text, match, direct):
            start = Start(*match.span(), problem="the starting day is not named")
        if start and not (match["word"] in ("since", "after", "following") and not direct):
            found.append(start)
    for length in lengths:
        dangling = _DANGLING.match(text, length.end)
        if dangling and not any(start.start <= dangling.end() <= start.end for start in found):
            found.append(Start(*dangling.span(), problem="the starting day hangs on an event"))
    return found


def _resolve(
    text: str, match: re.Match[str], announced: date, effective: date | None
) -> Start | None:
    position = match.end()
    if day := _ANNOUNCED.match(text, position):
        return Start(match.start(), day.end(), announced)
    if text.startswith("tomorrow", position):
        return Start(match.start(), position + len("tomorrow"), announced + timedelta(days=1))
    if day := _EFFECTIVE.match(text, position):
        problem = "" if effective else "the day it takes effect is not known"
        return Start(match.start(), day.end(), effective, problem)
    weekday = _WEEKDAY.match(text, position)
    period = read_period(text, weekday.end() if weekday else position, announced)
    if period is None:
        return None
    problem = period.problem or _doubt(text[period.start : period.end], period, announced)
    if weekday and not problem and weekday[0][:3] != _DAYS[period.first.weekday()]:
        problem = "the weekday does not fall on that date"
    return _from_period(match, period, problem)


def _doubt(written: str, period: Period, announced: date) -> str:
    if period.precision != "day":
        return "the start is a period, not a day"
    year_given = re.search(r"\d{4}", written)
    if not year_given and period.first - relativedelta(years=1) > announced - _JUST_PASSED:
        return "the day has just passed: is it this year's or next year's?"
    return ""


def _from_period(match: re.Match[str], period: Period, problem: str) -> Start:
    if problem:
        return Start(match.start(), period.end, problem=problem, fixed=not period.problem)
    return Start(match.start(), period.end, period.first, fixed=True)


def _must_name_a_day(text: str, match: re.Match[str], direct: bool) -> bool:
    word = match["word"]
    if re.search(r" (?:on|from|as of|as from) ", match[0][len(word) :]):
        return True
    if word in _CERTAIN:
        the_noun = word == "beginning" and text[: match.start()].endswith("the ")
        return not the_noun and not _ENDING.match(text, match.end())
    if word in ("from", "after", "following", "since"):
        return direct
    return _UNFIXED.match(text, match.end()) is not None
