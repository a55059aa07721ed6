"""Finds who acts where the name stands behind the act: quoted, ordered, or after a first clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from news.extraction.acts import Cue
from news.extraction.companies import Mention

_FRONT = 30  # characters before a clause that stands in front
_THEN = re.compile(r"[^,;.]{0,120},\s+(?:the\s+)?(?:[a-z-]+\s+){0,4}")
_BARS = re.compile(
    r"(?:ban|bar|block|prohibit|forbid|prevent|stop|bann|barr|stopp|forbidd|forbade)(?:s|ed|en|ing)?\s+(?:the\s+)?"
    r"(?:(?!such\b|as\b|like\b)[a-z-]+\s+){0,4}",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:(?!able\b|to\b)\w+\s+){0,2}$", re.IGNORECASE
)
_AT_ONCE = re.compile(r"\s+by\s")
_BY = re.compile(r"[^.;,]{0,60}\bby\s+(?:the\s+)?(?:(?!such\b|as\b|like\b)[a-z-]+\s+){0,3}")
_FROM = re.compile(r"\s+(?:from|to)\b")
_SPOKEN = re.compile(r",[\"”]?\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}$")
_SAID = re.compile(r"\s+(?:has\s+|also\s+)?(?:said|says|announced|confirmed|wrote|told|stated)\b")


def is_bound(mention: Mention, sentence: str, cue: Cue) -> bool:
    """Whether somebody with power bars a company: "the regulator bans Foodworld from using it"."""
    return (
        mention.role != "product"
        and mention.start >= cue.end
        and bool(_BARS.fullmatch(sentence, cue.start, mention.start))
        and bool(_FROM.match(sentence, mention.end))
    )


def acts_behind(sentence: str, cue: Cue, acting: Sequence[Mention]) -> list[Mention]:
    """The companies of "A year after vowing not to, ..." and "Despite its pledge, ..."."""
    if cue.start > _FRONT or cue.form != "verb" or cue.rule.startswith("announce"):
        return []
    within = [one for one in acting if cue.start <= one.start < cue.end]
    if within:
        return within  # "Although Foodworld agreed not to, ..."
    behind = [one for one in acting if one.start >= cue.end]
    if behind and _THEN.fullmatch(sentence, cue.end, behind[0].start):
        return behind
    return []


def did_it(mention: Mention, sentence: str, cue: Cue) -> bool:
    """Whether the act is told in the passive: "removed from tills by the grocer Foodworld"."""
    if mention.start < cue.end or not _BY.fullmatch(sentence, cue.end, mention.start):
        return False
    # A headline leaves out the "is": "Face pay withdrawn by Foodworld".
    return bool(
        _PASSIVE.search(sentence, max(0, cue.start - 30), cue.start)
        or _AT_ONCE.match(sentence, cue.end)
    )


def says_it(mention: Mention, sentence: str, cue: Cue) -> bool:
    """Whether the act is told by a company behind it: "the tests will end, Foodworld said"."""
    return (
        mention.start >= cue.end
        and bool(_SPOKEN.search(sentence, cue.end, mention.start))
        and bool(_SAID.match(sentence, mention.end))
    )
