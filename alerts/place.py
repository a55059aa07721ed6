"""Where the database is, as far as it can tell: a copy or a backup put back is somewhere else.

PostgreSQL gives each server a number of its own and each table one more when it is made, so a dump
that was restored anywhere, also on the same server, has another pair. An SQLite file cannot tell,
so a small file beside it remembers its name and how often mail has left.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Place:
    """A name for where the database is, and how many runs it is known to have made there."""

    name: str
    runs: int = 0


def here(table: str) -> Place:
    """Where this database is now; an SQLite file without a name beside it has an empty one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT system_identifier, %s::regclass::oid FROM pg_control_system()", [table]
            )
            server, oid = cursor.fetchone()
        return Place(f"{server}/{oid}")
    path = _beside()
    if path is None or not path.exists():
        return Place("")
    name, _, runs = path.read_text(encoding="ascii").strip().partition(" ")
    return Place(name, int(runs or 0))


def name_it(table: str) -> Place:
    """Give an SQLite file a new name of its own; PostgreSQL has one already."""
    if connection.vendor == "postgresql":
        return here(table)
    if _beside() is None:
        return Place("")
    place = Place(secrets.token_hex(8))
    remember(place)
    return place


def remember(place: Place) -> None:
    """Write down beside an SQLite file how many runs it has made."""
    path = _beside()
    if path is None:
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_text(f"{place.name} {place.runs}\n", encoding="ascii")
    draft.replace(path)


def _beside() -> Path | None:
    """The file beside an SQLite database; None for PostgreSQL and for one in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(f"{name}-outbox")
