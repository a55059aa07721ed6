"""Parses feeds in child processes that may not take much time or memory, a few at once."""

from __future__ import annotations

import atexit
import functools
import json
import os
import queue
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from news.parsing.child import LENGTH, ask_about
from news.parsing.entries import Document, NotAFeed, ParsedFeed

PROCESSES = 2
CPU_SECONDS = 8.0  # for one document; the largest honest feeds take three
MEMORY_BYTES = 512 * 1024 * 1024
_MOST_WAITING = 32  # documents held for them
_MOST_TOGETHER, _MOST_BYTES = 8, 512 * 1024  # asked about at once
_TO_START, _BUSY = 15.0, 4  # seconds, and times: the machine may have others to serve
_NOTHING = Document(b"<rss/>")
_ROOT = Path(__file__).resolve().parent.parent


class ParserStopped(Exception):
    """The document took more time or memory than any honest feed; the message says so."""


@dataclass(frozen=True)
class _Asked:
    document: Document
    now: datetime
    answer: Future[ParsedFeed]


class Parsers:
    """A few child processes, started when they are needed and kept; each has a thread here."""

    def __init__(
        self,
        processes: int = PROCESSES,
        *,
        cpu_seconds: float = CPU_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._limits = cpu_seconds, memory_bytes
        self._turns = threading.Semaphore(_MOST_WAITING)
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._ready = threading.Semaphore(0)
        self._processes, self._threads = processes, list[threading.Thread]()

    def submit(self, document: Document, now: datetime) -> Future[ParsedFeed]:
        """Parse a document as soon as a child is free; waits while too many documents wait.

        The future raises NotAFeed, or ParserStopped when the child was killed by its limits.
        """
        self._turns.acquire()
        answer: Future[ParsedFeed] = Future()
        self._asked.put(_Asked(document, now, answer))
        self._begin()
        return answer

    def start(self) -> None:
        """Start the children before they are needed; without it the first documents wait."""
        self._begin()
        for _ in range(self._processes):
            self._ready.acquire()

    def close(self) -> None:
        """End the children; what they have begun is still answered."""
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            thread.join()

    def _begin(self) -> None:
        if self._threads:
            return
        with self._starting:
            while len(self._threads) < self._processes:
                thread = threading.Thread(target=self._work, name="parser", daemon=True)
                thread.start()
                self._threads.append(thread)

    def _work(self) -> None:
        """Keep one child busy until there is nothing more to come."""
        child = self._first()
        self._ready.release()
        while some := self._some():
            try:
                if child is None or not child.alive:
                    child = _Child(*self._limits)
                child = self._answer(child, some)
            except Exception as error:  # ours or the machine's: whoever waits must hear of it
                for one in some:
                    if not one.answer.done():
                        self._tell(one, error)
        if child is not None:
            child.end()

    def _first(self) -> _Child | None:
        """A child that has loaded all it needs; if there is none now, there may be later."""
        with suppress(ParserStopped, OSError):
            child = _Child(*self._limits)
            child.ask([_NOTHING], datetime.now(UTC))
            return child
        return None

    def _some(self) -> list[_Asked]:
        """What waits, as far as it is this child's part of it; nothing at the end."""
        first = self._asked.get()
        some = [] if first is None else [first]
        most = min(_MOST_TOGETHER, self._asked.qsize() // self._processes)
        size = len(first.document.raw) if first else _MOST_BYTES
        while len(some) <= most and size < _MOST_BYTES:
            try:
                another = self._asked.get_nowait()
            except queue.Empty:
                break
            if another is None:
                self._asked.put(None)
                break
            some.append(another)
            size += len(another.document.raw)
        return some

    def _answer(self, child: _Child, some: list[_Asked]) -> _Child:
        """Answer all of them; says which child is there afterwards."""
        try:
            answers = child.ask([one.document for one in some], some[0].now)
        except ParserStopped as stopped:
            if len(some) == 1:
                self._tell(some[0], stopped)
                return child
            for one in some:  # one of them did it: each is asked about by itself
                child = self._answer(child if child.alive else _Child(*self._limits), [one])
            return child
        for one, answer in zip(some, answers, strict=True):
            self._tell(one, answer)
        return child

    def _tell(self, one: _Asked, answer: ParsedFeed | Exception) -> None:
        self._turns.release()
        if isinstance(answer, Exception):
            one.answer.set_exception(answer)
        else:
            one.answer.set_result(answer)


@functools.cache
def parsers() -> Parsers:
    """The children of this process; they end with it."""
    mine = Parsers()
    atexit.register(mine.close)
    return mine


class _Child:
    def __init__(self, cpu_seconds: float, memory_bytes: int) -> None:
        self._to_start, self._for_one = _TO_START, _BUSY * cpu_seconds
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

    def ask(self, documents: Sequence[Document], now: datetime) -> list[ParsedFeed | NotAFeed]:
        """Parse documents, one after the other.

        Raises:
            ParserStopped: the child is dead.
        """
        message = ask_about(documents, now)
        ends_at = time.monotonic() + self._to_start + self._for_one * len(documents)
        try:
            replies = json.loads(self._exchange(message, ends_at))
        except (OSError, EOFError):
            self.end()
            raise ParserStopped(
                "Parsing it took more time or memory than any honest feed needs, and was stopped."
            ) from None
        return [
            NotAFeed(reply["error"]) if "error" in reply else ParsedFeed.from_row(reply["feed"])
            for reply in replies
        ]

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
