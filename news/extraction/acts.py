"""Finds the words by which a company stops, pauses, extends, narrows or resumes something."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from news.extraction.facts import Act
from news.extraction.idioms import STOP_WORDS
from news.extraction.phrases import AS_VERB, BEGINNINGS, NOUN_LEAD, PATTERNS, PLEDGE_VERB, Form

Match = Callable[[str, int], "re.Match[str] | None"]
_WORD = re.compile(r"[A-Za-z][\w-]*")
_LETTERS = 4  # of a word, by which the patterns that may begin with it are found
_NOUN_LEAD = 60  # characters before a noun in which its article stands
_RULES = [
    (rule, act, form, re.compile(rf"(?:{pattern})\b", re.IGNORECASE))
    for rule, act, form, pattern in PATTERNS
]


def _by_beginning() -> dict[str, list[tuple[int, Match]]]:
    """The rules that a word with such first letters may begin: place in the list, and match."""
    found: dict[str, set[int]] = {}
    for place, (rule, *_) in enumerate(PATTERNS):
        for word in BEGINNINGS[rule].split():
            for form in _inflected(word):
                found.setdefault(form[:_LETTERS], set()).add(place)
    return {
        beginning: [(place, _RULES[place][3].match) for place in sorted(places)]
        for beginning, places in found.items()
    }


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
        word = match[0].lower()
        for place, fits in _MAY_BEGIN.get(word[:_LETTERS], ()):
            words = fits(sentence, match.start())
            if words and (cue := _cue(sentence, words, place)):
                tried.append((place, cue))
        if word in STOP_WORDS:
            cue = Cue(Act.ANNOUNCE, "verb", "announce.stops", *match.span())
            tried.append((len(_RULES), cue))
    tried.sort(key=lambda pair: pair[0])  # keeps the order of the text within a rule
    found: list[Cue] = []
    for _, cue in tried:
        if not any(other.start < cue.end and cue.start < other.end for other in found):
            found.append(cue)
    return sorted(found, key=lambda cue: cue.start)


def _cue(sentence: str, words: re.Match[str], place: int) -> Cue | None:
    rule, act, form, _ = _RULES[place]
    start = words.start()
    lead = sentence[max(0, start - _NOUN_LEAD) : start]
    if form == "noun" and words["verb_too"] and not NOUN_LEAD.search(lead):
        return None
    if (
        act in (Act.EXTEND, Act.WIDEN, Act.END)
        and PLEDGE_VERB.match(words[0])
        and AS_VERB.search(lead)
    ):
        return None  # "it will pause sales until further notice" extends nothing
    return Cue(act, form, rule, start, words.end())
