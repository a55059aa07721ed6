"""Never writing to an address again."""

from __future__ import annotations

from datetime import datetime

from alerts.models import Suppression
from alerts.tokens import fingerprint


def suppress(address: str, *, at: datetime) -> None:
    """Keep the address's fingerprint: no question is sent to it any more, whoever types it in."""
    Suppression.objects.get_or_create(sha256=_of(address), defaults={"since_at": at})


def is_suppressed(address: str) -> bool:
    """Whether its owner marked our mail as unwanted."""
    return Suppression.objects.filter(sha256=_of(address)).exists()


def release(address: str) -> int:
    """Let an address be written to again, because its owner asked for that."""
    return Suppression.objects.filter(sha256=_of(address)).delete()[0]


def _of(address: str) -> str:
    return fingerprint(address.strip().lower())
