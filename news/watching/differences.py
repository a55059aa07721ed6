"""What changed between two texts, word by word, within a bounded amount of work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# difflib's work grows with the square of its input: sentences are matched first, words only inside
# what differs, and never more than this many at once.
MOST_WORDS = 2_000
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+|\n+|$)\s*")
_WORD = re.compile(r"\S+\s*")

Change = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """A run of words that both texts have, or only one of them."""

    change: Change
    text: str


def likeness(before: str, after: str) -> float:
    """The share of sentences, by length, that two texts have in common; from 0 to 1."""
    old, new = _sentences(before), _sentences(after)
    total = sum(map(len, old)) + sum(map(len, new))
    if not total:
        return 1.0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    common = sum(
        len(sentence)
        for start, _, size in matcher.get_matching_blocks()
        for sentence in old[start : start + size]
    )
    return 2 * common / total


def word_diff(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; removed words stand before added ones.

    The pieces that are not ``added`` make up ``before`` but for blanks, those that are not
    ``removed`` make up ``after``.
    """
    old, new = _sentences(before), _sentences(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for name, a, b, c, d in matcher.get_opcodes():
        if name == "equal":
            _put(pieces, "same", "".join(new[c:d]))
        else:
            _words(pieces, "".join(old[a:b]), "".join(new[c:d]))
    return pieces


def _words(pieces: list[Piece], before: str, after: str) -> None:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        _put(pieces, "removed", before)
        _put(pieces, "added", after)
        return
    bare = [word.strip() for word in old], [word.strip() for word in new]
    for name, a, b, c, d in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if name == "equal":
            # Of a word that ends one text and not the other, the form with a blank behind it.
            longer = [max(pair, key=len) for pair in zip(old[a:b], new[c:d], strict=True)]
            _put(pieces, "same", "".join(longer))
        else:
            _put(pieces, "removed", "".join(old[a:b]))
            _put(pieces, "added", "".join(new[c:d]))


def _put(pieces: list[Piece], change: Change, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].change == change:
        pieces[-1] = Piece(change, pieces[-1].text + text)
    else:
        pieces.append(Piece(change, text))


def _sentences(text: str) -> list[str]:
    """The sentences and lines of a text, at most as many as difflib can match in good time."""
    found = [sentence for sentence in _SENTENCE.findall(text) if sentence]
    if len(found) <= MOST_WORDS:
        return found
    return [*found[: MOST_WORDS - 1], "".join(found[MOST_WORDS - 1 :])]
