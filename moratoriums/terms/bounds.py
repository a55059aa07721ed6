"""Bounds: "at least a year" and "up to a year" are not "a year"."""

from __future__ import annotations

import re
from typing import Literal

Bound = Literal["", "at_least", "at_most"]

_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "at_least",
        re.compile(
            r"(?:(?:at|for) (?:at )?least|at (?:a )?minimum|(?:no|not) (?:less|fewer|shorter) than|"
            r"a minimum(?: (?:period|term|duration|length))?(?: of)?|minimum(?: of)?|min\.?)"
            r"(?: the next| a period of)? $"
        ),
    ),
    (
        "at_most",
        re.compile(
            r"(?:up to|(?:no|not) (?:more|longer) than|not (?:exceeding|to exceed)|"
            r"at (?:the )?most|a maximum(?: (?:period|term|duration|length))?(?: of)?|"
            r"maximum(?: of)?|max\.?)(?: the next| a period of)? $"
        ),
    ),
)
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "at_least",
        re.compile(
            r",? (?:or (?:more|longer)(?: if)?|at (?:least|the earliest|(?:a )?minimum)|minimum|"
            r"and (?:possibly|perhaps) longer)\b"
        ),
    ),
    (
        "at_most",
        re.compile(
            r",? (?:or (?:less|shorter|sooner|earlier)|at (?:the )?most|maximum|at the latest)\b"
        ),
    ),
)


def bound_before(left: str) -> tuple[Bound, str]:
    """The bound that stands right before a length, and the words before that."""
    for bound, pattern in _BEFORE:
        if match := pattern.search(left):
            lead = "for " if match[0].startswith("for") else ""
            return bound, left[: match.start()] + lead
    return "", left


def bound_after(right: str) -> tuple[Bound, int] | None:
    """The bound that stands right behind a length, and how many characters it takes."""
    for bound, pattern in _AFTER:
        if match := pattern.match(right):
            return bound, match.end()
    return None
