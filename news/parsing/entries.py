"""What a feed says, as plain text: the form in which it leaves the parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from news.door import fingerprint, one_line

MARK_BYTES = 8
MOST_ENTRIES = 5000  # taken from one document


class NotAFeed(ValueError):
    """The document is no feed that can be read; the message says why."""


@dataclass(frozen=True)
class ParsedEntry:
    """One entry, every field plain text at its final length.

    ``guid`` and ``link`` are as the publisher wrote them, for telling entries apart; ``url`` is
    fit for a link, or empty.
    """

    guid: str = ""
    link: str = ""
    url: str = ""
    title: str = ""
    text: str = ""
    published_at: datetime | None = None
    published_raw: str = ""

    @property
    def published_on(self) -> date | None:
        """The calendar day where it was published."""
        return self.published_at.date() if self.published_at else None

    @property
    def label(self) -> str:
        """The headline, or what stands for it in a list."""
        return self.title or one_line(self.text[:80]) or self.url[:80] or "(untitled)"

    @property
    def sha256(self) -> str:
        """The fingerprint of headline and text, as the rest of the intake makes it."""
        return fingerprint(f"{self.label}\n\n{self.text}")


@dataclass(frozen=True)
class ParsedFeed:
    """A feed's title, its wishes about polling, its entries, and the marks of all it holds.

    ``marks`` are the hashes of the entries as written, joined, for the next reading; empty where
    the document could not be cut into entries beyond doubt.
    """

    title: str = ""
    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    entries: tuple[ParsedEntry, ...] = ()
    marks: bytes = b""

    def as_row(self) -> list[Any]:
        """In types that JSON knows."""
        entries = [
            [e.guid, e.link, e.url, e.title, e.text, e.published_raw,
             e.published_at.isoformat() if e.published_at else None]
            for e in self.entries
        ]  # fmt: skip
        head = [self.title, self.ttl_minutes, self.skip_hours, self.skip_days]
        return [*head, self.marks.hex(), entries]

    @classmethod
    def from_row(cls, row: list[Any]) -> ParsedFeed:
        """The same again."""
        title, ttl_minutes, skip_hours, skip_days, marks, rows = row
        entries = []
        for guid, link, url, headline, text, raw, stated in rows:
            at = datetime.fromisoformat(stated) if stated else None
            entries.append(ParsedEntry(guid, link, url, headline, text, at, raw))
        return cls(
            title,
            ttl_minutes,
            tuple(skip_hours),
            tuple(skip_days),
            tuple(entries),
            bytes.fromhex(marks),
        )


@dataclass(frozen=True)
class Document:
    """What is to be read: the bytes, what was said of them, and what is known already."""

    raw: bytes
    content_type: str = ""
    url: str = ""
    known: frozenset[bytes] = field(default_factory=frozenset)


def known_marks(marks: bytes) -> frozenset[bytes]:
    """The marks of an earlier reading, one by one."""
    return frozenset(
        marks[start : start + MARK_BYTES] for start in range(0, len(marks), MARK_BYTES)
    )
