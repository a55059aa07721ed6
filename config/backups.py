"""Backups of the database, made while the site runs, and the proof that they can be put back."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import psycopg2
from django.apps import apps
from django.db import connection
from django.db.models import Model
from psycopg2.extensions import make_dsn

OWNER_ONLY, OWNER_ONLY_FOLDER = 0o600, 0o700
PREFIX = "moratorium-"
_SUFFIX = {"sqlite": ".sqlite3", "postgresql": ".dump"}
# Options of a connection that Django takes itself.
_DJANGOS_OWN = {"assume_role", "isolation_level", "pool", "server_side_binding"}

Sums = dict[str, tuple[int, str]]  # how many rows each table has, and a checksum of them


class BackupFailed(Exception):
    """No backup was made, or it could not be put back; the message says why."""


@dataclass(frozen=True)
class Drill:
    """What putting a backup back elsewhere came to; ``wrong`` names tables that differ."""

    tables: int
    rows: int
    wrong: tuple[str, ...]


def make_backup(folder: Path, *, at: datetime, without_people: bool = False) -> Path:
    """Write the database as it is now into a new file that its owner alone can read.

    Raises:
        BackupFailed: with the reason; no file is left behind.
    """
    return _made(folder, at, without_people)[0]


def drill(folder: Path, *, at: datetime) -> Drill:
    """Make a backup, put it back elsewhere, and compare each table with the moment of the backup.

    Raises:
        BackupFailed: it could not be made or put back.
    """
    path, before = _made(folder, at, without_people=False, with_sums=True)
    try:
        with _put_back(path) as after:
            wrong = tuple(sorted(t for t in before | after if before.get(t) != after.get(t)))
        return Drill(len(before), sum(rows for rows, _ in before.values()), wrong)
    finally:
        path.unlink()


def forget_old(folder: Path, *, keep: int) -> int:
    """Delete all backups but the newest ones; return how many went."""
    old = sorted(folder.glob(f"{PREFIX}*"), reverse=True)[keep:]
    for path in old:
        path.unlink()
    return len(old)


def tables_of_people() -> list[str]:
    """The tables that hold readers' addresses, or rows that hang on such a row."""
    named = {"subscriber", "suppression", "return", "knock"}
    found: set[type[Model]] = {
        model for model in apps.get_models() if _names(model) in {f"alerts.{n}" for n in named}
    }
    while True:
        more = {
            model
            for model in apps.get_models()
            if model not in found
            and any(field.related_model in found for field in model._meta.concrete_fields)
        }
        if not more:
            return sorted(model._meta.db_table for model in found)
        found |= more


def _names(model: type[Model]) -> str:
    return model._meta.label_lower


def _made(
    folder: Path, at: datetime, without_people: bool, with_sums: bool = False
) -> tuple[Path, Sums]:
    people = "-without-people" if without_people else ""
    name = f"{PREFIX}{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}{people}"
    draft = folder / f".{name}.part"
    try:
        folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        sums = (_dump_sqlite if connection.vendor == "sqlite" else _dump_postgres)(
            draft, without_people, with_sums
        )
        return draft.rename(folder / f"{name}{_SUFFIX[connection.vendor]}"), sums
    except (OSError, sqlite3.Error, psycopg2.Error) as error:
        raise BackupFailed(str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink()


# --- SQLite ---------------------------------------------------------------------------------------


def _dump_sqlite(draft: Path, without_people: bool, with_sums: bool) -> Sums:
    """Copy the pages of one read transaction: writers go on, and the copy knows nothing of them."""
    source = sqlite3.connect(
        f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, isolation_level=None
    )
    with closing(source), closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        source.execute("BEGIN")
        sums = _sums_sqlite(source) if with_sums else {}
        source.backup(copy)
        source.execute("COMMIT")
        copy.execute("PRAGMA journal_mode=DELETE")
        if without_people:
            for table in tables_of_people():
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  (a name from our models)
            copy.execute("VACUUM")  # what was deleted would still stand in free pages
    return sums


def _sums_sqlite(source: sqlite3.Connection) -> Sums:
    """Count and sum the rows of every table; the order of rows does not matter."""
    tables = source.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    sums: Sums = {}
    for (table,) in tables.fetchall():
        rows, total = 0, 0
        for row in source.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
            rows += 1
            digest = blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            total = (total + int.from_bytes(digest)) % 2**64
        sums[table] = rows, f"{total:016x}"
    return sums


# --- PostgreSQL -----------------------------------------------------------------------------------


def _dump_postgres(draft: Path, without_people: bool, with_sums: bool) -> Sums:
    """Let pg_dump read the very state that the sums are of: both see one exported snapshot."""
    with closing(psycopg2.connect(**_access())) as session, session.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        sums = _sums_postgres(cursor) if with_sums else {}
        left_out = tables_of_people() if without_people else []
        _run(
            *("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={draft}"),
            *(f"--exclude-table-data=public.{table}" for table in left_out),
            database=str(connection.settings_dict["NAME"]),
        )
    return sums


def _sums_postgres(cursor: Any) -> Sums:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    sums: Sums = {}
    for (table,) in cursor.fetchall():
        cursor.execute(
            f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) "  # noqa: S608
            f'FROM "{table}" t'
        )
        rows, total = cursor.fetchone()
        sums[table] = rows, str(total)
    return sums


def access_to(said: Mapping[str, Any], *, name: str = "") -> dict[str, Any]:
    """How PostgreSQL's own library reaches a database of Django's settings, or one beside it.

    What the address says of encryption goes along, or a backup would trust any server.
    """
    pairs = {
        "dbname": name or said["NAME"],
        "user": said["USER"],
        "password": said["PASSWORD"],
        "host": said["HOST"],
        "port": said["PORT"],
        **{key: value for key, value in said["OPTIONS"].items() if key not in _DJANGOS_OWN},
    }
    return {key: value for key, value in pairs.items() if value}


def _access(name: str = "") -> dict[str, Any]:
    return access_to(connection.settings_dict, name=name)


def _run(program: str, *arguments: str, database: str) -> None:
    """Run one of PostgreSQL's programs; the password travels by the environment, not in sight."""
    if shutil.which(program) is None:
        raise BackupFailed(f"{program} is not installed: it comes with PostgreSQL's client.")
    access = _access(database)
    password = {"PGPASSWORD": str(access.pop("password"))} if "password" in access else {}
    done = subprocess.run(  # noqa: S603
        [program, *arguments, f"--dbname={make_dsn(**access)}"],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-600:]}")


# --- putting back ---------------------------------------------------------------------------------


@contextmanager
def _put_back(path: Path) -> Iterator[Sums]:
    """Hand out the sums of the backup, put back into a database of its own that goes afterwards."""
    if connection.vendor == "sqlite":
        elsewhere = path.with_name(f".{path.name}.drill")
        try:
            shutil.copy(path, elsewhere)
            with closing(sqlite3.connect(elsewhere, isolation_level=None)) as copy:
                (said,) = copy.execute("PRAGMA integrity_check").fetchone()
                if said != "ok":
                    raise BackupFailed(f"The backup is damaged: {said}")
                yield _sums_sqlite(copy)
        finally:
            elsewhere.unlink(missing_ok=True)
        return
    name = f"drill_{secrets.token_hex(4)}"
    _at_the_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        _run("pg_restore", "--no-owner", "--exit-on-error", str(path), database=name)
        with closing(psycopg2.connect(**_access(name))) as session, session.cursor() as cursor:
            yield _sums_postgres(cursor)
    finally:
        with suppress(BackupFailed):
            _at_the_server(f'DROP DATABASE IF EXISTS "{name}"')


def _at_the_server(statement: str) -> None:
    with closing(psycopg2.connect(**_access())) as session:
        session.autocommit = True
        try:
            session.cursor().execute(statement)
        except psycopg2.Error as error:
            raise BackupFailed(
                f"{str(error).strip()} The drill needs an account that may create databases."
            ) from error
