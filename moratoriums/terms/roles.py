"""Whose length is it? Tells the pledge's own length from "a year of protests" and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from moratoriums.terms import words
from moratoriums.terms.bounds import Bound, bound_after, bound_before
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
    r"(?<![\w'-])(?:"
    rf"(?:(?:for|lasts?|lasting|to last|runs?|running|spans?|spanning|is|be|are|duration:?|term:?|"
    rf"over|during|throughout|{words.PLEDGE_NOUN}) )?(?:an? )?{_PERIOD_OF}$"
    r"|(?:for|over|during|throughout|through) (?:at least |up to )?(?:the|its) "
    r"(?:next|coming|following|initial) $"
    r"|(?:for|lasts?|lasting|to last|runs?|running|spans?|spanning|is|be|are|duration|term)"
    r"(?: (?:for|only|just|exactly|precisely|an initial))* $"
    rf"|(?:{words.PLEDGE_NOUN}) of $|the (?:next|coming) $"
    r"|(?:expires?|ends?|lapses?|expiring|ending|lifted|terminates?) after $"
    r")"
)
_UNTIL_BEFORE = re.compile(r"(?<![\w'-])(?:until|till|'til) $")
_IN_THE_PAST = re.compile(
    r"(?:past|(?<!to )(?<!will )(?<!shall )(?<!would )(?<!and )last|previous|"
    r"preceding|prior|recent|earlier|those|these) $"
)
_BACKGROUND_BEFORE = re.compile(r"(?<![\w'-])(?:after|following|since|amid|despite|over|during) $")
_BACKGROUND_AFTER = re.compile(
    r"(?:'s?)?[ -](?:ago|old|earlier|later|before|prior|previously|olds)\b"
)
_OF_SOMETHING = re.compile(rf" of (?!{words.PLEDGE_NOUN})|,? in business")
_REVIEW_BEFORE = re.compile(r"(?<![\w'-])(?:after|in|within|every|each|at) $")
_POSSESSIVE = re.compile(r"'s?(?= )")
_NO_ADJECTIVE = (
    "to|into|from|of|on|in|for|and|or|but|until|pending|while|by|with|after|that|which|as|before|"
    "at|is|are|was|were|be|been|because|through|under|since|despite|over|without|when|where|if|"
    "will|would|has|have|had|may|can|does|did|do|later|ago|old|earlier"
)
_NOUN_AFTER = re.compile(
    rf"[ -](?P<between>(?:(?!(?:{_NO_ADJECTIVE}|{words.PLEDGE_NOUN}|{words.OTHER_NOUN})\b)"
    rf"[\w'-]+,? ){{0,4}})(?:(?P<pledge>{words.PLEDGE_NOUN})|(?P<other>{words.OTHER_NOUN}))\b"
)
_MAY_FOLLOW = re.compile(
    r"$|[ ]?[.]*$| (?:from|starting|beginning|commencing|effective|pending|until|till|unless|"
    r"while|whilst|to|in(?! ?(?:$|[,.;]|jail|prison))|so|on|because|but|with|by|"
    r"at (?:its|the|all)|that|subject|only|across|and|counting|counted|as|"
    r"ha(?:s|ve) (?:passed|elapsed)|provided|renewable|total|whichever|after|following|once|"
    r"when|upon|if|or (?:until|when|once|if|unless|as soon))\b|"
    r" (?:for|against) (?!every|each)"
)
_ROUGHLY = re.compile(
    r"(?<![\w'-])(?:about|around|roughly|approximately|nearly|almost|some|circa|c\.|~|close to|"
    r"more than|less than|fewer than|longer than|(?:just |well )?(?:over|under)|as (?:much|long|"
    r"little|many) as)(?: an?)? ?$"
)
_POINT = re.compile(r"(?<![\w'-])(?:in|within|by|after|than|per|every|each|first|once|twice) $")
_PAST = words.words(
    r"has|have|had|was|were|did|been|sold|ran|made|gave|"
    r"(?!(?:need|inde|spe|exce|proce)ed)\w{2,}ed"
)
_ARTICLE = re.compile(r"(?<![\w'-])(?:an?|the|its|this|their) $")
_PERIOD_NOUN = re.compile(r"[ -](?:time )?(?:period|term|span|duration|timeframe)\b")
_PASSED = re.compile(r" ha(?:s|ve) (?:passed|elapsed|gone by)\b")
# What follows "one-year ban" and makes it an older one.
_OVER = re.compile(
    r"\W*(?:[\w'-]+ ){0,6}(?:ended|expired|lapsed|last (?:year|month|week)|earlier this|"
    r"(?:ends|ending|expires?|lapses|runs out)(?!.*\d)|"
    r"previously|years ago)\b"
)
_SOLITARY = ("", "a ", "only ", "just ")
_SHORT_SUBJECT = 4
_WINDOW = 300
_NEAR = 20


def judge(text: str, length: Length, clause: tuple[int, int], started: bool) -> Role:
    """The role a length plays in its clause.

    `started` says that a start ("from today", "after 1 July") stands right behind the length.
    """
    begin = max(clause[0], length.start - _WINDOW)
    left = text[begin : length.start].lstrip()
    right = text[length.end : min(clause[1], length.end + _WINDOW)]
    near = text[max(0, length.start - _NEAR) : length.start]
    if _IN_THE_PAST.search(near) or _evident_background(left, right):
        return Role("background", length.start, length.end)
    if words.EXTENDING.search(left) or re.match(r"[ -]extension", right):
        return _unknown(length, "an extension: from which earlier end is it counted?")
    role = _as_adjective(text, left, right, length)
    if role is None:
        role = _as_period(text, left, right, length, started)
        alone = not text[clause[0] : role.start].strip()
        if role.owner == "pledge" and alone and _told_of_the_past(text, clause):
            return _unknown(length, "a length is named, but perhaps of what has been")
    if role.owner == "pledge" and _doubtful(text, left, right, length):
        return _unknown(length, "the words do not say that the pledge was made so")
    return role


def _told_of_the_past(text: str, clause: tuple[int, int]) -> bool:
    """ "For five years, police used it": no word of stopping, and verbs in the past."""
    around = text[max(0, clause[0] - _WINDOW) : clause[0]] + text[clause[1] :][:_WINDOW]
    return bool(_PAST.search(around)) and not words.STOPPING.search(around)


def _unknown(length: Length, problem: str) -> Role:
    return Role("unknown", length.start, length.end, problem=problem)


def _evident_background(left: str, right: str) -> bool:
    if _BACKGROUND_AFTER.match(right):
        return True
    if _BACKGROUND_BEFORE.search(left) and _OF_SOMETHING.match(right):
        return True
    if words.REVIEWING.search(left) and _REVIEW_BEFORE.search(left):
        return True
    matter = words.OTHER_MATTER.search(left)
    return bool(matter) and left.endswith("for ") and not words.STOPPING.search(left)


def _as_adjective(text: str, left: str, right: str, length: Length) -> Role | None:
    """A length before a noun: "one-year moratorium" is the pledge's, "one-year contract" not."""
    written = text[length.start : length.end]
    hyphened = "-" in written or written.endswith("long")
    begin = length.end
    if hyphened and _ARTICLE.search(left) and right == "" and text.startswith(", ", begin):
        begin += 1
        right = text[begin : begin + _WINDOW]
    possessive = _POSSESSIVE.match(right)
    noun = _NOUN_AFTER.match(right, possessive.end() if possessive else 0)
    if noun is None or (written.endswith("s") and not possessive and noun["between"]):
        return None
    if noun["other"]:
        return Role("background", length.start, length.end)
    bound, rest = bound_before(_ARTICLE.sub("", left))
    if _ROUGHLY.search(rest) or _POINT.search(rest):
        return _unknown(length, "the length is only roughly given, or is not the pledge's")
    if words.NEGATION.search(left):
        return _unknown(length, "the words deny this length")
    return Role("pledge", length.start, begin + noun.end(), bound)


def _as_period(text: str, left: str, right: str, length: Length, started: bool) -> Role:
    """A length that stands for itself: alone, or after "for", "lasting", "the next" and such."""
    begin, end, whole = length.start, length.end, left
    if noun := _PERIOD_NOUN.match(right):
        left, right = _ARTICLE.sub("", left), right[noun.end() :]
        begin -= len(whole) - len(left)
    bound, rest = bound_before(left)
    begin -= len(left) - len(rest)
    if after := bound_after(text[length.end : length.end + _WINDOW]):
        bound, end, right = after[0], end + after[1], right[after[1] :]
    until = _UNTIL_BEFORE.search(rest)
    if until and (started or _PASSED.match(right)):
        return Role("pledge", begin - len(until[0]), end, bound)
    if _ROUGHLY.search(rest) or re.match(r" or (?:so|two|three|thereabouts)\b", right):
        return _unknown(length, "the length is only roughly given")
    if _POINT.search(rest) and not _FOR.search(rest):
        return _unknown(length, "a point in time is named, not how long it lasts")
    governor = _FOR.search(rest)
    lead = governor[0] if governor else ""
    outer = "" if rest in _SOLITARY else rest[: len(rest) - len(lead)]
    if words.NEGATION.search(outer):
        return _unknown(length, "the words deny this length")
    governed = governor is not None or rest in _SOLITARY
    if not governed or not (started or _MAY_FOLLOW.match(right)):
        return _unknown(length, "a length is named, but not that it is the pledge's")
    if not speaks_of_pledge(outer, lead):
        return _unknown(length, "a length is named, but not that it is the pledge's")
    return Role("pledge", begin - len(lead), end, bound)


def speaks_of_pledge(outer: str, governor: str) -> bool:
    """Whether the words before a length or date are about stopping, or about nothing at all."""
    if not outer.strip() or words.STOPPING.search(f"{outer} {governor}"):
        return True
    if words.OTHER_MATTER.search(outer):
        return False
    measured = words.MEASURING.search(governor) and len(outer.split()) <= _SHORT_SUBJECT
    return bool(measured or words.LASTING.search(outer))


def _doubtful(text: str, left: str, right: str, length: Length) -> bool:
    if words.DOUBT.search(left) or _OVER.match(right):
        return True
    before = text[max(0, length.start - 60) : length.start]
    return not left and bool(words.HEDGE.search(before))
