"""The whole suite: linters, types, contracts, then every test on SQLite and on a real PostgreSQL.

`python -m tests.suite` is what `make test` calls, with or without servers on the machine. What
could not run is named at the end; with CI=true in the environment it is a failure.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.broker import BrokerMissing
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


def run_tests(failed: list[str], missing: list[str]) -> None:
    """Both test runs at once, one on each core; names of what failed or was missing are added."""
    with contextlib.ExitStack() as stack:
        variables = {}
        try:
            variables["TEST_REDIS_URL"] = stack.enter_context(redis.running())
        except BrokerMissing as error:
            missing.append(f"tests with a broker: {error}")
        try:
            postgres_url = stack.enter_context(postgres.running())
            variables["TEST_DATABASE_URL"] = postgres_url
        except FileNotFoundError as error:
            postgres_url = ""
            missing.append(f"tests on PostgreSQL: {error}")
        if not browser.executable():
            missing.append("tests in a browser: no Chromium (set BROWSER_PATH or install it)")
        runs = [start_pytest("sqlite", [], variables)]
        if postgres_url:
            # What starts processes or a browser of its own does so once, in the other run.
            options = ["--only-database", "-m", "not browser and not processes"]
            runs.append(
                start_pytest("postgresql", options, {**variables, "DATABASE_URL": postgres_url})
            )
        failed += [name for name, process in runs if not report(name, process)]


def start_pytest(
    name: str, options: list[str], variables: dict[str, str]
) -> tuple[str, subprocess.Popen[str]]:
    """Start pytest with the given environment; its output is collected."""
    environment = {**os.environ, **variables, "VAR_DIR": str(ROOT / "var" / "test" / name)}
    if "DATABASE_URL" not in variables:
        environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [PY, "-m", "pytest", "-q", "--durations=5", "--color=no", *options],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return name, process


def report(name: str, process: subprocess.Popen[str]) -> bool:
    """Wait for a test run and show what it printed. True when it passed."""
    output, _ = process.communicate()
    print(f"\n--- pytest on {name} ---\n{output}", flush=True)
    return process.returncode == 0


def main() -> int:
    """Run everything; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-lint", action="store_true", help="the quick checks alone")
    options = parser.parse_args()
    started = time.monotonic()
    failed = [name for name, command in LINTS.items() if not run(name, command)]
    missing: list[str] = []
    if not options.only_lint:
        run_tests(failed, missing)
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
