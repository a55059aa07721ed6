"""Answers kept in the memory of one process: the oldest go when the room is full."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """Things by key, up to a total weight; the one asked for longest ago goes first."""

    def __init__(self, limit: int, weigh: Callable[[Kept], int] = lambda kept: 1) -> None:
        self._limit, self._weigh = limit, weigh
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._weight = 0
        self._mutex = threading.Lock()
        self._making: dict[Hashable, tuple[threading.Lock, int]] = {}

    def get(self, key: Hashable) -> Kept | None:
        """Return what is kept under a key."""
        with self._mutex:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep something, unless it alone is heavier than the whole shelf may be."""
        weight = self._weigh(kept)
        if weight > self._limit:
            return
        with self._mutex:
            if key in self._kept:
                self._weight -= self._weigh(self._kept.pop(key))
            self._kept[key] = kept
            self._weight += weight
            while self._weight > self._limit:
                self._weight -= self._weigh(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._mutex:
            self._kept.clear()
            self._weight = 0

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[None]:
        """Let one thread at a time make what belongs under a key; the others wait for it."""
        with self._mutex:
            lock, waiting = self._making.get(key, (threading.Lock(), 0))
            self._making[key] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._mutex:
                lock, waiting = self._making[key]
                if waiting == 1:
                    del self._making[key]
                else:
                    self._making[key] = (lock, waiting - 1)

    def made(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, or make it once for all who ask meanwhile."""
        found = self.get(key)
        if found is None:
            with self.alone(key):
                found = self.get(key)
                if found is None:
                    found = make()
                    self.put(key, found)
        return found
