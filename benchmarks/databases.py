"""Runs a measurement on an empty SQLite file and on a PostgreSQL of its own, in new processes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.servers import postgres

ROOT = Path(__file__).resolve().parent.parent


def on_both(module: str, *options: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the name of each database and what ``python -m module --inside`` printed last, as JSON.

    PostgreSQL is left out, saying so, where its programs are not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", _in_own_process(module, options, folder, f"sqlite:///{folder}/db.sqlite3")
    if postgres.binaries() is None:
        print("PostgreSQL is not installed on this machine: left out.")
        return
    with tempfile.TemporaryDirectory() as folder, postgres.running() as url:
        yield "PostgreSQL", _in_own_process(module, options, folder, url)


def ready() -> None:
    """Set Django up in this process, on an empty database with every table."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@contextlib.contextmanager
def _variables(folder: str, url: str) -> Iterator[dict[str, str]]:
    yield {
        **os.environ,
        "VAR_DIR": folder,
        "DATABASE_URL": url,
        "MORATORIUM_ENV": "test",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _in_own_process(
    module: str, options: tuple[str, ...], folder: str, url: str
) -> dict[str, float]:
    with _variables(folder, url) as environment:
        done = subprocess.run(
            [sys.executable, "-m", module, "--inside", *options],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
