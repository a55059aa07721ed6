"""The index on SQLite: FTS5 over folded words, and a second one over the letters of words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from moratoriums.search.engines import Fields
from moratoriums.search.words import Term

INDEX, LETTERS = "moratoriums_searchindex", "moratoriums_searchletters"
_ALIKE_MOST = 200


class Sqlite:
    """Full-text search with FTS5; the row number is the pledge's key."""

    def write(self, texts: Mapping[int, Fields]) -> None:
        """Put pledges into the index, in the place of what it had of them."""
        self.forget(texts.keys())
        rows: list[list[int | str]] = [
            [key, *(" ".join(words) for words in fields)] for key, fields in texts.items()
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {INDEX} (rowid, names, titles, words, around)"  # noqa: S608
                " VALUES (%s, %s, %s, %s, %s)",
                rows,
            )

    def forget(self, ids: Collection[int]) -> None:
        """Take pledges out of the index."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {INDEX} WHERE rowid = %s",  # noqa: S608
                [(key,) for key in ids],
            )

    def learn(self) -> None:
        """Take up the words that are new in the table of words: keys are given in order."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {LETTERS} (rowid, word) SELECT id, word FROM moratoriums_searchword"  # noqa: S608
                " WHERE id > (SELECT coalesce(max(rowid), 0) FROM"
                f" (SELECT rowid FROM {LETTERS} ORDER BY rowid DESC LIMIT 1))"
            )

    def matching(self, terms: Sequence[Term], most: int | None = None) -> list[int]:
        """Return the pledges that have all that is asked for; the best ``most`` first, if given."""
        sql, values = self.question(terms)
        if most:
            sql += f" ORDER BY bm25({INDEX}, 10, 6, 3, 1), rowid LIMIT {most:d}"
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]

    def question(self, terms: Sequence[Term]) -> tuple[str, list[str]]:
        """Return the SQL, with its values, that gives the keys of the matching pledges."""
        asked = " AND ".join(_expression(term) for term in terms)
        return f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [asked]  # noqa: S608

    def has(self, *terms: Term) -> bool:
        """Whether any pledge has all that is asked for."""
        sql, values = self.question(terms)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT 1", values)
            return cursor.fetchone() is not None

    def alike(self, word: str) -> list[str]:
        """Return known words that share letters with one: those that share the rarest first."""
        parts = {word[at : at + 3] for at in range(len(word) - 2)}
        if not parts:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT word FROM {LETTERS} WHERE {LETTERS} MATCH %s ORDER BY rank LIMIT %s",  # noqa: S608
                [" OR ".join(f'"{part}"' for part in sorted(parts)), _ALIKE_MOST],
            )
            return [row[0] for row in cursor.fetchall()]


def _expression(term: Term) -> str:
    """Write a term as FTS5 reads it; words are letters and digits, so nothing needs escaping."""
    star = "*" if term.beginning else ""
    return "(" + " OR ".join(f'"{" ".join(choice)}"{star}' for choice in term.choices) + ")"
