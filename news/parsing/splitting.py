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
    """A document as what comes before its entries, these, and what comes after."""

    head: str
    entries: tuple[str, ...]
    tail: str
    marks: tuple[bytes, ...]  # a short hash of each entry as written

    def without(self, known: Set[bytes], most: int) -> str:
        """The document with no more than ``most`` entries, none of them known."""
        new = [
            entry for entry, mark in zip(self.entries, self.marks, strict=True) if mark not in known
        ]
        return "".join([self.head, *new[:most], self.tail])


def cut(text: str) -> Cut | None:
    """Cut at the entries, or say None on any doubt: then the whole document is to be parsed.

    In doubt are entries inside entries, text between them, and comments or CDATA that might hold
    what looks like the beginning or end of one.
    """
    first = _ENTRY.search(text)
    if not first:
        return None
    end_tag = f"</{first[1]}>"
    pieces = text[first.start() :].split(end_tag)
    tail = pieces.pop()
    start = first[0]
    entries = []
    for piece in pieces:
        entry = piece.lstrip()
        if not entry.startswith(start) or len(_ENTRY.findall(entry)) != 1 or not _closed(entry):
            return None
        entries.append(entry + end_tag)
    head = text[: first.start()]
    if not entries or _ENTRY.search(tail) or not _closed(head) or not _closed(tail):
        return None
    marks = tuple(
        blake2b(entry.encode("utf-8", "replace"), digest_size=MARK_BYTES).digest()
        for entry in entries
    )
    return Cut(head, tuple(entries), tail, marks)


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
