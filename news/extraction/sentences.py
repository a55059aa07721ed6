"""Cuts a text into sentences that know where they stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 1_500  # characters; a longer run without a full stop is cut, so that work stays bounded

_BREAK = re.compile(r"\n+|[.!?…]+[\"'”’)\]]*(?=\s)")
_NO_STOP_AFTER = re.compile(
    r"(?:\b(?:Inc|Corp|Co|Ltd|Plc|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof|St|No|vs|v|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z](?:\.[A-Z])*)$"
)
_STARTS_SENTENCE = re.compile(r"[\"'“‘(\[]*[A-Z0-9]")


@dataclass(frozen=True)
class Sentence:
    """A stretch of text and its offset."""

    text: str
    start: int
    headline: bool = False

    @property
    def end(self) -> int:
        """The offset just behind it."""
        return self.start + len(self.text)


def split_sentences(text: str, headline_length: int = 0) -> list[Sentence]:
    """Cut a text at line ends and full stops; abbreviations do not end a sentence.

    What starts before ``headline_length`` is marked as headline. Takes time in proportion to the
    length of the text.
    """
    found: list[Sentence] = []
    start = 0
    for match in _BREAK.finditer(text):
        if not _ends_sentence(text, match):
            continue
        _add(found, text, start, match.end(), headline_length)
        start = match.end()
    _add(found, text, start, len(text), headline_length)
    return found


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match[0][0] == "\n":
        return True
    following = text[match.end() : match.end() + 40].lstrip(" \t\xa0")
    if following and following[0] != "\n" and not _STARTS_SENTENCE.match(following):
        return False
    before = text[max(0, match.start() - 12) : match.start()]
    return match[0][0] != "." or not _NO_STOP_AFTER.search(before)


def _add(found: list[Sentence], text: str, start: int, end: int, headline_length: int) -> None:
    while start < end:
        stop = min(end, start + LONGEST)
        if stop < end:
            space = text.rfind(" ", start + LONGEST // 2, stop)
            stop = space if space > 0 else stop
        piece = text[start:stop]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        if body:
            found.append(Sentence(body, start + lead, start + lead < headline_length))
        start = stop
