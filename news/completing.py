"""Tells whether a feed brought a whole article, and what its page says beyond that; pure."""

from __future__ import annotations

import re

_SHORTEST_WHOLE = 1500  # characters; a news report has two to six thousand
_TAIL = 200  # characters at the end in which a feed says that there is more
_MORE = re.compile(
    r"(?:…|\.\.\.)\W*$"
    r"|\b(?:read|see|view) (?:more|the full|full|on)\b|\bcontinue(?:d)? reading\b|\bfull story\b"
    r"|\bappeared first on\b",
    re.IGNORECASE,
)


def is_partial(text: str) -> bool:
    """Whether a feed's text of an article is a teaser, or cut."""
    return len(text) < _SHORTEST_WHOLE or bool(_MORE.search(text[-_TAIL:]))


def beyond(text: str, page_text: str) -> str:
    """The paragraphs of the page that the feed's text does not hold already.

    What the feed brought stays as it was, so that quotes found in it keep their place; a paragraph
    of which it holds the beginning only comes in full.
    """
    known = _plain(text)
    paragraphs = [one for one in page_text.split("\n\n") if one.strip()]
    return "\n\n".join(one for one in paragraphs if _plain(one) not in known)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
