"""Loads a small and a large register and compares how long the pages take over them.

    .venv/bin/python -m benchmarks.large_register [--small 100] [--large 10000]

Prints the time of a load for each pledge, of a second load that changes nothing, and of the
public pages, each also as the ratio large to small from the same run.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

PAGES = {"front page": "/", "list": "/pledges/", "one pledge": "/p/pledge-7"}
ROUNDS = 9


def main() -> None:
    """Measure both sizes, each in a process and a database of its own, and print the table."""
    parser = argparse.ArgumentParser(description="Compare a small and a large register.")
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--only", type=int, help="measure one size and print it as JSON")
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(measure(asked.only)))
        return
    small, large = _in_own_process(asked.small), _in_own_process(asked.large)
    print(f"{'milliseconds':24}{asked.small:>12}{asked.large:>12}{'ratio':>9}")
    for name, value in small.items():
        print(f"{name:24}{value:>12.2f}{large[name]:>12.2f}{large[name] / value:>9.1f}")


def measure(pledges: int) -> dict[str, float]:
    """Return milliseconds by name for a register of ``pledges`` in a new SQLite database."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.made_up import write_register

    folder = settings.VAR_DIR / "register"
    write_register(folder, pledges)
    call_command("migrate", verbosity=0)

    def load() -> None:
        call_command("load_register", str(folder), stdout=io.StringIO())

    found = {
        "load, each pledge": _milliseconds(load) / pledges,
        "load again, each pledge": _milliseconds(load) / pledges,
    }
    client = Client(headers={"host": "localhost"})
    for name, path in PAGES.items():
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        ask = partial(client.get, path)
        found[name] = statistics.median(_milliseconds(ask) for _ in range(ROUNDS))
    return found


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _in_own_process(pledges: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "VAR_DIR": folder,
            "MORATORIUM_ENV": "test",
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [sys.executable, "-m", "benchmarks.large_register", "--only", str(pledges)]
        done = subprocess.run(
            command,
            env={**os.environ, **variables},
            cwd=Path(__file__).resolve().parent.parent,
            stdout=subprocess.PIPE,
            check=True,
        )
        figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return figures


if __name__ == "__main__":
    main()
