"""How fresh the record is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min

from moratoriums.models import Pledge
from moratoriums.models.versions import current_stamp
from website.serving.shelf import Shelf


@dataclass(frozen=True)
class Freshness:
    """When published records were last looked at, and when the next look is due."""

    records: int
    checked_last: date | None
    checked_first: date | None
    next_check: date | None


_kept: Shelf[Freshness] = Shelf(1)


def read_freshness() -> Freshness:
    """Return the freshness of the published records, read once for each state of the register."""
    stamp = current_stamp()
    return _kept.made(stamp, _read) if stamp else _read()


def _read() -> Freshness:
    found = Pledge.objects.published().aggregate(
        records=Count("pk"),
        checked_last=Max("checked_on"),
        checked_first=Min("checked_on"),
        next_check=Min("next_check_on"),
    )
    return Freshness(**found)
