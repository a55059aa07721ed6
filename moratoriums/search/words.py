"""Words as the search compares them: folded, without plural, the same in index and question."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

LONGEST_WORD = 60
MOST_TERMS = 12
SHORTEST_BEGINNING = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]")
_POSSESSIVE = re.compile(r"['’]s$|['’]")
# fmt: off
_STOP = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it",
    "its", "of", "on", "or", "that", "the", "this", "to", "was", "with",
))
# fmt: on


@dataclass(frozen=True)
class Term:
    """One thing asked for: alternatives, each a word or a phrase of words in that order.

    ``beginning`` lets a word also stand for all that begin with it; phrases are taken as written.
    """

    choices: tuple[tuple[str, ...], ...]
    beginning: bool = False

    @property
    def single(self) -> bool:
        """Whether every alternative is one word."""
        return all(len(choice) == 1 for choice in self.choices)

    @property
    def word(self) -> str:
        """The word typed, when it is a single one that may have been mistyped; else nothing."""
        single = len(self.choices) == 1 and len(self.choices[0]) == 1
        return self.choices[0][0] if single else ""


@functools.lru_cache(maxsize=2**15)
def fold(word: str) -> str:
    """Return a word without accents, capitals, apostrophes and plural."""
    bare = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _singular(letters.casefold())[:LONGEST_WORD]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each word of a text begins and ends, and the word folded."""
    for match in _WORD.finditer(text):
        if word := fold(match.group()):
            yield match.start(), match.end(), word


def words_in(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return [word for _, _, word in spans(text)]


def read_terms(text: str) -> tuple[Term, ...]:
    """Return what a search asks for: every word, and each phrase in quotation marks as one.

    Words that say nothing ("the", "of") are left out, unless nothing else is asked.
    """
    terms = [Term((tuple(found),)) for part in _QUOTED.findall(text) if (found := words_in(part))]
    single = words_in(_QUOTED.sub(" ", text))
    telling = [word for word in single if word not in _STOP]
    kept = telling or (single if not terms else [])
    terms += [
        Term(((word,),), beginning=len(word) >= SHORTEST_BEGINNING) for word in dict.fromkeys(kept)
    ]
    return tuple(terms[:MOST_TERMS])


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that a mistyped one is most likely to mean; at most three.

    Counts the letters put in, left out, changed or swapped: one in short words, up to three in
    long ones.
    """
    most = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    near = sorted((distance, one) for one in known if (distance := OSA.distance(word, one)) <= most)
    return [one for distance, one in near if distance == near[0][0]][:3]


def passes(term: Term, word: str) -> bool:
    """Whether a folded word of a text is one that a term asks for, alone or within a phrase."""
    for choice in term.choices:
        if word in choice or (term.beginning and word.startswith(choice[0])):
            return True
    return False


def may_have(text: str, terms: Iterable[Term]) -> bool:
    """Whether it is worth looking in a text for any of the terms: no costs much less than yes."""
    if not text.isascii():
        return True
    low = text.lower()
    # A word and its plural differ in the last letters: "policy", "policies".
    return any(choice[0][:-1] in low for term in terms for choice in term.choices)


def found_in(term: Term, words: list[str]) -> bool:
    """Whether a text, given as its folded words, has what a term asks for."""
    for choice in term.choices:
        if len(choice) == 1:
            if any(passes(term, word) for word in words):
                return True
        elif any(
            tuple(words[at : at + len(choice)]) == choice
            for at in range(len(words) - len(choice) + 1)
        ):
            return True
    return False


def _singular(word: str) -> str:
    """Take an English plural ending off; what is left need not be a word, only always the same."""
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    return word if word[-2] in "us" else word[:-1]
