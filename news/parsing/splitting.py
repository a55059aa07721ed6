"""Cuts a feed into its entries without parsing it, so that known ones cost nothing."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from hashlib import blake2b

from news.parsing.entries import MARK_BYTES

_ENTRY = re.compile(r"<(item|entry)(?=[\s>/])")
_TRICKY = re.compile(r"<!--|<!\[CDATA\[|\]\]>|-->")


@dataclass(frozen=True)
class Cut:
    """A document as what comes before its entries, these, and what comes after.

    The tag that ends each entry stands apart: most are known, and never put together again.
    """

    head: str
    entries: tuple[str, ...]
    end_tag: str
    tail: str
    marks: tuple[bytes, ...]  # a short hash of each entry as written

    def new(self, known: Set[bytes], most: int) -> list[str]:
        """The entries that are not known, no more than ``most``."""
        rows = zip(self.entries, self.marks, strict=True)
        return [entry + self.end_tag for entry, mark in rows if mark not in known][:most]

    def around(self, entries: str) -> str:
        """A document with these entries instead of its own."""
        return f"{self.head}{entries}{self.tail}"


def cut(text: str, known: Set[bytes] = frozenset()) -> Cut | None:
    """Cut at the entries, or say None on any doubt: then the whole document is to be parsed.

    In doubt are entries inside entries, text between them, and comments or CDATA that might hold
    what looks like the beginning or end of one.

    Args:
        known: marks of entries that were cut out before; they are not looked at again.
    """
    first = _ENTRY.search(text)
    if not first:
        return None
    end_tag = f"</{first[1]}>"
    pieces = text[first.start() :].split(end_tag)
    tail = pieces.pop()
    head = text[: first.start()]
    entries = tuple([piece.lstrip() for piece in pieces])
    marks = tuple(
        [
            blake2b(entry.encode("utf-8", "replace"), digest_size=MARK_BYTES).digest()
            for entry in entries
        ]
    )
    if not entries or _ENTRY.search(tail) or not _closed(head) or not _closed(tail):
        return None
    for entry, mark in zip(entries, marks, strict=True):
        if not entry.startswith(first[0]) or (mark not in known and not _is_one(entry)):
            return None
    return Cut(head, entries, end_tag, tail, marks)


def _is_one(entry: str) -> bool:
    """Whether no other entry begins in a piece, and nothing is left open at its end."""
    return len(_ENTRY.findall(entry)) == 1 and _closed(entry)


def _closed(piece: str) -> bool:
    """Whether every comment and CDATA section that begins in a piece ends in it."""
    if "--" not in piece:  # the usual case, in which there is CDATA at most
        opened, closed = piece.rfind("<![CDATA["), piece.rfind("]]>")
        return opened <= closed and piece.count("<![CDATA[") == piece.count("]]>")
    inside = ""
    for found in _TRICKY.finditer(piece):
        mark = found[0]
        if inside:
            if mark == inside:
                inside = ""
        elif mark == "<!--":
            inside = "-->"
        elif mark == "<![CDATA[":
            inside = "]]>"
    return not inside
