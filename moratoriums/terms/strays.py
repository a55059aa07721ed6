"""Dates in a phrase that are neither a start nor an end: harmless background, or a doubt."""

from __future__ import annotations

import re

from moratoriums.terms import words
from moratoriums.terms.facts import Facts
from moratoriums.terms.periods import Period
from moratoriums.terms.text import clause_at
from moratoriums.terms.unsettled import Unsettled

_PAST_LEAD = re.compile(
    r"(?<![\w'-])(?:since|in|on|of|dated|early|late|during|from|the|its|last|past|previous) $"
)
_NOW_PLEDGED = re.compile(rf" (?:[\w'-]+ ){{0,3}}(?:{words.PLEDGE_NOUN})\b")


def refuse_unless_past(facts: Facts, stray: Period) -> None:
    """A date that is no end and no start is harmless only when it tells of what has been.

    "On June 10, 2020" beside the announcement of that day is harmless, and so is "founded in
    2005"; "in 2019, a one-year pause" is not, for the pause may be of 2019.
    """
    if facts.plain.written(stray.start, stray.end) in ("may", "march"):
        return
    before = facts.text[max(0, stray.start - 24) : stray.start]
    if before.endswith(("last ", "past ", "previous ", "earlier this ")):
        return
    if stray.problem:
        raise Unsettled(stray.problem)
    told = (facts.announced, facts.effective)
    now = any(day and stray.first <= day <= stray.last for day in told)
    if now and (stray.precision == "day" or _PAST_LEAD.search(before)):
        return
    if stray.last >= facts.announced or not _PAST_LEAD.search(before):
        raise Unsettled("a date is named, but not what it stands for")
    if _dates_the_pledge(facts, stray):
        raise Unsettled("an earlier date is named: when was this said?")


def _dates_the_pledge(facts: Facts, stray: Period) -> bool:
    begin, end = clause_at(facts.cuts, stray.start)
    alone = len(facts.text[begin : stray.start].split()) < 2 and stray.end == end
    beside = any(begin <= length.start < end for length, _ in facts.lengths)
    pledged = _NOW_PLEDGED.match(facts.text, stray.end) is not None
    return alone or pledged or (beside and not facts.text[: stray.start].endswith(("the ", "its ")))
