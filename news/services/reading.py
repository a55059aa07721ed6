"""Reads the entries that polls brought, each wording once."""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError
from django.utils import timezone

from news.models import Entry
from news.names import register_names
from news.services.taking_in import read_entry

_AT_ONCE = 200
log = logging.getLogger(__name__)


def read_waiting_entries(*, seconds: float = 40.0) -> int:
    """Read entries that nobody has read yet, the oldest first, for about so many seconds.

    An entry that cannot be read says so, and stops no other. Reading one twice does no harm.
    """
    names, ends_at, done = None, time.monotonic() + seconds, 0
    while time.monotonic() < ends_at:
        waiting = list(Entry.objects.filter(read_at=None).order_by("pk")[:_AT_ONCE])
        if not waiting:
            break
        names = names or register_names()
        for entry in waiting:
            try:
                read_entry(entry, names)
            except DatabaseError:
                raise
            except Exception as error:
                log.exception("Entry %s cannot be read", entry.pk)
                note = f"It could not be read ({type(error).__name__})."
                Entry.objects.filter(pk=entry.pk).update(why_skipped=note, read_at=timezone.now())
            done += 1
    return done
