"""Ends that a phrase names as a date or a period: "until 10 June 2021", "through Q3 2025"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from moratoriums.terms.answer import Precision
from moratoriums.terms.bounds import Bound, bound_before
from moratoriums.terms.periods import Period, read_period


@dataclass(frozen=True)
class End:
    """A named end: the first and last day it can fall on, and where the words stand.

    `problem` says why a person has to look; `whole_period` marks a period's last day.
    """

    start: int
    end: int
    first: date = date.min
    last: date = date.max
    precision: Precision = "none"
    bound: Bound = ""
    whole_period: bool = False
    problem: str = ""


@dataclass
class _Lead:
    """What stands between the word "until" and the date."""

    position: int
    bound: Bound = ""
    last_day: bool = False
    part: bool = False
    hedged: bool = False
    weekday: int | None = None
    seen: set[str] = field(default_factory=set)


UNTIL = re.compile(
    r"(?<![\w'-])(?P<word>(?:up )?until|(?:up )?till|'til|up to(?: and including)?|"
    r"(?:not|no) (?:before|earlier than|sooner than)|before|"
    r"throughout|through(?: to)?|thru|for the (?:rest|remainder) of|"
    r"(?:end(?:s|ing)?|expir(?:es?|y|ing|ation)|laps(?:es?|ing)|terminat(?:es?|ing)|"
    r"conclud(?:es?|ing)|lift(?:s|ed)?)(?! of)"
    r"(?: date)?(?:(?: is)?:| is| of)?(?: (?:on|in|at|by|as of|during))?)(?= )"
)
# "will not resume sales before": within one clause and not far away.
DENIED = re.compile(r"(?:\b(?:not|never|no)|n't)\b[^.;:,]{0,80}$")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZONE = r"(?: (?:[a-z]+ (?:standard |daylight )?time|[ecmp][sd]?t|gmt|utc|bst|cest?|aest))?"
_LEADS = {
    "at_least": r"(?:at least|at the earliest|(?:no|not) (?:earlier|sooner) than|not before) ",
    "at_most": r"(?:(?:no|not) later than|at the latest|at most|latest) ",
    "including": r"(?:and )?including ",
    "clock": (
        r"(?:midnight|noon|midday|\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?|\d{1,2}:\d\d(?::\d\d)?|"
        r"(?:the )?close of business|(?:the )?end of (?:the )?(?:business )?day)"
        rf"{_ZONE},? (?:on |of |at )?"
    ),
    "weekday": (
        r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day),? (?=the \d|\d|[a-z]+\.? \d)"
    ),
    "last_day": r"(?:end|close|last day|final day|rest|remainder) of |end[ -](?:of[ -])?",
    "part": r"(?:early|mid|late)(?:-| in | )|(?:beginning|start|middle) of ",
    "the": r"the ",
    "preposition": r"(?:on|in|by|at) ",
    "hedge": (
        r"(?:about|around|approximately|roughly|circa|c\.|some ?time|on or (?:about|around)|"
        r"possibly|perhaps|maybe|nearly|almost|well into|into|after|as late as|as early as|"
        r"just|shortly|week of|week|fiscal|financial|or) "
    ),
}
_LEAD = {name: re.compile(pattern) for name, pattern in _LEADS.items()}
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "at_least",
        re.compile(
            r",? (?:at the earliest|or later|or longer|and (?:possibly )?beyond|"
            r"or (?:possibly )?beyond|at (?:a )?minimum|at least)\b"
        ),
    ),
    (
        "at_most",
        re.compile(
            r",? (?:at the latest|at most|or (?:sooner|earlier)|if not (?:sooner|earlier))\b"
        ),
    ),
)
_MAY_FOLLOW = re.compile(
    r"$|[ ]?[;:!?).\]}]|,(?! ?'?\d)| -|,? inclusive\b|"
    r" (?:and|or|at|when|while|pending|unless|to|in|so|for|on|as|because|with|if|but|then|which|"
    r"that|subject|provided|whichever|under|until|by|only|across|inclusive)\b(?! \d)"
)
_TO_AND_FRO = re.compile(r",? ?(?P<word>(?:to|-|and)(?: the)? )")


def read_end(text: str, word: re.Match[str], announced: date) -> End | None:
    """The end that follows an ending word, or None when no date or period follows it."""
    lead = _read_lead(text, word.end() + 1)
    period = read_period(text, lead.position, announced)
    if period is None or (word["word"] == "before" and not DENIED.search(text[: word.start()])):
        return None
    if word["word"].startswith(("not ", "no ", "before")) or text[: word.start()].endswith("not "):
        lead.bound = "at_least"
    elif word["word"].endswith(" by"):
        lead.bound = "at_most"
    start = word.start()
    if not lead.bound:
        # "at least until June" says the same as "until at least June".
        lead.bound, before = bound_before(text[:start])
        start = len(before) if lead.bound else start
    lasting = word["word"].startswith(("thr", "for the"))
    lead.last_day = lead.last_day or lasting or period.end_named
    return _judge(text, start, lead, period)


def read_range_end(text: str, position: int, announced: date) -> End | None:
    """The end of "from 1 July 2020 to 30 June 2021", read where the first day stops."""
    if joint := _TO_AND_FRO.match(text, position):
        lead = _read_lead(text, joint.end())
        if period := read_period(text, lead.position, announced):
            return _judge(text, joint.start("word"), lead, period)
    return None


def _read_lead(text: str, position: int) -> _Lead:
    lead = _Lead(position)
    while True:
        for name, pattern in _LEAD.items():
            match = pattern.match(text, lead.position)
            if match and name not in lead.seen:
                _note(lead, name, match)
                break
        else:
            return lead


def _note(lead: _Lead, name: str, match: re.Match[str]) -> None:
    # "the" may come twice ("the end of the first quarter"); every other lead once.
    if name != "the":
        lead.seen.add(name)
    lead.position = match.end()
    if name in ("at_least", "at_most"):
        lead.bound = "at_least" if name == "at_least" else "at_most"
    lead.last_day = lead.last_day or name == "last_day"
    lead.part = lead.part or name == "part"
    lead.hedged = lead.hedged or name == "hedge"
    if name == "weekday":
        lead.weekday = _WEEKDAYS.index(match["weekday"])


def _judge(text: str, start: int, lead: _Lead, period: Period) -> End:
    end = End(start, period.end, period.first, period.last, period.precision, lead.bound)
    if problem := _problem(text, lead, period):
        return replace(end, problem=problem)
    if lead.last_day:
        whole = period.precision != "day"
        end = replace(end, first=period.last, precision="day", whole_period=whole)
    for bound, pattern in _AFTER:
        if after := pattern.match(text, end.end):
            return replace(end, end=after.end(), bound=bound)
    if _MAY_FOLLOW.match(text, end.end) is None:
        return replace(end, problem="the words after the date change what it means")
    return end


def _problem(text: str, lead: _Lead, period: Period) -> str:
    if period.problem:
        return period.problem
    if lead.hedged:
        return "the date is only roughly given"
    if lead.part and period.precision != "month":
        return "only a part of a period is named"
    if lead.weekday not in (None, period.first.weekday()):
        return "the weekday does not fall on that date"
    return ""
