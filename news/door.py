"""The door: whatever comes in from outside becomes plain text here, once, and stays so."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from moratoriums.register.values import is_tracking, unprintable

LONGEST_TEXT = 100_000  # characters kept of an article
LONGEST_LINE = 400
LONGEST_ADDRESS = 1000

# Control characters, zero-width characters, marks that turn the direction of text round, soft
# hyphens, private use, noncharacters, surrogates and invisible tags: none of them can be seen.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff"
    "\ud800-\udfff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# The joiner that makes one picture of two, anywhere but between two pictures.
_PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_JOINER = re.compile(f"(?<!{_PICTURE})\u200d|\u200d(?!{_PICTURE})")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_EMPTY_LINES = re.compile(r"\n{3,}")
# Most addresses; in these there is nothing to look at or to change.
_SIMPLE_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w.~%/+-]*", re.ASCII)


def plain_text(text: str, limit: int = LONGEST_TEXT) -> str:
    """Text without anything that cannot be seen, lines kept, cut to ``limit`` characters.

    The result is stable: passing it through the door again changes nothing.
    """
    text = text[: limit * 2].replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", text)
    if "\u200d" in text:
        text = _JOINER.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    if "\n\n\n" in text:
        text = _EMPTY_LINES.sub("\n\n", text)
    return text.strip()[:limit].rstrip()


def one_line(text: str, limit: int = LONGEST_LINE) -> str:
    """The same for a headline or a name: on one line, tags dropped, entities decoded once."""
    if not text:
        return ""
    bare = _TAG.sub(" ", html.unescape(text[: limit * 10]))
    return " ".join(plain_text(bare, limit * 5).split())[:limit].rstrip()


def web_address(url: str) -> str:
    """An address fit for a link, without tracking and fragment; empty if it is none.

    Only http and https, no user name or password, at most 1,000 characters.
    """
    url = url.strip()
    if is_simple(url):
        return url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    if (
        port == 0
        or len(url) > LONGEST_ADDRESS
        or re.search(r"[\s<>\"\\^`{|}]", url)
        or unprintable(url)
    ):
        return ""
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not is_tracking(name)
    ]
    kept = parts.query if len(query) == parts.query.count("&") + 1 else urlencode(query)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", kept, ""))


def is_simple(url: str) -> bool:
    """Whether an address is absolute, fit for a link as it is, and without a query."""
    return len(url) <= LONGEST_ADDRESS and _SIMPLE_ADDRESS.fullmatch(url) is not None


def fingerprint(text: str) -> str:
    """The SHA-256 of a text as kept."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
