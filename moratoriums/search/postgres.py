"""The index on PostgreSQL: a tsvector made of folded words, and trigrams of the known words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from moratoriums.search.engines import Fields
from moratoriums.search.words import Term

_TABLE = "moratoriums_searchtext"
_WEIGHTS = "ABCD"
_ALIKE_MOST = 200
# What PostgreSQL takes: positions of a word in one text, and the last position there is.
_POSITIONS_MOST, _LAST_POSITION = 255, 16383


class Postgres:
    """Full-text search with tsvector; the document stands beside the pieces it is made of."""

    def write(self, texts: Mapping[int, Fields]) -> None:
        """Put pledges into the index, in the place of what it had of them."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_TABLE} SET document = %s::tsvector WHERE pledge_id = %s",  # noqa: S608
                [(_document(fields), key) for key, fields in texts.items()],
            )

    def forget(self, ids: Collection[int]) -> None:
        """Do nothing: the document goes with the row of the pieces."""

    def learn(self) -> None:
        """Do nothing: the index of the words keeps itself up."""

    def matching(self, terms: Sequence[Term], most: int | None = None) -> list[int]:
        """Return the pledges that have all that is asked for; the best ``most`` first, if given."""
        sql, values = self.question(terms)
        if most:
            sql += f" ORDER BY ts_rank(document, asked) DESC, pledge_id LIMIT {most:d}"
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]

    def question(self, terms: Sequence[Term]) -> tuple[str, list[str]]:
        """Return the SQL, with its values, that gives the keys of the matching pledges."""
        asked = " & ".join(_expression(term) for term in terms)
        return (
            f"SELECT pledge_id FROM {_TABLE}, to_tsquery('simple', %s) asked"  # noqa: S608
            " WHERE document @@ asked",
            [asked],
        )

    def has(self, *terms: Term) -> bool:
        """Whether any pledge has all that is asked for."""
        sql, values = self.question(terms)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT 1", values)
            return cursor.fetchone() is not None

    def alike(self, word: str) -> list[str]:
        """Return known words that share letters with one, the likest first."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word FROM moratoriums_searchword WHERE word %% %s"
                " ORDER BY similarity(word, %s) DESC, word LIMIT %s",
                [word, word, _ALIKE_MOST],
            )
            return [row[0] for row in cursor.fetchall()]


def _document(fields: Fields) -> str:
    """Write a tsvector out, so that no parser of the database cuts words in another way."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, words in zip(_WEIGHTS, fields, strict=True):
        for word in words:
            position = min(position + 1, _LAST_POSITION)
            found = places.setdefault(word, [])
            if len(found) < _POSITIONS_MOST:
                found.append(f"{position}{weight}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _expression(term: Term) -> str:
    """Write a term as to_tsquery reads it; words are letters and digits, so quotes are safe."""
    star = ":*" if term.beginning else ""
    choices = (" <-> ".join(f"'{word}'{star}" for word in choice) for choice in term.choices)
    return "(" + " | ".join(choices) + ")"
