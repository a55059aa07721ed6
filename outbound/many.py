"""Fetches many things at once, each host in its turn; the same guarded fetch as for one."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from outbound.failures import FetchFailed
from outbound.fetching import Errand, Fetched, Request

Key = TypeVar("Key")
_MOST_WAITING_BYTES = 2 * 1024 * 1024  # of bodies nobody has taken yet
_LARGE_AT_ONCE = 4
# Outcomes are handed over together: each time wakes a thread that takes turns with ours.
_MOST_TOGETHER, _HELD_SECONDS = 32, 0.005
# Hosts that answer at once need few connections, and each costs as much as some answers.
_AT_FIRST, _BETWEEN_SECONDS = 24, 0.002


@dataclass(frozen=True)
class Pace:
    """How many connections at once, how many of them to one host, and how long between two."""

    connections: int = 64
    per_host: int = 1
    gap_seconds: float = 1.0
    run_seconds: float = 200.0  # after which nothing new is begun


@dataclass(frozen=True)
class Outcome(Generic[Key]):
    """What came of one request: an answer or the reason why not, and the seconds it took."""

    key: Key
    answer: Fetched | FetchFailed
    seconds: float


@dataclass(frozen=True)
class _Handful(Generic[Key]):
    outcomes: list[Outcome[Key]]


@dataclass(frozen=True)
class _Finished:
    error: BaseException | None


def fetch_many(
    requests: Iterable[tuple[Key, str, Request]],
    *,
    pace: Pace,
    inbox: queue.SimpleQueue[Any] | None = None,
) -> Generator[Any, None, None]:
    """Yield an ``Outcome`` for each ``(key, host, request)``, in the order in which they end.

    Requests of one host go one after the other over the same line. What could not be begun in
    ``pace.run_seconds`` is never yielded. What others put into ``inbox`` meanwhile is yielded too.
    """
    crowd = _Crowd(requests, pace, inbox or queue.SimpleQueue())
    thread = threading.Thread(target=crowd.work, name="outbound", daemon=True)
    thread.start()
    try:
        yield from crowd.results()
    finally:
        crowd.stop()
        thread.join()


class _Crowd(Generic[Key]):
    """The connections, in a thread of their own so that their user may work meanwhile."""

    def __init__(
        self,
        requests: Iterable[tuple[Key, str, Request]],
        pace: Pace,
        inbox: queue.SimpleQueue[Any],
    ) -> None:
        self._hosts: dict[str, deque[tuple[Key, Request]]] = {}
        for key, host, request in requests:
            self._hosts.setdefault(host, deque()).append((key, request))
        self._left = sum(map(len, self._hosts.values()))
        self._pace = pace
        self._ends_at = time.monotonic() + pace.run_seconds
        self._inbox = inbox
        self._held: list[Outcome[Key]] = []
        self._put_bytes = self._taken_bytes = 0  # each is written by one thread alone
        self._stop: Callable[[], object] = lambda: None

    def results(self) -> Iterator[Any]:
        """Yield until all is done; an error of our own ends it."""
        while not isinstance(event := self._inbox.get(), _Finished):
            if isinstance(event, _Handful):
                for outcome in event.outcomes:
                    self._taken_bytes += _size(outcome.answer)
                    yield outcome
            else:
                yield event
        if event.error:
            raise event.error

    def stop(self) -> None:
        """Let go of everything that is under way."""
        self._stop()

    def work(self) -> None:
        """Run the connections to their end; in their own thread."""
        error: BaseException | None = None
        try:
            asyncio.run(self._all())
        except asyncio.CancelledError:
            pass  # nobody waits for the rest
        except BaseException as raised:
            error = raised
        self._hand_over()
        self._inbox.put(_Finished(error))

    def _tell(self, outcome: Outcome[Key]) -> None:
        self._put_bytes += _size(outcome.answer)
        self._held.append(outcome)
        if len(self._held) >= _MOST_TOGETHER:
            self._hand_over()
        elif len(self._held) == 1:
            asyncio.get_running_loop().call_later(_HELD_SECONDS, self._hand_over)

    def _hand_over(self) -> None:
        if self._held:
            self._inbox.put(_Handful(self._held))
            self._held = []

    async def _all(self) -> None:
        loop, me = asyncio.get_running_loop(), asyncio.current_task()
        if me is not None:
            self._stop = lambda: loop.is_closed() or loop.call_soon_threadsafe(me.cancel)
        large = asyncio.Semaphore(_LARGE_AT_ONCE)
        turns = iter(
            [
                waiting
                for waiting in self._hosts.values()
                for _ in range(min(self._pace.per_host, len(waiting)))
            ]
        )

        async def connection() -> None:
            for waiting in turns:
                await self._serve(waiting, Errand(large))

        most = min(self._pace.connections, len(self._hosts) * self._pace.per_host)
        async with asyncio.TaskGroup() as group:
            for number in range(most):
                if number >= _AT_FIRST:
                    await asyncio.sleep(_BETWEEN_SECONDS)
                if not self._left:
                    break
                group.create_task(connection())

    async def _serve(self, waiting: deque[tuple[Key, Request]], errand: Errand) -> None:
        """Do what waits for one host, one after the other."""
        try:
            while waiting and time.monotonic() < self._ends_at:
                key, request = waiting.popleft()
                self._left -= 1
                started = time.monotonic()
                answer: Fetched | FetchFailed
                try:
                    answer = await errand.run(request)
                except FetchFailed as error:
                    answer = error
                self._tell(Outcome(key, answer, time.monotonic() - started))
                if waiting and self._pace.gap_seconds:
                    await asyncio.sleep(self._pace.gap_seconds)
                while self._put_bytes - self._taken_bytes > _MOST_WAITING_BYTES:
                    await asyncio.sleep(0.02)
        finally:
            errand.hang_up()


def _size(answer: Fetched | FetchFailed) -> int:
    return len(answer.body) + len(answer.packed) if isinstance(answer, Fetched) else 0
