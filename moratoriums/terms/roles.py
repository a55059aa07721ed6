"""Whose length is it? Tells the pledge's own length from "a year of protests" and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from moratoriums.terms import words
from moratoriums.terms.ends import Bound
from moratoriums.terms.lengths import Length

Owner = Literal["pledge", "background", "unknown"]


@dataclass(frozen=True)
class Role:
    """Whose length it is, which bound goes with it, and where the words that say so stand."""

    owner: Owner
    start: int
    end: int
    bound: Bound = ""
    problem: str = ""


_PERIOD_OF = r"(?:an? |the )?(?:\w+ )?(?:period|term|duration|length|total|time)s? of "
_FOR = re.compile(
    rf"(?:(?:for|lasts?|lasting|to last|runs?|running|spans?|spanning|is|be|are|duration:?|term:?|"
    rf"over|during|throughout|{words.PLEDGE_NOUN}) )?(?:an? )?{_PERIOD_OF}$"
    r"|(?:for|over|during|throughout|through) (?:at least |up to )?(?:the|its) "
    r"(?:next|coming|following|initial) $"
    r"|(?:for|lasts?|lasting|to last|runs?|running|spans?|spanning|is|be|are|duration|term)"
    r"(?: (?:for|only|just|exactly|precisely|an initial|a further period of))* $"
    rf"|(?<![\w'-])(?:{words.PLEDGE_NOUN}) of $|the (?:next|coming) $"
    r"|(?:expires?|ends?|lapses?|expiring|ending|lifted|terminates?) after $"
)
_AT_LEAST = re.compile(
    r"(?:(?:at|for) (?:at )?least|at (?:a )?minimum|(?:no|not) (?:less|fewer|shorter) than|"
    r"a minimum(?: (?:period|term|duration|length))?(?: of)?|minimum(?: of)?|min\.?)"
    r"(?: the next| a period of)? $"
)
_AT_MOST = re.compile(
    r"(?:up to|(?:no|not) (?:more|longer) than|not (?:exceeding|to exceed)|at (?:the )?most|"
    r"a maximum(?: (?:period|term|duration|length))?(?: of)?|maximum(?: of)?|max\.?)"
    r"(?: the next| a period of)? $"
)
_AT_LEAST_AFTER = re.compile(
    r"(?: or (?:more|longer)| at (?:least|(?:a )?minimum)| minimum|,? and (?:possibly|perhaps) longer"
    r"|,? or longer if)\b"
)
_AT_MOST_AFTER = re.compile(
    r"(?: or (?:less|shorter|sooner|earlier)| at (?:the )?most| maximum| at the latest)\b"
)
_UNTIL_BEFORE = re.compile(r"(?<![\w'-])(?:until|till|'til) $")
_IN_THE_PAST = re.compile(r"(?:past|last|previous|preceding|prior|recent|earlier|those|these) $")
_BACKGROUND_BEFORE = re.compile(r"(?<![\w'-])(?:after|following|since|amid|despite|over|during) $")
_BACKGROUND_AFTER = re.compile(
    r"(?:'s?)?[ -](?:ago|old|earlier|later|before|prior|previously|olds)\b"
)
_REVIEW_BEFORE = re.compile(r"(?<![\w'-])(?:after|in|within|every|each|at) $")
_POSSESSIVE = re.compile(r"'s?(?= )")
_NOUN_AFTER = re.compile(
    rf"[ -](?:(?!(?:to|from|of|on|in|for|and|or|until|pending|while|by|with|after|that|which|as|"
    rf"before|at|is|was|because|{words.PLEDGE_NOUN}|{words.OTHER_NOUN})\b)[\w'-]+ ){{0,4}}"
    rf"(?:(?P<pledge>{words.PLEDGE_NOUN})|(?P<other>{words.OTHER_NOUN}))\b"
)
_MAY_FOLLOW = re.compile(
    r"$|[ ]?[.\"]?$| (?:from|starting|beginning|commencing|effective|pending|until|till|unless|while|"
    r"whilst|to|in|so|on|because|but|with|by|at (?:its|the|all)|that|subject|only|across|and|"
    r"counting|counted|as|ha(?:s|ve) (?:passed|elapsed)|provided|renewable|total|whichever|"
    r"after|following|once|when|upon|if|or (?:until|when|once|if|unless|as soon))\b|"
    r" (?:for|against) (?!every|each)"
)


def judge(text: str, length: Length, clause: tuple[int, int], started: bool) -> Role:
    """The role a length plays in its clause.

    `started` says that a start ("from today", "after 1 July") stands right behind the length.
    """
    start = max(clause[0], 0)
    left, right = text[start : length.start].lstrip(), text[length.end : clause[1]]
    if owner := _evident_background(left, right):
        return Role(owner, length.start, length.end)
    role = _as_adjective(left, right, length) or _as_period(left, right, length, started)
    if role is None:
        return _unknown(length, "a length is named, but not that it is the pledge's")
    if role.owner == "pledge":
        return _doubted(text, left, right, length, role) or role
    return role


def _unknown(length: Length, problem: str) -> Role:
    return Role("unknown", length.start, length.end, problem=problem)


def _evident_background(left: str, right: str) -> Owner | None:
    if _BACKGROUND_AFTER.match(right) or _IN_THE_PAST.search(left):
        return "background"
    if _BACKGROUND_BEFORE.search(left) and re.match(
        rf" of (?!{words.PLEDGE_NOUN})|,? in business", right
    ):
        return "background"
    if words.REVIEWING.search(left) and _REVIEW_BEFORE.search(left):
        return "background"
    matter = words.OTHER_MATTER.search(left)
    if matter and left.endswith("for ") and not words.STOPPING.search(left):
        return "background"
    return None


def _as_adjective(left: str, right: str, length: Length) -> Role | None:
    """A length before a noun: "one-year moratorium" is the pledge's, "one-year contract" not."""
    if possessive := _POSSESSIVE.match(right):
        right = right[possessive.end() :]
    noun = _NOUN_AFTER.match(right)
    if noun is None:
        return None
    if noun["other"]:
        return Role("background", length.start, length.end)
    bare = re.sub(r"(?<![\w'-])(?:an?|the|its|this|their) $", "", left)
    bound, cut = _bound_before(bare)
    if re.search(r"(?<![\w'-])(?:in|within|after|than|per|every|about|over|under|nearly) $", cut):
        return _unknown(length, "the length is only roughly given, or is not the pledge's")
    if words.NEGATION.search(left):
        return _unknown(length, "the words deny this length")
    return Role("pledge", length.start, length.end, bound)


def _as_period(left: str, right: str, length: Length, started: bool) -> Role | None:
    """A length that stands for itself: alone, or after "for", "lasting", "the next" and such."""
    bound, rest = _bound_before(left)
    begin = length.start - (len(left) - len(rest))
    end = length.end
    for name, pattern in (("at_least", _AT_LEAST_AFTER), ("at_most", _AT_MOST_AFTER)):
        if after := pattern.match(right):
            bound, end, right = name, end + after.end(), right[after.end() :]  # type: ignore[assignment]
    until = _UNTIL_BEFORE.search(rest)
    if until and (started or re.match(r" ha(?:s|ve) (?:passed|elapsed|gone by)\b", right)):
        return Role("pledge", begin - len(until[0]), end, bound)
    if started:
        right = ""
    governor = _FOR.search(rest)
    if governor is None and rest not in ("", "only ", "just "):
        return None
    if _MAY_FOLLOW.match(right) is None:
        return None
    outer = rest[: governor.start()] if governor else ""
    if words.NEGATION.search(outer):
        return _unknown(length, "the words deny this length")
    if not speaks_of_pledge(outer, governor[0] if governor else ""):
        return None
    return Role("pledge", begin - (len(governor[0]) if governor else 0), end, bound)


def _bound_before(left: str) -> tuple[Bound, str]:
    for bound, pattern in (("at_least", _AT_LEAST), ("at_most", _AT_MOST)):
        if match := pattern.search(left):
            lead = "for " if match[0].startswith("for") else ""
            return bound, left[: match.start()] + lead  # type: ignore[return-value]
    return "", left


def speaks_of_pledge(outer: str, governor: str) -> bool:
    """Whether the words before a length or date are about stopping, or about nothing at all."""
    if not outer.strip() or words.STOPPING.search(f"{outer} {governor}"):
        return True
    return bool(words.LASTING.search(f"{outer} {governor}")) and not words.OTHER_MATTER.search(
        outer
    )


def _doubted(text: str, left: str, right: str, length: Length, role: Role) -> Role | None:
    if words.EXTENDING.search(left) or re.match(r"[ -]extension", right):
        return _unknown(length, "an extension: from which earlier end is it counted?")
    if words.DOUBT.search(left) or re.match(r"\W*(?:\w+ ){0,4}(?:ended|expired|lapsed)\b", right):
        return _unknown(length, "the words do not say that the pledge was made so")
    before = text[max(0, length.start - 60) : length.start - len(left)]
    if not left and role.start == length.start and words.HEDGE.search(before):
        return _unknown(length, "the length is only roughly given")
    return None
