"""The words that two wordings share, lose and gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Beyond this, word by word is no longer what a reader can take in, nor cheap to work out.
MOST_WORDS = 1500


@dataclass(frozen=True)
class Stretch:
    """Words in a row that are in both wordings, only in the later, or only in the earlier."""

    kind: Literal["same", "added", "removed"]
    text: str


def word_diff(before: str, after: str) -> list[Stretch]:
    """Return the later wording with what it gained, and what it lost where it stood.

    White space counts for nothing. Wordings longer than MOST_WORDS are given whole, one after
    the other.
    """
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > MOST_WORDS:
        return _stretches("removed", old) + _stretches("added", new)
    found: list[Stretch] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, stop, begin, end in matcher.get_opcodes():
        if kind == "equal":
            found += _stretches("same", new[begin:end])
        else:
            found += _stretches("removed", old[start:stop]) + _stretches("added", new[begin:end])
    return found


def _stretches(kind: Literal["same", "added", "removed"], words: Sequence[str]) -> list[Stretch]:
    return [Stretch(kind, " ".join(words))] if words else []
