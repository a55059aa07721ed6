"""Finds companies in a text: every name the register knows, and names it does not know yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from news.extraction.wordlists import EVERYDAY_NAMES

NameRole = Literal[
    "name", "alias", "former", "brand", "product", "domain", "public_body", "new", "other", "person"
]

_WORD = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"[\s\xa0-]{1,3}")
_CAPITAL_BESIDE = re.compile(r" [A-Z]")
_TIGHT = re.compile(r"\s?(?:[.&'’+/-]|and)\s?")
_AFTER_NAME = re.compile(
    r"(?:['’]s?\s|\s+(?:Inc|Corp|Ltd|plc|and|or|sa(?:id|ys)|announc\w+|will|won|would|ha[sd]|have|is|are"
    r"|was|plan(?:s|ned)|pledg\w+|promis\w+|vow\w+|stop\w*|halt\w*|paus\w+|suspend\w*|end[s]?|ended|bar(?:s|red)"
    r"|ban(?:s|ned)|to|also|drop\w*|scrap\w*|quits?|confirm\w*|tells|told|exits?|shuts?|turns?|extend\w*"
    r"|lifts?|refus\w+|removes?|pulls?|ditch\w*|abandon\w*|cut[s]?|limit\w*|restrict\w*)\b|,\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class KnownName:
    """One name that leads to a company: ``slug`` and ``owner`` say which.

    The role "public_body" marks names of bodies whose own decisions are no corporate pledges.
    """

    name: str
    slug: str
    owner: str
    role: NameRole = "name"


@dataclass(frozen=True)
class Mention:
    """A company named in the text, with offsets into it; ``slug`` is empty if unknown."""

    owner: str
    slug: str
    role: NameRole
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Key:
    words: tuple[str, ...]
    gaps: tuple[bool, ...]  # True: only blanks between the words; False: a mark such as & or '
    known: KnownName
    everyday: bool


class NameBook:
    """The names of a register, made ready for looking them up in texts.

    Looking up takes time in proportion to the text, however many names there are: words are
    looked up one by one, the longest name that starts there wins.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._by_first: dict[str, list[_Key]] = {}
        for known in names:
            for key in _keys(known):
                self._by_first.setdefault(key.words[0], []).append(key)
        for keys in self._by_first.values():
            keys.sort(key=lambda key: -len(key.words))

    def find(self, text: str) -> list[Mention]:
        """Every name in the text, longest first at each place, none inside another."""
        found: list[Mention] = []
        words = [
            (match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)
        ]
        index = 0
        while index < len(words):
            key = next(self._matches(text, words, index), None)
            if key is None:
                index += 1
                continue
            start, end = words[index][1], words[index + len(key.words) - 1][2]
            known = key.known
            found.append(Mention(known.owner, known.slug, known.role, text[start:end], start, end))
            index += len(key.words)
        return found

    def _matches(self, text: str, words: list[tuple[str, int, int]], index: int) -> Iterator[_Key]:
        for key in self._by_first.get(words[index][0], ()):
            last = index + len(key.words) - 1
            if last >= len(words):
                continue
            if all(words[index + at][0] == word for at, word in enumerate(key.words)) and all(
                _gap_fits(text[words[index + at][2] : words[index + at + 1][1]], blank)
                for at, blank in enumerate(key.gaps)
            ):
                start, end = words[index][1], words[last][2]
                if _written_as_name(text, start, end, key):
                    yield key


def _keys(known: KnownName) -> Iterator[_Key]:
    """The name as written, and with "and" for "&"."""
    for name in {known.name, known.name.replace(" & ", " and ")}:
        matches = list(_WORD.finditer(name))
        if not matches or len(matches) > 12:
            continue
        words = tuple(match[0].casefold() for match in matches)
        gaps = tuple(
            bool(_BLANKS.fullmatch(name[one.end() : two.start()])) for one, two in pairwise(matches)
        )
        yield _Key(words, gaps, known, len(words) == 1 and words[0] in EVERYDAY_NAMES)


def _gap_fits(gap: str, blank: bool) -> bool:
    return bool(_BLANKS.fullmatch(gap) if blank else _TIGHT.fullmatch(gap))


def _written_as_name(text: str, start: int, end: int, key: _Key) -> bool:
    """Whether the words are written as a name is: with its capitals, or all in capitals.

    "target customers" is no Target; "Target customers" at the start of a sentence is not either,
    "Target will" is. Web domains may be in small letters.
    """
    found = text[start:end]
    if key.known.role == "domain":
        return True
    if not any(letter.isupper() or letter.isdigit() for letter in found):
        return not any(letter.isupper() for letter in key.known.name)
    if not key.everyday:
        return found[0].isupper() or not key.known.name[0].isupper()
    if not found[0].isupper():
        return False
    before = text[max(0, start - 3) : start].rstrip(" \"'“‘(")
    starts_sentence = not before or before[-1] in ".!?\n:"
    in_capitals = (
        bool(_CAPITAL_BESIDE.match(text, end)) and text[max(0, start - 30) : start].istitle()
    )
    return not (starts_sentence or in_capitals) or bool(_AFTER_NAME.match(text, end))
