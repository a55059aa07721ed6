"""Finds where a text speaks of facial recognition, under any of its names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from news.extraction.letters import small

# In small letters; each pattern is tried only where its first letters stand.
_FACE = re.compile(
    r"fac(?:e|ial)[\s\xa0-]{1,3}(?:recogni|match|scan|analy|identif|group|surveil|biometr|verif|detect|track|monitor|id\b"
    r"|camera|tool|tech|templat|databas|search|print|read|log-?in|unlock|pay|check|authenticat|imag"
    r"|data\b|map|estimat|captur|sens|board|entr|geometr|software|system|algorithm|model|tag|access|filter"
    r"|find|spot|naming|collect|comparison|expression\s+(?:recogn|track|analy))\w*"
    r"|face[\s-]?prints?\b|face-\w{1,30}ing\b|faces? (?:in|on|from) (?:photos|images|pictures)"
)
_LOOKED_AT = re.compile(r"faces?\b")
_LOOKS_AT = re.compile(
    r"\b(?:scan|read|recogni[sz]|identif|match|captur|group|analy[sz]|collect|search|process|gather"
    r"|stor|harvest)\w{0,20} "
    r"(?:[\w’'-]{1,30} ){0,3}$"
    r"|\b(?:pay|board|enter|log|sign|check)\w{0,6} (?:in |on |out )?(?:by|with) (?:[a-z]{1,20} )?$"
)
_EMOTION = re.compile(
    r"emotion(?:al)?[\s-](?:recognition|detection|tracking|reading|ai|analysis|sensing)\b"
)
_BIOMETRIC = re.compile(
    r"biometric (?:board|entr|gate|identif|surveil|scan|check|log-?in|payment)\w*"
)
_BEFORE_FACES = 80  # characters in which "scans the shoppers'" stands before "faces"


def find_topics(text: str) -> list[tuple[int, int]]:
    """The offsets of every mention, in the order of the text."""
    plain = small(text)
    found = [*_faces(plain)]
    for beginning, pattern in (("emotion", _EMOTION), ("biometric", _BIOMETRIC)):
        for start in _word_starts(plain, beginning):
            match = pattern.match(plain, start)
            if match:
                found.append(match.span())
    return sorted(found)


def _faces(plain: str) -> Iterator[tuple[int, int]]:
    for start in _word_starts(plain, "fac"):
        match = _FACE.match(plain, start)
        if match:
            yield match.span()
            continue
        match = _LOOKED_AT.match(plain, start)
        lead = match and _LOOKS_AT.search(plain[max(0, start - _BEFORE_FACES) : start])
        if match and lead:
            yield start - (len(lead.string) - lead.start()), match.end()


def _word_starts(plain: str, beginning: str) -> Iterator[int]:
    start = plain.find(beginning)
    while start >= 0:
        if start == 0 or not plain[start - 1].isalnum():
            yield start
        start = plain.find(beginning, start + len(beginning))
