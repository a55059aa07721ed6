"""How long a pledge lasts, in the register's own columns, from the words of its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from moratoriums.partial_dates import PartialDate
from moratoriums.terms import Term, read_term
from moratoriums.vocabulary import EndBasis, TermKind

_UNDATED = {
    "open": TermKind.UNTIL_FURTHER_NOTICE,
    "permanent": TermKind.PERMANENT,
    "conditional": TermKind.UNTIL_CONDITION,
}


class NeedsPerson(ValueError):
    """The words do not settle the term; the message says what a person has to decide."""


@dataclass(frozen=True)
class Lasting:
    """A term as an event stores it; ``end_on`` is an EDTF text, empty when there is no end.

    ``rule`` is the rule that gave it (a key of ``terms.RULES``), empty when a person decided.
    ``condition`` holds the words of a condition named beside the term.
    """

    term: TermKind = TermKind.UNSTATED
    term_words: str = ""
    end_on: str = ""
    end_likely_on: date | None = None
    end_is_minimum: bool = False
    end_basis: EndBasis = EndBasis.NONE
    end_rule: str = ""
    end_note: str = ""
    condition: str = ""


# The columns of an event that hold its term.
TERM_COLUMNS = (
    "term",
    "term_words",
    "end_on",
    "end_likely_on",
    "end_is_minimum",
    "end_basis",
    "end_rule",
    "end_note",
)


def read_lasting(
    words: str, announced: PartialDate | None, effective: PartialDate | None = None
) -> Lasting:
    """Read the term from its words, counted from the first day and from the last one alike.

    A start known only by its month gives an end as wide as that month: no day is made up.

    Raises:
        NeedsPerson: the words do not settle the term, or its length has no day to count from.
    """
    if not words.strip():
        return Lasting()
    start = announced or effective
    if start is None:
        return _undated(words)
    first = _settled(words, start.earliest, effective.earliest if effective else None)
    last = _settled(words, start.latest, effective.latest if effective else None)
    if (first.kind, first.rule) != (last.kind, last.rule):
        raise NeedsPerson("the start is dated too roughly for these words")
    return _lasting(words, first, last)


def _undated(words: str) -> Lasting:
    """Terms that count from nothing can be read without a start; any day serves to ask."""
    term = _settled(words, date(2000, 1, 1), None)
    if term.alert_on:
        raise NeedsPerson("the announcement is undated, so no end can be worked out")
    return _lasting(words, term, term)


def _settled(words: str, announced: date, effective: date | None) -> Term:
    term = read_term(words, announced, effective)
    if term.kind == "needs_human":
        raise NeedsPerson(term.reason)
    return term


def _lasting(words: str, first: Term, last: Term) -> Lasting:
    found = Lasting(term_words=words.strip(), end_rule=first.rule, condition=first.condition)
    if first.alert_on is None or last.alert_on is None:
        unstated = first.rule == "no_end_stated"
        return replace(found, term=TermKind.UNSTATED if unstated else _UNDATED[first.kind])
    or_earlier = first.kind == "at_most" and first.condition
    return replace(
        found,
        term=TermKind.FIXED_OR_CONDITION if or_earlier else TermKind.FIXED,
        end_on=shortest_edtf(first.alert_on, last.lapse_on or last.alert_on),
        end_is_minimum=first.kind == "at_least",
        end_basis=EndBasis.COMPUTED if first.months or first.days else EndBasis.STATED,
    )


def shortest_edtf(earliest: date, latest: date) -> str:
    """Write a window as a day, a month or a year where it is exactly one."""
    for text in (f"{earliest}", f"{earliest:%Y-%m}", f"{earliest:%Y}"):
        found = PartialDate.parse(text)
        if (found.earliest, found.latest) == (earliest, latest):
            return text
    return f"{earliest}/{latest}"
