"""Binds a fact to the words of the article that an editor chose; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

BY_EDITOR = "editor.chosen"  # the rule of a fact that a person bound
EXPLAINED = "An editor chose these words."

Facts = list[dict[str, Any]]


class NotInText(ValueError):
    """The words do not stand in the article; the message says what to do."""


def find_words(text: str, words: str, near: int = 0) -> tuple[int, int]:
    """Where words stand in a text: the place nearest to an offset; line breaks count as spaces.

    Raises:
        NotInText: they do not stand there, letter by letter.
    """
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        raise NotInText("There are no words to look for.")
    places = [match.span() for match in re.finditer(r"\s+".join(parts), text)]
    if not places:
        raise NotInText(
            "These words do not stand in the article like this. Select them in the text, or copy "
            "them letter by letter."
        )
    return min(places, key=lambda place: abs(place[0] - near))


def fact(name: str, value: str, text: str, span: tuple[int, int]) -> dict[str, Any]:
    """A fact as an editor states it."""
    start, end = span
    return {
        "name": name,
        "value": value[:500],
        "quote": text[start:end],
        "start": start,
        "end": end,
        "rule": BY_EDITOR,
        "confidence": 1.0,
    }


def rebind(facts: Sequence[dict[str, Any]], name: str, value: str, words: str, text: str) -> Facts:
    """The facts with the first one of a name bound to other words, or taken out without any.

    Words that are the fact's quote already leave it as it was read, rule and all.

    Raises:
        NotInText: the words do not stand in the text.
    """
    old = next((one for one in facts if one["name"] == name), None)
    quote = str(old["quote"]) if old else ""
    if words.split() == quote.split():
        return list(facts)
    if not words.strip():
        return [one for one in facts if one is not old]
    near = int(old["start"]) if old else 0
    new = fact(name, value or words.strip(), text, find_words(text, words, near))
    if old is None:
        return [*facts, new]
    return [new if one is old else one for one in facts]
