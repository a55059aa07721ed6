"""Terms without a date: open, for good, until something happens, or nothing said of an end."""

from __future__ import annotations

import re

from moratoriums.terms import words
from moratoriums.terms.answer import Kind, Term
from moratoriums.terms.facts import Facts
from moratoriums.terms.unsettled import Unsettled

_NEVER_YET = re.compile(r"(?:has|have|had|was|were|'s|'ve) $")
_AFTERMATH = re.compile(
    r"(?<![\w'-])(?:after|following|despite|ending|lifts|lifted) (?:an? |the |its )?$"
)
_PERMANENT_WHAT = re.compile(
    rf" (?:(?!(?:and|or|but)\b)[\w'-]+ ){{0,3}}(?:{words.PLEDGE_NOUN}|exit|withdrawal|end)\b"
    r"|$|[ ]?[.,;:!?)]| (?:and|or|for|until|unless|in|on|to|as|because|across|worldwide)\b"
)


def read_undated(facts: Facts) -> Term:
    """The term of a phrase that names no date and no length of the pledge's own.

    Raises Unsettled when the words name no term at all, or two that exclude each other.
    """
    for_good = _find(facts, words.FOR_GOOD)
    open_end = _find(facts, words.OPEN)
    condition = next((each for each in facts.conditions if each.alone), None)
    if for_good and (open_end or condition):
        raise Unsettled("it is said to be for good, and also to have an end")
    if for_good:
        return _term(facts, "permanent", "permanent", for_good.span())
    if condition:
        return _term(facts, "conditional", "condition", (condition.start, condition.end))
    if open_end:
        return _term(facts, "open", "open", open_end.span())
    if for_now := _find(facts, words.FOR_NOW):
        return _term(facts, "open", "open", for_now.span())
    if given_up := _find(facts, words.NO_END_STATED):
        return _term(facts, "permanent", "no_end_stated", given_up.span())
    raise Unsettled("the words do not say how long it lasts")


def _find(facts: Facts, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first use of a word, refused where the words around it turn its meaning."""
    match = pattern.search(facts.text)
    if match is None:
        return None
    left = facts.left_of(match.start())
    if words.NEGATION.search(left) or _AFTERMATH.search(left):
        raise Unsettled(f"“{match[0]}” is not said of this pledge as it stands")
    if words.DOUBT.search(left):
        raise Unsettled("the words do not say that the pledge was made so")
    if match[0] == "never" and _NEVER_YET.search(left):
        raise Unsettled("what was never done is no promise")
    adjective = match[0] in ("permanent", "perpetual", "temporary", "indefinite")
    if adjective and _PERMANENT_WHAT.match(facts.text, match.end()) is None:
        raise Unsettled(f"what is {match[0]} here?")
    return match


def _term(facts: Facts, kind: Kind, rule: str, place: tuple[int, int]) -> Term:
    return Term(
        kind=kind,
        rule=rule,
        words=facts.plain.written(*place),
        span=facts.plain.span(*place),
        condition=facts.condition_words(),
    )
