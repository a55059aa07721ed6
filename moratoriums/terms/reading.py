"""Reads how long a pledge lasts from its own words; what it does not know it leaves to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from moratoriums.terms import words
from moratoriums.terms.answer import Precision, Term
from moratoriums.terms.ends import Bound, End
from moratoriums.terms.facts import Facts, find_facts
from moratoriums.terms.lengths import MAX_YEARS, Length
from moratoriums.terms.periods import Period
from moratoriums.terms.roles import Role, speaks_of_pledge
from moratoriums.terms.text import LONGEST, simplify
from moratoriums.terms.undated import read_undated
from moratoriums.terms.unsettled import Unsettled


@dataclass(frozen=True)
class _Candidate:
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


def read_term(phrase: str | None, announced: date, effective: date | None = None) -> Term:
    """Read how long a pledge lasts from the words it was made in.

    A length counts from the day the phrase names, else from `effective`, else from `announced`;
    of an instant the calendar day is taken as written, in its own zone. The answer depends on the
    arguments alone. Never raises: whatever is outside the grammar is `needs_human`.
    """
    announced = _as_day(announced)
    effective = _as_day(effective) if effective is not None else None
    try:
        if not isinstance(phrase, str) or not phrase.strip():
            raise Unsettled("there are no words to read")
        if len(phrase) > LONGEST:
            raise Unsettled("too long to be the words of a term")
        return _read(find_facts(simplify(phrase), announced, effective))
    except Unsettled as unsettled:
        return Term("needs_human", "needs_human", reason=str(unsettled))
    except OverflowError:
        return Term("needs_human", "needs_human", reason="the end lies beyond the calendar")


def _as_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _read(facts: Facts) -> Term:
    candidates = [*_from_lengths(facts), *_from_ends(facts)]
    for stray in facts.strays:
        _refuse_unless_past(facts, stray)
    for condition in facts.conditions:
        if condition.problem:
            raise Unsettled(condition.problem)
    if not candidates:
        return read_undated(facts)
    return _conclude(facts, _bounded(facts, _agreed(candidates)))


def _from_lengths(facts: Facts) -> Iterator[_Candidate]:
    for length, role in facts.lengths:
        if role.owner == "background":
            continue
        if problem := length.problem or role.problem:
            raise Unsettled(problem)
        yield _counted(facts, length, role)


def _counted(facts: Facts, length: Length, role: Role) -> _Candidate:
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
    return _Candidate(
        rule, ends_on, ends_on, "day", role.bound, role.start, role.end,
        length.months, length.days, base,
    )  # fmt: skip


def _from_ends(facts: Facts) -> Iterator[_Candidate]:
    for end in facts.ends:
        if end.problem:
            raise Unsettled(end.problem)
        left = facts.left_of(end.start)
        if words.DOUBT.search(left):
            raise Unsettled("the words do not say that the pledge was made so")
        if not speaks_of_pledge(left, facts.text[end.start : end.end]):
            raise Unsettled("a date is named, but not that it is the pledge's end")
        counted_from = next((start.on for start in facts.starts if start.on), None)
        yield _Candidate(
            _rule(end), end.first, end.last, end.precision, end.bound, end.start, end.end,
            counted_from=counted_from,
        )  # fmt: skip


def _rule(end: End) -> str:
    if end.bound:
        return f"date_{end.bound}"
    if end.whole_period:
        return "last_day_of_period"
    return "until_day" if end.precision == "day" else "until_period"


_PAST_LEAD = re.compile(
    r"(?:^|(?<![\w'-])(?:since|in|on|of|dated|the|early|late|during|back in|from|its|last|past|"
    r"previous|earlier this|of the) )$"
)


def _refuse_unless_past(facts: Facts, stray: Period) -> None:
    """A date that is no end and no start is harmless only when it tells of what has been."""
    if facts.plain.written(stray.start, stray.end) in ("may", "march"):
        return
    before = facts.text[max(0, stray.start - 24) : stray.start]
    if before.endswith(("last ", "past ", "previous ", "earlier this ")):
        return
    told = (facts.announced, facts.effective)
    if stray.precision == "day" and stray.first in told:
        return
    if stray.problem or stray.first > facts.announced or not _PAST_LEAD.search(before):
        raise Unsettled("a date is named, but not what it stands for")


def _agreed(candidates: list[_Candidate]) -> _Candidate:
    """The one end that all candidates allow: the most precise, if it lies within the others."""
    narrow = min(candidates, key=lambda each: each.last - each.first)
    for other in candidates:
        inside = other.first <= narrow.first and narrow.last <= other.last
        if not inside or other.bound != narrow.bound:
            raise Unsettled("two ends are named; which one counts?")
    return narrow


_OR_WHEN = re.compile(r"\bor (?:until|till|when|once|if|unless|as soon as|further)\b")
_WHICHEVER = re.compile(
    r"\b(?:whichever|whatever)\b[^.;]{0,40}\b(?:(?P<first>first|earlier|sooner|earliest)|"
    r"(?P<last>later|last|latest|longer))\b"
)
_IF_SOONER = re.compile(r"\bif (?:this is |that is |it is )?(?:sooner|earlier)\b")


def _bounded(facts: Facts, end: _Candidate) -> _Candidate:
    """Apply "or until ..., whichever comes first" to the end."""
    if not _OR_WHEN.search(facts.text):
        return end
    which = _WHICHEVER.search(facts.text)
    bound: Bound = "at_least" if which and which["last"] else "at_most"
    if which is None and not _IF_SOONER.search(facts.text) or end.bound not in ("", bound):
        raise Unsettled("a date or an event ends it; which one counts?")
    prefix = "length" if end.months or end.days else "date"
    return _Candidate(
        f"{prefix}_{bound}", end.first, end.last, end.precision, bound, end.start, end.end,
        end.months, end.days, end.counted_from,
    )  # fmt: skip


def _conclude(facts: Facts, end: _Candidate) -> Term:
    if words.FOR_GOOD.search(facts.text):
        raise Unsettled("an end is named, and that it is for good")
    if end.bound != "at_least" and words.OPEN.search(facts.text):
        raise Unsettled("an end is named, and that none is set")
    begins = max(filter(None, (facts.announced, facts.effective, end.counted_from)))
    if end.first <= begins:
        raise Unsettled("the end does not lie after the beginning")
    if end.last > begins + relativedelta(years=MAX_YEARS):
        raise Unsettled(f"the end is more than {MAX_YEARS} years away")
    return Term(
        kind=end.bound or ("duration" if end.months or end.days else "date"),
        rule=end.rule,
        alert_on=end.first,
        lapse_on=None if end.bound == "at_least" else end.last,
        precision=end.precision,
        months=end.months,
        days=end.days,
        counted_from=end.counted_from,
        words=facts.plain.written(end.start, end.end),
        span=facts.plain.span(end.start, end.end),
        condition=facts.condition_words(),
    )
