"""What a column of an export is: its name, its type, what it says, and how a row is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet

from companies.vocabulary import Word
from moratoriums.queries import PledgeQuerySet
from website.serving.days import Asked

Value = str | int | bool | date | datetime | list[str] | None
Kind = Literal["text", "word", "edtf", "day", "instant", "boolean", "integer", "list", "address"]

KIND_WORDS: Mapping[Kind, str] = {
    "text": "text",
    "word": "one of the values listed",
    "edtf": "partial date (EDTF: 2020-06-10, 2020-06, 2021~, 2026-06-05/2026-06-08)",
    "day": "day (2020-06-10)",
    "instant": "instant in UTC (2026-11-22T12:00:00Z)",
    "boolean": "true or false",
    "integer": "whole number",
    "list": "list; in CSV the values are separated by a vertical bar",
    "address": "web address",
}


@dataclass(frozen=True)
class Column:
    """One column. An empty cell (null in JSON) means "not on record", never "no"."""

    name: str
    kind: Kind
    says: str
    read: Callable[[Any], Value]
    words: type[Word] | None = None
    required: bool = False

    def value(self, line: Any) -> Value:
        """Return a row's value; an empty text is no value."""
        found = self.read(line)
        return None if found == "" else found


@dataclass(frozen=True)
class Sheet:
    """What a file says of its rows: a name, and the columns."""

    name: str
    title: str
    says: str
    columns: Sequence[Column]
    key: Sequence[str]

    def row(self, line: Any) -> dict[str, Value]:
        """Return one row by column."""
        return {column.name: column.value(line) for column in self.columns}


@dataclass(frozen=True)
class Table(Sheet):
    """One table of the export: its rows belong to the pledges that a filter finds.

    ``rows`` asks for the rows of some pledges on a day, in stable order; ``fetch`` reads a batch of
    them by primary key, with a fixed number of questions to the database.
    """

    rows: Callable[[PledgeQuerySet, Asked], QuerySet[Any]]
    fetch: Callable[[Sequence[int], Asked], Mapping[int, Any]]
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
