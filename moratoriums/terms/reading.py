"""Reads how long a pledge lasts from its own words; what it does not know it leaves to a person."""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from moratoriums.terms import words
from moratoriums.terms.answer import Term
from moratoriums.terms.candidates import (
    Candidate,
    agreed,
    bounded,
    from_ends,
    from_lengths,
    refuse_loose_bounds,
)
from moratoriums.terms.facts import Facts, find_facts
from moratoriums.terms.lengths import MAX_YEARS
from moratoriums.terms.strays import refuse_unless_past
from moratoriums.terms.text import LONGEST, simplify
from moratoriums.terms.undated import read_undated
from moratoriums.terms.unsettled import Unsettled


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
    except (OverflowError, ValueError):
        # Date arithmetic raises one or the other past the years 1 and 9999.
        return Term("needs_human", "needs_human", reason="the end lies beyond the calendar")


def _as_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _read(facts: Facts) -> Term:
    candidates = [*from_lengths(facts), *from_ends(facts)]
    for stray in facts.strays:
        refuse_unless_past(facts, stray)
    for condition in facts.conditions:
        if condition.problem:
            raise Unsettled(condition.problem)
    if not candidates:
        return read_undated(facts)
    for candidate in candidates:
        refuse_loose_bounds(facts.text, candidate)
    return _conclude(facts, bounded(facts, agreed(candidates)))


def _conclude(facts: Facts, end: Candidate) -> Term:
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
