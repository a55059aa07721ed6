"""What a feed says, as plain text: the form in which it leaves the parser."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
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
    published_on: date | None = None
    published_raw: str = ""

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

    def as_dict(self) -> dict[str, Any]:
        """In types that JSON knows."""
        row = asdict(self)
        for entry in row["entries"]:
            for name in ("published_at", "published_on"):
                entry[name] = entry[name].isoformat() if entry[name] else None
        return row | {"marks": self.marks.hex()}

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> ParsedFeed:
        """The same again."""
        entries = []
        for entry in row["entries"]:
            at, on = entry["published_at"], entry["published_on"]
            entries.append(
                ParsedEntry(
                    **entry
                    | {
                        "published_at": datetime.fromisoformat(at) if at else None,
                        "published_on": date.fromisoformat(on) if on else None,
                    }
                )
            )
        return cls(
            **row
            | {
                "entries": tuple(entries),
                "marks": bytes.fromhex(row["marks"]),
                "skip_hours": tuple(row["skip_hours"]),
                "skip_days": tuple(row["skip_days"]),
            }
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
