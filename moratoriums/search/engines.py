"""The full-text indexes of the two databases, behind the same verbs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from django.db import connection

from moratoriums.search.words import Term

# The folded words of a pledge, field by field, the weightiest field first.
Fields = Sequence[Sequence[str]]


class Engine(Protocol):
    """What a full-text index has to do. Every call belongs to the transaction it is made in."""

    def write(self, texts: Mapping[int, Fields]) -> None:
        """Put pledges into the index, in the place of what it had of them."""

    def forget(self, ids: Collection[int]) -> None:
        """Take pledges out of the index."""

    def learn(self) -> None:
        """Take up the words that are new in the table of words."""

    def matching(self, terms: Sequence[Term], most: int | None = None) -> list[int]:
        """Return the pledges that have all that is asked for; the best ``most`` first, if given."""

    def question(self, terms: Sequence[Term]) -> tuple[str, list[str]]:
        """Return the SQL, with its values, that gives the keys of the matching pledges."""

    def has(self, *terms: Term) -> bool:
        """Whether any pledge has all that is asked for."""

    def alike(self, word: str) -> list[str]:
        """Return known words that share letters with one, in no order that matters."""


def engine() -> Engine:
    """Return the index of the database in use."""
    if connection.vendor == "postgresql":
        from moratoriums.search.postgres import Postgres

        return Postgres()
    from moratoriums.search.sqlite import Sqlite

    return Sqlite()
