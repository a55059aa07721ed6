"""Words of and about the record: those that claim too much, and names of what is not confirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A pattern, and what to write instead. The words of sources are quoted as they are and not read.
_CLAIMS = (
    (r"violat(?:e|es|ed|ing|ions?)", "say what was done, and who says so"),
    (r"lied|lying", "say what was said and what was done"),
    (r"kept|keeps|keeping (?:its|their) (?:word|promise|pledge)", "say what nobody has found"),
    (r"broke|broken|breaks|breach(?:es|ed)?", "say what was done, and who says so"),
    (r"on track", "say what was looked at, and on which day"),
)
_CLAIM = [(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), why) for pattern, why in _CLAIMS]
_BAN = re.compile(r"\b(?:ban|bans|banned|banning)\b", re.IGNORECASE)

FIELD_WORDS = {
    "announced": "the announcement",
    "company": "who gave it",
    "exemptions": "who is exempt",
    "in_force_from": "the day from which it applies",
    "note": "its circumstances",
    "term": "how long it lasts",
}


@dataclass(frozen=True)
class Remark:
    """A word that deserves a second look, with what to write instead."""

    word: str
    advice: str

    def __str__(self) -> str:
        return f"“{self.word}”: {self.advice}."


def remarks(text: str, *, permanent: bool) -> list[Remark]:
    """Return what to look at again in our own words.

    Args:
        permanent: the pledge is for good by its own words, so that "ban" is no exaggeration.
    """
    found = [
        Remark(match[0], advice) for pattern, advice in _CLAIM for match in pattern.finditer(text)
    ]
    if not permanent:
        advice = "the words are not permanent; say moratorium, pause, pledge, terms or order"
        found += [Remark(match[0], advice) for match in _BAN.finditer(text)]
    return list(dict.fromkeys(found))


_SAYS = re.compile(
    r"\b(?:reported(?:ly)?|reports|according to|alleg\w+|sa(?:id|ys)|wrote|writes|claim\w*)\b",
    re.IGNORECASE,
)


def unattributed(text: str) -> bool:
    """Whether our own words tell of conduct without saying who says so."""
    return bool(text.strip()) and not _SAYS.search(text)


def field_names(unconfirmed: Sequence[object]) -> list[str]:
    """The facts, in words, that no seen source supports; their values are never shown."""
    names = [
        entry.get("field", "") if isinstance(entry, dict) else str(entry) for entry in unconfirmed
    ]
    told = (FIELD_WORDS.get(name, name.replace("_", " ").replace(".", ": ")) for name in names)
    return list(dict.fromkeys(word for word in told if word))
