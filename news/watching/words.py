"""Finds a cited quote in a page again, whatever the page did to its quotation marks and blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_ALIKE = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"}
)
_CUT = re.compile(r"\s*(?:\[[^\]]{0,80}\]|\.\.\.|…)\s*")
_NO_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The words of a text alone: no case, marks, accents' forms or line breaks, one blank between.

    Two texts that a reader would call word for word the same fold to the same.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()
    return f" {_NO_WORD.sub(' ', plain).strip()} "


def missing_quotes(quotes: Iterable[str], text: str) -> list[str]:
    """The quotes that do not stand in a text.

    A quote with words left out (``...`` or ``[sic]``) stands there if all its parts do, in order.
    """
    within = folded(text)
    return [quote for quote in quotes if not _stands(quote, within)]


def _stands(quote: str, within: str) -> bool:
    at = 0
    for part in _CUT.split(quote):
        words = folded(part)
        if not words.strip():
            continue
        found = within.find(words, at)
        if found < 0:
            return False
        at = found + len(words) - 1  # the blank after a part may be the one before the next
    return True
