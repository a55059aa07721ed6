"""Finds the words by which a company stops, pauses, extends, narrows or resumes something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from news.extraction.facts import Act
from news.extraction.phrases import BEGINNINGS, NOUN_LEAD, PATTERNS, STOP_WORDS, Form

STOPS = frozenset(STOP_WORDS.split())
_WORD = re.compile(r"[A-Za-z][\w-]*")
_LETTERS = 4  # of a word, by which the patterns that may begin with it are found
_RULES = [
    (rule, act, form, re.compile(rf"(?:{pattern})\b", re.IGNORECASE))
    for rule, act, form, pattern in PATTERNS
]


def _by_beginning() -> dict[str, tuple[int, ...]]:
    """The rules that a word with such first letters may begin, by their place in the list."""
    found: dict[str, set[int]] = {}
    for place, (rule, *_) in enumerate(PATTERNS):
        for word in BEGINNINGS[rule].split():
            for form in _inflected(word):
                found.setdefault(form[:_LETTERS], set()).add(place)
    return {beginning: tuple(sorted(places)) for beginning, places in found.items()}


def _inflected(word: str) -> list[str]:
    """A short word's other forms have other first letters; a long word's have the same."""
    if len(word) >= _LETTERS:
        return [word]
    twice = word + word[-1]
    return [word, f"{word}s", f"{word}ed", f"{word}ing", f"{twice}ed", f"{twice}ing"]


_MAY_BEGIN = _by_beginning()


@dataclass(frozen=True)
class Cue:
    """Words that may report an act, with offsets into the sentence."""

    act: Act
    form: Form
    rule: str
    start: int
    end: int


def find_cues(sentence: str, most: int | None = None) -> list[Cue]:
    """Every cue of a sentence in its order; of overlapping ones the more telling rule wins.

    With ``most`` it stops looking once it has seen so many.
    """
    tried: list[tuple[int, Cue]] = []
    for match in _WORD.finditer(sentence):
        if most is not None and len(tried) >= most:
            break
        word, start = match[0].lower(), match.start()
        for place in _MAY_BEGIN.get(word[:_LETTERS], ()):
            cue = _try(sentence, start, place)
            if cue:
                tried.append((place, cue))
        if word in STOPS:
            cue = Cue(Act.ANNOUNCE, "verb", "announce.stops", start, match.end())
            tried.append((len(_RULES), cue))
    tried.sort(key=lambda pair: pair[0])  # keeps the order of the text within a rule
    found: list[Cue] = []
    for _, cue in tried:
        if not any(other.start < cue.end and cue.start < other.end for other in found):
            found.append(cue)
    return sorted(found, key=lambda cue: cue.start)


def _try(sentence: str, start: int, place: int) -> Cue | None:
    rule, act, form, pattern = _RULES[place]
    match = pattern.match(sentence, start)
    if match is None:
        return None
    if form == "noun" and match["verb_too"] and not NOUN_LEAD.search(sentence[max(0, start - 60) : start]):
        return None
    return Cue(act, form, rule, start, match.end())
