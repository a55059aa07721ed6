"""The whole suite: linters, types, contracts, then every test on SQLite and on a real PostgreSQL.

`python -m tests.suite` is what `make test` calls, with or without servers on the machine. What
could not run is named at the end; with CI=true in the environment it is a failure.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from config.broker import BrokerMissing
from config.supervisor import die_with_parent
from tests.servers import browser, postgres, redis

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PY = sys.executable
LINTS: dict[str, Sequence[str]] = {
    "ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "types": [PY, "-m", "mypy", "."],
    "imports": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "templates", "--lint", "--quiet"],
    "migrations": [PY, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def run(name: str, command: Sequence[str], **variables: str) -> bool:
    """Run one check; say how it went and how long it took, and show its output if it failed."""
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "MORATORIUM_ENV": "test", **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    ok = done.returncode == 0
    print(
        f"{name:<12} {'ok' if ok else 'FAILED':<7} {time.monotonic() - started:5.1f} s", flush=True
    )
    if not ok:
        print(done.stdout, flush=True)
    return ok


@dataclass
class TestRun:
    """One pytest in the background, its output kept in a file until it ends."""

    __test__ = False

    name: str
    process: subprocess.Popen[bytes]
    output: IO[bytes]

    def report(self) -> bool:
        """Wait for the end and show what was printed. True when all passed."""
        code = self.process.wait()
        self.output.seek(0)
        print(f"\n--- tests: {self.name} ---\n{self.output.read().decode()}", flush=True)
        return code == 0


def start_pytest(name: str, options: Sequence[str], variables: dict[str, str]) -> TestRun:
    """Start pytest with options and environment variables of its own."""
    # Importing the site's plumbing above has named its settings; the tests have their own. And they
    # start some hundred processes: each would compile every module anew were none kept compiled.
    left_out = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    environment |= {**variables, "VAR_DIR": str(ROOT / "var" / "test" / name.split()[0])}
    output = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
    process = subprocess.Popen(
        [PY, "-m", "pytest", "-q", "--durations=5", "--color=no", *options],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=partial(die_with_parent, signal.SIGTERM),
    )
    return TestRun(name, process, output)


def start_tests(stack: contextlib.ExitStack, missing: list[str]) -> list[TestRun]:
    """Start every test run there can be here; what there cannot be is added to `missing`."""
    variables = {}
    try:
        variables["TEST_REDIS_URL"] = stack.enter_context(redis.running())
    except BrokerMissing as error:
        missing.append(f"tests with a broker: {error}")
    try:
        variables["TEST_DATABASE_URL"] = stack.enter_context(postgres.running())
    except FileNotFoundError as error:
        missing.append(f"tests on PostgreSQL: {error}")
    if not browser.executable():
        missing.append("tests in a browser: no Chromium (set BROWSER_PATH or install it)")
    # Three parts of about the same length, so that two cores are busy until the end.
    runs = [start_pytest("sqlite", ["-m", "not processes and not browser"], variables)]
    if "TEST_DATABASE_URL" in variables:
        on_postgres = {**variables, "DATABASE_URL": variables["TEST_DATABASE_URL"]}
        options = ["--only-database", "-m", "not browser and not processes"]
        runs.append(start_pytest("postgresql", options, on_postgres))
    chosen = ["processes"] if "TEST_REDIS_URL" in variables else []
    chosen += ["browser"] if browser.executable() else []
    if chosen:
        name = " and ".join(chosen)
        runs.append(start_pytest(name, ["-m", " or ".join(chosen)], variables))
    return runs


def main() -> int:
    """Run everything; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-lint", action="store_true", help="the quick checks alone")
    options = parser.parse_args()
    started = time.monotonic()
    missing: list[str] = []
    with contextlib.ExitStack() as stack:
        runs = [] if options.only_lint else start_tests(stack, missing)
        failed = [name for name, command in LINTS.items() if not run(name, command)]
        failed += [test_run.name for test_run in runs if not test_run.report()]
    for line in missing:
        print(f"NOT RUN: {line}")
    strict = bool(missing) and os.environ.get("CI", "").lower() in {"1", "true"}
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything that ran passed.")
    if strict:
        print("This is CI, where nothing may be left out: FAILED.")
    print(f"{time.monotonic() - started:.0f} s")
    return 1 if failed or strict else 0


if __name__ == "__main__":
    sys.exit(main())
