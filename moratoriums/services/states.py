"""What follows from a change: the periods in which each state holds, and one more revision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from moratoriums import status
from moratoriums.models import Pledge, PledgeEvent, Revision
from moratoriums.register.files import to_text
from moratoriums.register.rows import read_pledge


class Conflict(Exception):
    """Somebody else saved the record since it was opened; nothing was written."""


@transaction.atomic
def retell_states(pledge: Pledge) -> None:
    """Work out anew from when until when each state of a pledge holds.

    Only confirmed events count, in the order in which they happened; an event without a day
    (an undated announcement) counts from the day on which the pledge was first seen.
    """
    carrying = list(pledge.events.exclude(stance="").exclude(confirmed_at=None))
    dated = [
        (event.happened_earliest or pledge.first_seen_on, event.position, event.pk, event)
        for event in carrying
    ]
    told = sorted((day, place, pk, event) for day, place, pk, event in dated if day)
    periods = status.periods([day for day, *_ in told])
    pledge.events.exclude(holds_from=None).update(holds_from=None, holds_until=None)
    for (_, _, _, event), (holds_from, holds_until) in zip(told, periods, strict=True):
        PledgeEvent.objects.filter(pk=event.pk).update(
            holds_from=holds_from, holds_until=holds_until
        )


@transaction.atomic
def settle_pledge(
    pledge: Pledge,
    *,
    by: str,
    at: datetime,
    note: str = "",
    significant: bool = False,
    expected_version: int | None = None,
) -> Revision:
    """Finish a change of a pledge's rows: retell its states and keep the record as it now stands.

    Args:
        expected_version: the version the editor opened; another one means a conflict.

    Raises:
        Conflict: the record was saved by somebody else meanwhile.
    """
    rows = Pledge.objects.filter(pk=pledge.pk)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(version=F("version") + 1):
        raise Conflict(
            f"{pledge.slug} was saved by somebody else since you opened it (you had version "
            f"{expected_version}). Open it again, compare, and enter your change once more."
        )
    retell_states(pledge)
    pledge.refresh_from_db()
    return Revision.objects.create(
        pledge=pledge,
        version=pledge.version,
        text=to_text(read_pledge(pledge)),
        saved_at=at,
        saved_by=by,
        significant=significant,
        note=note,
    )
