"""Decides whether facial recognition is what a cue acts on, and whose a named pledge is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from news.extraction.acts import Cue
from news.extraction.phrases import ISSUES, STAND_IN
from news.extraction.speakers import Actor

_REACH = 150  # characters around a cue in which its object has to stand

# "made the same promise": the one just told of
_SAME = re.compile(r"\b(?:same|similar|such|like)\s+(?:\w+\s+)?$", re.IGNORECASE)
# Behind these the sentence speaks of something else: "stops fraud, it says, and ends ..."; but
# "companies that sell it" are still the object.
_CLAUSE_END = re.compile(
    r"[;.](?=\s|$)|,\s+(?!and\b|or\b)"
    r"|,\s+and\s+(?:[\w’'-]+\s+){1,5}?(?:works?|is|are|was|were|now|can)\b"
    r"|(?<!companies)(?<!firms)(?<!vendors)(?<!software)(?<!technology)(?<!systems)(?<!cameras)"
    r"(?<!tools),?\s+(?:that|which|who)\b"
    r"|,?\s+(?:while|because|amid|despite|but|whereas|although|though|thanks\s+to|via"
    r"|(?:for|as)\s+fac(?:e|ial)"
    r"|with\s+the\s+help|powered\s+by|in\s+favou?r\s+of)\b",
    re.IGNORECASE,
)
# What facial recognition itself is said to stop or to do without, and matters of law.
_SOMETHING_ELSE = re.compile(
    r"\s+(?:an?\s+|the\s+|its\s+|their\s+|all\s+)?(?:[\w-]+\s+){0,1}?"
    r"(?:problems?|bugs?|queues?|fraud\w*|theft|crimes?|need|waiting|lines|lawsuits?|suits?|case|probe|dispute|charges?"
    r"|appeal|passwords?|paper|tickets?|cards?|keycards?|wallets?|shoplift\w+|thieves|strangers|criminals|violence)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_WHO = re.compile(r"\bwho\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_NOTHING_FOLLOWS = re.compile(
    r"\s*(?:$|[.;:,!?—–\"”]|(?:after|amid|as|for\s+good|in|following|until|because|on|by)\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"\s+(?:by|from)\s+(?:the\s+)?")
_POSSESSES = re.compile(r"['’]s?\s+(?:[\w,-]+\s+){0,6}|\s+(?:[\w-]+\s+){0,2}")


def has_object(text: str, cue: Cue, topics: Sequence[int]) -> bool:
    """Whether facial recognition, or a word that stands for it, is what the cue acts on.

    It follows the cue within the clause; or it stands before it, where the cue needs no object
    or the sentence is passive ("the system is shutting down", "sales were halted").

    Args:
        topics: the offsets in the sentence, in order, at which it names the topic or a product.
    """
    if cue.form == "noun" and _SAME.search(text, max(0, cue.start - 30), cue.start):
        return True
    reach = min(len(text), cue.end + _REACH)
    if cue.rule in ("announce.stops", "announce.idiom") and _SOMETHING_ELSE.match(text, cue.end):
        return False
    stop = _CLAUSE_END.search(text, cue.end, reach)
    end = stop.start() if stop else reach
    # A long cue may hold its object: "lets its police pledge lapse".
    within = cue.end if cue.rule.startswith("announce") else cue.start
    if _any_in(topics, cue.start, end) or STAND_IN.search(text, within, end):
        return True
    start = max(0, cue.start - _REACH)
    if cue.rule != "announce.stops" and _any_in(topics, start, reach):
        return True
    if cue.form != "verb":
        return False
    if _WHO.search(text, max(0, cue.start - 40), cue.start):
        return False  # "keeps out fans who are barred"
    complete = _PASSIVE.search(text, max(0, cue.start - 30), cue.start) or _NOTHING_FOLLOWS.match(
        text, cue.end
    )
    return bool(
        complete and (_any_in(topics, start, cue.start) or STAND_IN.search(text, start, cue.start))
    )


def _any_in(offsets: Sequence[int], start: int, end: int) -> bool:
    place = bisect_left(offsets, start)
    return place < len(offsets) and offsets[place] < end


def owns_noun(text: str, cue: Cue, actors: Sequence[Actor]) -> bool:
    """Whether a pledge noun belongs to the company: "IBM's pause", "Amazon announced a pause"."""
    for actor in actors:
        if not actor.stated:
            return bool(ISSUES.search(text, 0, cue.start))
        if actor.start >= cue.end and _BY.fullmatch(text, cue.end, actor.start):
            return True
        gap = text[actor.end : cue.start]
        if 0 < len(gap) < 80 and (_POSSESSES.fullmatch(gap) or ISSUES.search(gap)):
            return True
    return False
