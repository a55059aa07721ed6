"""Plain text out of what a feed calls HTML: tags dropped, entities decoded once."""

from __future__ import annotations

import html
import re

from news.door import LONGEST_TEXT, plain_text

_LONGEST_MARKUP = 1_000_000  # characters looked at
_HIDDEN = re.compile(
    r"<(script|style|noscript|template|iframe|object|svg|math|head|title|select|button)\b[^<>]*"
    r"(?:/>|>.*?(?:</\1\s*>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[!?][^<>]*>", re.DOTALL)
_PARAGRAPH = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|table|blockquote|section|article|header|footer|figure|hr|pre|dl)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_LINE = re.compile(r"<(?:br|li|tr|dt|dd)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKUP = re.compile(r"<[A-Za-z/!]|&(?:#\d|#[xX]|[A-Za-z])")


def text_of(markup: str) -> str:
    """The text a reader would see, paragraphs apart; at most what is kept of an article.

    Only regular expressions that look at each character a bounded number of times take part: a
    tree of unclosed elements can cost a parser minutes.
    """
    markup = markup[:_LONGEST_MARKUP]
    if not _MARKUP.search(markup):
        return plain_text(markup)
    markup = _HIDDEN.sub(" ", _COMMENT.sub("", markup))
    markup = _on_one_line(markup)
    markup = _LINE.sub("\n", _PARAGRAPH.sub("\n\n", markup))
    return plain_text(html.unescape(_TAG.sub("", markup)), LONGEST_TEXT)


def _on_one_line(markup: str) -> str:
    """Blanks and line ends as one blank each; halving the runs is faster than finding them."""
    markup = markup.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    while "  " in markup:
        markup = markup.replace("  ", " ")
    return markup
