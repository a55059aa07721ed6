"""Finds every company in a text that the register knows, by any of its names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from news.extraction.letters import small
from news.extraction.wordlists import EVERYDAY_NAMES

NameRole = Literal[
    "name", "alias", "former", "brand", "product", "domain", "public_body", "new", "other", "person"
]

_LONGEST = 200  # characters of a name
_CAPITAL_BESIDE = re.compile(r" [A-Z]")
_AFTER_NAME = re.compile(
    r"(?:['’]s?\s|\s+(?:Inc|Corp|Ltd|plc|and|or|sa(?:id|ys)|announc\w+|will|won|would|ha[sd]|have|is|are"
    r"|was|plan(?:s|ned)|pledg\w+|promis\w+|vow\w+|stop\w*|halt\w*|paus\w+|suspend\w*|end[s]?|ended|bar(?:s|red)"
    r"|ban(?:s|ned)|to|also|drop\w*|scrap\w*|quits?|confirm\w*|tells|told|exits?|shuts?|turns?|extend\w*"
    r"|goes|went|gets|gives?|gave|backs?|calls?|hits|switches|sets|puts?|walks|steps|brings|resumes|reverses|agree[sd]?"
    r"|vows?|shelves|scales|keeps|makes|grounds|parks|delet\w+|destroy\w*|never|quietly|can|may|must"
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

    def moved(self, by: int) -> Mention:
        """The same with other offsets: those of a sentence instead of the text's."""
        return Mention(self.owner, self.slug, self.role, self.text, self.start + by, self.end + by)


class NameBook:
    """The names of a register, made ready for looking them up in texts.

    Looking up takes one pass over the text, however many names there are; of names that start at
    the same place the longest wins.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        forms: dict[str, KnownName] = {}
        for known in names:
            for form in _forms(known.name):
                forms.setdefault(form, known)
        self._forms = list(forms)
        self._known = list(forms.values())
        self._finder = AhoCorasick(self._forms, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Mention]:
        """Every name in the text, longest first at each place, none inside another."""
        plain = _plain(text)
        longest: dict[int, tuple[int, int]] = {}
        for which, start, end in self._finder.find_matches_as_indexes(plain, overlapping=True):
            if end <= longest.get(start, (0, 0))[0] or _cuts_word(plain, start, end):
                continue
            if _written_as_name(text, start, end, self._known[which]):
                longest[start] = (end, which)
        found: list[Mention] = []
        behind = 0
        for start in sorted(longest):
            end, which = longest[start]
            if start < behind:
                continue
            behind = end
            known = self._known[which]
            found.append(Mention(known.owner, known.slug, known.role, text[start:end], start, end))
        return found


# One character for one: offsets stay those of the text.
_SAME = str.maketrans({"’": "'", "‘": "'", "\xa0": " ", "\n": " ", "\t": " ", "-": " ", "‑": " "})


def _plain(text: str) -> str:
    """The text in small letters, with one kind of apostrophe and blank, at the same offsets."""
    return small(text).translate(_SAME)


def _forms(name: str) -> set[str]:
    """The name as texts write it: with "and" for "&", with and without blanks and commas."""
    plain = " ".join(_plain(name).split())
    if not plain or len(plain) > _LONGEST:
        return set()
    forms = {plain, plain.replace(", ", " ")}
    for form in list(forms):
        forms |= {form.replace(" & ", " and "), form.replace(" & ", "&"), form.replace("&", " & ")}
    return {" ".join(form.split()) for form in forms if any(map(str.isalnum, form))}


def _cuts_word(plain: str, start: int, end: int) -> bool:
    """Whether a find starts or ends inside a word: "IBM" in "IBMs"."""
    return (start > 0 and plain[start - 1].isalnum() and plain[start].isalnum()) or (
        end < len(plain) and plain[end].isalnum() and plain[end - 1].isalnum()
    )


def _has_capitals(found: str, name: str) -> bool:
    """Whether words that have a capital in the name have one in the text; "the" need not."""
    return all(
        one[0].isupper() or not two[0].isupper() or two.lower() == "the"
        for one, two in zip(found.split(), name.split(), strict=False)
    )


def _written_as_name(text: str, start: int, end: int, known: KnownName) -> bool:
    """Whether the words are written as a name is: with its capitals, or all in capitals.

    "target customers" is no Target; "Target customers" at the start of a sentence is not either,
    "Target will" is. Web domains may be in small letters.
    """
    found = text[start:end]
    if known.role == "domain":
        return True
    if not any(letter.isupper() or letter.isdigit() for letter in found):
        return not any(letter.isupper() for letter in known.name)
    if found.lower() not in EVERYDAY_NAMES:
        return found.isupper() or _has_capitals(found, known.name)
    if not found[0].isupper():
        return False
    before = text[max(0, start - 3) : start].rstrip(" \"'“‘(")
    starts_sentence = not before or before[-1] in ".!?\n:"
    in_capitals = (
        bool(_CAPITAL_BESIDE.match(text, end)) and text[max(0, start - 30) : start].istitle()
    )
    return not (starts_sentence or in_capitals) or bool(_AFTER_NAME.match(text, end))
