"""How often one client may ask in a minute, counted in the cache."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from staff.visitors import network_of

log = logging.getLogger(__name__)

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Allowance:
    """What a client has left; ``reset`` is in seconds."""

    limit: int
    used: int
    reset: int

    @property
    def remaining(self) -> int:
        """How many more requests are answered in this minute."""
        return max(0, self.limit - self.used)

    @property
    def spent(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit


def take(request: HttpRequest, of: str, limit: int) -> Allowance:
    """Count a request of a client and return what is left.

    Args:
        of: what is counted; each thing has a count of its own.
        limit: how many of it are answered in a minute.

    A cache that does not answer lets everybody in: reading is worth more than counting.
    """
    now = int(time.time())
    reset = WINDOW_SECONDS - now % WINDOW_SECONDS
    key = f"{of}:{now // WINDOW_SECONDS}:{_client(request)}"
    counts = caches["limits"]
    try:
        counts.add(key, 0, timeout=2 * WINDOW_SECONDS)
        used = counts.incr(key)
    except ValueError:  # it was dropped between the two: the cache is full
        used = 1
    except Exception:
        log.exception("Requests cannot be counted.")
        used = 0
    return Allowance(limit, used, reset)


def _client(request: HttpRequest) -> str:
    """A client's network, not readable in the cache."""
    return hashlib.sha256(f"{settings.SECRET_KEY}{network_of(request)}".encode()).hexdigest()[:24]
