"""Cuts a text at the quotes of its facts, so that a page can mark them; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Segment:
    """A stretch of the text with the facts whose quotes cover it.

    ``anchors`` are the numbers, from one, of the facts whose quote begins here.
    """

    text: str
    names: tuple[str, ...] = ()
    anchors: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """What the mark stands for, for a tooltip."""
        return ", ".join(name.replace("_", " ") for name in self.names)


def mark_quotes(text: str, facts: Sequence[dict[str, Any]]) -> list[Segment]:
    """The text in segments, in order; together they are the text. Quotes may overlap."""
    spans = [
        (number, fact)
        for number, fact in enumerate(facts, start=1)
        if 0 <= fact["start"] < fact["end"] <= len(text)
    ]
    cuts = sorted({0, len(text), *(f["start"] for _, f in spans), *(f["end"] for _, f in spans)})
    segments = []
    for start, end in pairwise(cuts):
        inside = [(n, f) for n, f in spans if f["start"] <= start and end <= f["end"]]
        names = tuple(dict.fromkeys(str(fact["name"]) for _, fact in inside))
        anchors = tuple(number for number, fact in inside if fact["start"] == start)
        segments.append(Segment(text[start:end], names, anchors))
    return segments
