"""Parses feeds in child processes that may not take much time or memory, a few at once."""

from __future__ import annotations

import atexit
import functools
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path

from news.parsing.child import LENGTH, LENGTHS
from news.parsing.entries import Document, NotAFeed, ParsedFeed

PROCESSES = 2
CPU_SECONDS = 8.0  # for one document; the largest honest feeds take three
MEMORY_BYTES = 512 * 1024 * 1024
_MOST_WAITING = 8  # documents held for them
_TO_START, _BUSY = 15.0, 4  # seconds, and times: the machine may have others to serve
_NOTHING = Document(b"<rss/>")
_ROOT = Path(__file__).resolve().parent.parent


class ParserStopped(Exception):
    """The document took more time or memory than any honest feed; the message says so."""


class Parsers:
    """A few child processes, started when they are needed and kept."""

    def __init__(
        self,
        processes: int = PROCESSES,
        *,
        cpu_seconds: float = CPU_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._processes, self._limits = processes, (cpu_seconds, memory_bytes)
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="parser")
        self._turns = threading.Semaphore(_MOST_WAITING)
        self._mine = threading.local()
        self._all: list[_Child] = []

    def submit(self, document: Document, now: datetime) -> Future[ParsedFeed]:
        """Parse a document as soon as a child is free; waits while too many documents wait.

        The future raises NotAFeed, or ParserStopped when the child was killed by its limits.
        """
        self._turns.acquire()
        future = self._threads.submit(self._parse, document, now)
        future.add_done_callback(lambda _: self._turns.release())
        return future

    def start(self) -> None:
        """Start the children before they are needed; without it the first documents wait."""
        wait([self.submit(_NOTHING, datetime.now(UTC)) for _ in range(self._processes)])

    def close(self) -> None:
        """End the children."""
        self._threads.shutdown(cancel_futures=True)
        for child in self._all:
            child.end()

    def _parse(self, document: Document, now: datetime) -> ParsedFeed:
        child: _Child | None = getattr(self._mine, "child", None)
        if child is None or not child.alive:
            child = self._mine.child = _Child(*self._limits)
            self._all = [one for one in self._all if one.alive] + [child]
        return child.ask(document, now)


@functools.cache
def parsers() -> Parsers:
    """The children of this process; they end with it."""
    mine = Parsers()
    atexit.register(mine.close)
    return mine


class _Child:
    def __init__(self, cpu_seconds: float, memory_bytes: int) -> None:
        self._most_seconds = _TO_START + _BUSY * cpu_seconds
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-m", "news.parsing.child", str(cpu_seconds), str(memory_bytes)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._answers = selectors.DefaultSelector()
        if self._process.stdout:
            self._answers.register(self._process.stdout, selectors.EVENT_READ)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the child, whatever it does, and leave nothing of it behind."""
        self._process.kill()
        self._process.wait()
        self._answers.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def ask(self, document: Document, now: datetime) -> ParsedFeed:
        """Parse one document.

        Raises:
            NotAFeed: it is none.
            ParserStopped: the child is dead.
        """
        question = json.dumps(
            {
                "content_type": document.content_type,
                "url": document.url,
                "known": b"".join(document.known).hex(),
                "now": now.isoformat(),
            }
        ).encode()
        message = LENGTHS.pack(len(question), len(document.raw)) + question + document.raw
        try:
            reply = json.loads(self._exchange(message, time.monotonic() + self._most_seconds))
        except (OSError, EOFError):
            self.end()
            raise ParserStopped(
                "Parsing it took more time or memory than any honest feed needs, and was stopped."
            ) from None
        if "error" in reply:
            raise NotAFeed(reply["error"])
        return ParsedFeed.from_row(reply["feed"])

    def _exchange(self, message: bytes, ends_at: float) -> bytes:
        """Write the question and read the answer.

        Raises:
            EOFError, OSError: the child ended, or took too long.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        rest = memoryview(message)
        while rest:  # the child reads a whole question before it does anything that takes long
            rest = rest[stdin.write(rest) or 0 :]
        received = bytearray()
        wanted = LENGTH.size
        while len(received) < wanted:
            if not self._answers.select(max(0.0, ends_at - time.monotonic())):
                raise EOFError
            data = os.read(stdout.fileno(), 1 << 20)
            if not data:
                raise EOFError
            received += data
            if len(received) >= LENGTH.size:
                wanted = LENGTH.size + LENGTH.unpack(received[: LENGTH.size])[0]
        return bytes(received[LENGTH.size :])
