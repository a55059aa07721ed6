"""Finds the words by which a company stops, pauses, extends, narrows or resumes something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from news.extraction.facts import Act
from news.extraction.phrases import BEGINNINGS, PATTERNS, STOP_WORDS, Form

_CUES = [
    (
        rule,
        act,
        form,
        re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE),
        frozenset(word[:3] for word in BEGINNINGS[rule].split()),
    )
    for rule, act, form, pattern in PATTERNS
]
_STOPS = frozenset(STOP_WORDS.split())
_WORD = re.compile(r"[A-Za-z][\w-]*")


@dataclass(frozen=True)
class Cue:
    """Words that may report an act, with offsets into the sentence."""

    act: Act
    form: Form
    rule: str
    start: int
    end: int


def find_cues(sentence: str) -> list[Cue]:
    """Every cue of a sentence in its order; of overlapping ones the more telling rule wins."""
    words = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(sentence)]
    beginnings = {word[:3] for word, _, _ in words}
    found: list[Cue] = []
    for rule, act, form, pattern, begins in _CUES:
        if beginnings.isdisjoint(begins):
            continue
        for match in pattern.finditer(sentence):
            word = "word" if "word" in pattern.groupindex and match["word"] else 0
            _add(found, Cue(act, form, rule, match.start(word), match.end(word)))
    for word, start, end in words:
        if word in _STOPS:
            _add(found, Cue(Act.ANNOUNCE, "verb", "announce.stops", start, end))
    return sorted(found, key=lambda cue: cue.start)


def _add(found: list[Cue], cue: Cue) -> None:
    if not any(other.start < cue.end and cue.start < other.end for other in found):
        found.append(cue)
