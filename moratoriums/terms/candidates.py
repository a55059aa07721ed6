"""The ends that a phrase gives, counted out, and the one of them that all the words allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from moratoriums.terms import words
from moratoriums.terms.answer import Precision
from moratoriums.terms.bounds import Bound
from moratoriums.terms.ends import End
from moratoriums.terms.facts import Facts
from moratoriums.terms.lengths import Length
from moratoriums.terms.roles import Role, speaks_of_pledge
from moratoriums.terms.unsettled import Unsettled


@dataclass(frozen=True)
class Candidate:
    """One end that the words give, before it is checked against the others."""

    rule: str
    first: date
    last: date
    precision: Precision
    bound: Bound
    start: int
    end: int
    months: int = 0
    days: int = 0
    counted_from: date | None = None


def from_lengths(facts: Facts) -> Iterator[Candidate]:
    for length, role in facts.lengths:
        if role.owner == "background":
            continue
        if problem := length.problem or role.problem:
            raise Unsettled(problem)
        yield _counted(facts, length, role)


def _counted(facts: Facts, length: Length, role: Role) -> Candidate:
    for start in facts.starts:
        if start.problem:
            raise Unsettled(start.problem)
    named = {start.on for start in facts.starts if start.on}
    if len(named) > 1:
        raise Unsettled("two starting days are named")
    base = next(iter(named), None) or facts.effective or facts.announced
    ends_on = base + relativedelta(months=length.months, days=length.days)
    rule = "length_from_named_day" if named else "length"
    if role.bound:
        rule = f"length_{role.bound}"
    return Candidate(
        rule, ends_on, ends_on, "day", role.bound, role.start, role.end,
        length.months, length.days, base,
    )  # fmt: skip


def from_ends(facts: Facts) -> Iterator[Candidate]:
    for end in facts.ends:
        if end.problem:
            raise Unsettled(end.problem)
        left = facts.left_of(end.start)
        if words.DOUBT.search(left):
            raise Unsettled("the words do not say that the pledge was made so")
        if not speaks_of_pledge(left, facts.text[end.start : end.end]):
            raise Unsettled("a date is named, but not that it is the pledge's end")
        counted_from = next((start.on for start in facts.starts if start.on), None)
        yield Candidate(
            _rule(end), end.first, end.last, end.precision, end.bound, end.start, end.end,
            counted_from=counted_from,
        )  # fmt: skip


def _rule(end: End) -> str:
    if end.bound:
        return f"date_{end.bound}"
    if end.whole_period:
        return "last_day_of_period"
    return "until_day" if end.precision == "day" else "until_period"


def refuse_loose_bounds(text: str, end: Candidate) -> None:
    """A second bound right behind the end ("and a maximum of two") leaves it open.

    Raises Unsettled.
    """
    if words.HEDGE.search(text[end.end : end.end + _NEAR]):
        raise Unsettled("the words behind the end loosen it")


def agreed(candidates: list[Candidate]) -> Candidate:
    """The one end that all candidates allow: the most precise, if it lies within the others."""
    narrow = min(candidates, key=lambda each: each.last - each.first)
    for other in candidates:
        inside = other.first <= narrow.first and narrow.last <= other.last
        if not inside or other.bound != narrow.bound:
            raise Unsettled("two ends are named; which one counts?")
    return narrow


_NEAR = 40
_OR_WHEN = re.compile(r"\bor (?:until|till|when|once|if|unless|as soon as|further)\b")
_WHICHEVER = re.compile(
    r"\b(?:whichever|whatever)\b[^.;]{0,40}\b(?:(?P<first>first|earlier|sooner|earliest)|"
    r"(?P<last>later|last|latest|longer))\b"
)
_IF_SOONER = re.compile(r"\bif (?:this is |that is |it is )?(?:sooner|earlier)\b")


def bounded(facts: Facts, end: Candidate) -> Candidate:
    """Apply "or until ..., whichever comes first" to the end."""
    if not _OR_WHEN.search(facts.text):
        return end
    which = _WHICHEVER.search(facts.text)
    bound: Bound = "at_least" if which and which["last"] else "at_most"
    if (which is None and not _IF_SOONER.search(facts.text)) or end.bound not in ("", bound):
        raise Unsettled("a date or an event ends it; which one counts?")
    prefix = "length" if end.months or end.days else "date"
    return Candidate(
        f"{prefix}_{bound}", end.first, end.last, end.precision, bound, end.start, end.end,
        end.months, end.days, end.counted_from,
    )  # fmt: skip
