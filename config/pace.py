"""How many requests of one visitor are answered in a minute; each web process counts for itself."""

from __future__ import annotations

import threading
import time

WINDOW_SECONDS = 60
# More visitors than this in a minute are not all counted, so that counting cannot fill the memory.
MOST_VISITORS = 50_000


class Pace:
    """Counts by the minute. In memory alone: a page from memory must not wait for a counter."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def wait(self, visitor: str) -> int:
        """Count a request; return 0 if it may be answered, else the seconds until it may."""
        now = int(time.time())
        with self._lock:
            if now // WINDOW_SECONDS != self._minute:
                self._minute, self._counts = now // WINDOW_SECONDS, {}
            used = self._counts.get(visitor, 0) + 1
            if used > 1 or len(self._counts) < MOST_VISITORS:
                self._counts[visitor] = used
        return 0 if used <= self.limit else WINDOW_SECONDS - now % WINDOW_SECONDS
