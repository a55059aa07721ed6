"""The words for how a pledge ends: short in a table, and as a clock with its rule on a page."""

from __future__ import annotations

from moratoriums.partial_dates import PartialDate
from moratoriums.status import Flag
from moratoriums.terms.answer import RULES
from moratoriums.vocabulary import EndBasis, Lifecycle, TermKind
from website.facts import Facts
from website.phrases import Phrase, counted, day
from website.sentences import at

_OVER = frozenset(
    {Lifecycle.ENDED, Lifecycle.WITHDRAWN, Lifecycle.CONDITION_MET, Lifecycle.SUPERSEDED}
)


def end_words(facts: Facts) -> Phrase:
    """Return until when, as short as a table wants it; for what is over, when that came."""
    if facts.turned and facts.lifecycle in _OVER:
        return at(facts.turned)
    if facts.turned and facts.lifecycle == Lifecycle.UNCLEAR:
        return ("since ", day(facts.turned))
    if facts.end is None:
        return (facts.term.label.lower(),)
    minimum = "at least " if facts.end_is_minimum else ""
    return (minimum, day(facts.end))


def distance(facts: Facts) -> str:
    """Return how far off the end is; meant to stand beside the day itself."""
    left = facts.days_left
    if left is None or facts.lifecycle in _OVER:
        return ""
    if left == 0:
        return "today"
    return f"in {counted(left, 'day')}" if left > 0 else f"{counted(-left, 'day')} ago"


def term_clock(facts: Facts) -> list[Phrase]:
    """Say when a pledge ends or is looked at again, and how that day was found."""
    lines: list[Phrase] = []
    if facts.end is None:
        unstated = facts.term == TermKind.UNSTATED
        label = "The words name no end" if unstated else f"{facts.term.label}: there is no end date"
        lines.append((f"{label}.",))
    else:
        verb = "Can end from" if facts.end_is_minimum else "Ends"
        verb = "Its end was" if (facts.days_left or 0) < 0 else verb
        window = facts.end.earliest != facts.end.latest
        off = f"{distance(facts)}{', counted to its earliest reading' if window else ''}"
        lines.append((f"{verb} ", day(facts.end), f" ({off})."))
        lines.extend(_readings(facts, facts.end))
    if facts.term_words:
        lines.append((f"The source's words: “{facts.term_words}”.",))
    if facts.review_on and facts.current:
        due = " (due)" if Flag.REVIEW_DUE in facts.flags else ""
        lines.append(("Next review ", day(facts.review_on), f"{due}."))
    return lines


def _readings(facts: Facts, end: PartialDate) -> list[Phrase]:
    """How the end was found: stated or counted, by which rule, with its other readings."""
    lines: list[Phrase] = []
    if end.earliest != end.latest:
        best: Phrase = (
            ("; the likeliest is ", day(facts.end_likely_on)) if facts.end_likely_on else ()
        )
        readings = (
            "Earliest reading ",
            day(end.earliest),
            ", latest ",
            day(end.latest),
        )
        lines.append((*readings, *best, ". Alerts count from the earliest."))
    if facts.end_basis == EndBasis.STATED:
        lines.append(("The source states the day.",))
    elif facts.end_basis == EndBasis.COMPUTED:
        lines.append((f"We computed the day. {RULES.get(facts.end_rule, '')}".strip(),))
    if facts.end_note:
        lines.append((facts.end_note,))
    return lines
