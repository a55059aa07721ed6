"""One plain spelling for a phrase, with the way back to the characters as they were written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 2000

_HYPHENS = dict.fromkeys("‐‑‒–﹣-", "-")
_PLAIN = (
    _HYPHENS
    | dict.fromkeys("—―⸺", " ; ")
    | dict.fromkeys("’‘ʼ`´", "'")
    | dict.fromkeys('“”„"«»*_', "")
    | {"−": " minus ", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "…": " ; "}
)


@dataclass(frozen=True)
class Plain:
    """A phrase in lower case with single spaces and plain dashes; `origins` leads back."""

    original: str
    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original for a stretch of the plain text."""
        if start >= end:
            return (0, 0)
        return self.origins[start], self.origins[end - 1] + 1

    def written(self, start: int, end: int) -> str:
        """The characters of a stretch as they were written."""
        return self.original[slice(*self.span(start, end))]


def simplify(phrase: str) -> Plain:
    """Fold case, widths, dashes, quotes and spaces; drop invisible characters."""
    letters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(phrase):
        for letter in _plain(character):
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            origins.append(index)
    while letters and letters[-1] == " ":
        letters.pop()
        origins.pop()
    return Plain(phrase, "".join(letters), tuple(origins))


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cf", "Cc", "Mn"):
        return ""
    folded = unicodedata.normalize("NFKC", character).lower()
    return " " if folded.isspace() else folded


_BREAK = re.compile(
    r"[,;:!?()\[\]{}]|(?<!\bmin)(?<!\bmax)(?<!\bapprox)(?<!\bca)(?<!\bc)\.(?= |$)| -+ | but |"
    r" and (?=(?:will|would|now|is|are|has|have) )"
)


def clauses(text: str, whole: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut the text at its punctuation, leaving the stretches in `whole` in one piece."""
    inside = bytearray(len(text) + 1)
    for start, end in whole:
        inside[start:end] = b"\1" * (end - start)
    cuts = [match.span() for match in _BREAK.finditer(text) if not inside[match.start()]]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start <= end]


def clause_at(cuts: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """The clause that holds a position."""
    return next((cut for cut in cuts if cut[0] <= position <= cut[1]), cuts[-1])
