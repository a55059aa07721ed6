"""The site's own processes, started from a test as an operator would start them."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "MORATORIUM_ENV", "VAR_DIR", "PORT")


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without the settings of the test run, and with those given."""
    return {**{k: v for k, v in os.environ.items() if k not in OURS}, **variables}


def manage(
    *words: str, env: dict[str, str], log: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start a manage.py command without waiting for it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def status(url: str) -> int:
    """The status of an address; 0 when nothing answers there."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_until(what: str, true: Callable[[], object], seconds: float = 30) -> None:
    """Look again and again until it is so; AssertionError with the given words after the time."""
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)


def below(pid: int) -> list[psutil.Process]:
    """Every process that descends from the given one."""
    return list(psutil.Process(pid).children(recursive=True))


def alive(processes: list[psutil.Process]) -> list[str]:
    """Command lines of those that still run; one that ended and was not yet collected does not."""
    lines = []
    for process in processes:
        try:
            if process.status() != psutil.STATUS_ZOMBIE:
                lines.append(f"{process.pid} {' '.join(process.cmdline())}")
        except psutil.NoSuchProcess:
            continue
    return lines
