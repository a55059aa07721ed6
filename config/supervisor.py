"""Keeps a few processes running: starts them, brings back what dies, and leaves none behind.

Each part runs in a process group of its own. When the part's first process dies, the rest of its
group is killed before the part starts again: workers orphaned by kill -9 of their parent would
go on taking tasks beside the new ones.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

GUARD = Path(__file__).with_name("guard.py")
STEADY_AFTER = 60.0  # seconds after which an earlier crash no longer counts
LONGEST_PAUSE = 30.0  # seconds between two attempts
PATIENCE = 12.0  # seconds a part may take to stop before it is killed
PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One process to keep running. One that others need (`last_to_stop`) outlives them."""

    name: str
    command: Sequence[str]
    last_to_stop: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)
    crashes: int = field(default=0, init=False)


class Supervisor:
    """Runs the parts; call `look` a few times a second, and `stop` at the end."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None], cwd: Path) -> None:
        self.parts = list(parts)
        self._say = say
        self._cwd = cwd
        self._guard: subprocess.Popen[str] | None = None

    def look(self) -> None:
        """One round: bury what died, start what is due."""
        if self._guard is None or self._guard.poll() is not None:
            self._start_guard()
        now = time.monotonic()
        for part in self.parts:
            if part.process is None and now >= part.due:
                self._start(part, now)
            elif part.process is not None and part.process.poll() is not None:
                self._bury(part, now)

    def stop(self) -> None:
        """End every part, politely first; those that others need go last."""
        for last in (False, True):
            running = [p for p in self.parts if p.process and p.last_to_stop is last]
            for part in running:
                # Only the first process: it knows how to end its own children in good order.
                self._signal(part, signal.SIGTERM)
            limit = time.monotonic() + PATIENCE
            for part in running:
                self._wait(part, limit)
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait()

    def _start(self, part: Part, now: float) -> None:
        part.process = subprocess.Popen(  # noqa: S603
            part.command,
            cwd=self._cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent(signal.SIGKILL),
        )
        part.started = now
        self._tell_guard("+", part.process.pid)

    def _bury(self, part: Part, now: float) -> None:
        """Kill what is left of a dead part's group, and set when it starts again."""
        if part.process is None:
            return
        code, pid = part.process.returncode, part.process.pid
        self._kill_group(pid)
        self._tell_guard("-", pid)
        part.process = None
        part.crashes = 0 if now - part.started > STEADY_AFTER else part.crashes + 1
        pause = min(LONGEST_PAUSE, 0.25 * 2**part.crashes)
        part.due = now + pause
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit status {code}"
        self._say(f"{part.name} {how}; it starts again in {pause:.1f} s")

    def _wait(self, part: Part, limit: float) -> None:
        """Wait for a part until the limit (monotonic seconds), then kill its whole group."""
        if part.process is None:
            return
        try:
            part.process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._say(f"{part.name} did not stop in time and is killed")
        self._kill_group(part.process.pid)
        part.process.wait()
        self._tell_guard("-", part.process.pid)
        part.process = None

    def _signal(self, part: Part, number: signal.Signals) -> None:
        if part.process is not None:
            part.process.send_signal(number)

    def _kill_group(self, group: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)

    def _start_guard(self) -> None:
        self._guard = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", str(GUARD)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        for part in self.parts:
            if part.process is not None:
                self._tell_guard("+", part.process.pid)

    def _tell_guard(self, sign: str, group: int) -> None:
        pipe: IO[str] | None = self._guard.stdin if self._guard else None
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # it died: the next round starts another
                pipe.write(f"{sign}{group}\n")
                pipe.flush()


def die_with_parent(number: signal.Signals) -> None:
    """On Linux: have the system send this process a signal when its parent ends."""
    setup = _die_with_parent(number)
    if setup is not None:
        setup()


def handles_interrupt(process: int) -> bool:
    """On Linux: whether a process has a handler for SIGINT; False where that cannot be seen.

    make has one until it is interrupted; then it waits for its child without passing the signal on.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
        caught = int(status.split("SigCgt:")[1].split()[0], 16)
    except (OSError, IndexError, ValueError):
        return False
    return bool(caught >> (signal.SIGINT - 1) & 1)


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """A step for a new process, between fork and exec; None where the system has no such call.

    The signal comes when the parent's *thread* ends, so parts are started from the main thread.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def setup() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))

    return setup
