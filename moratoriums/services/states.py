"""What follows from a change: the periods in which each state holds, and one more revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from moratoriums import status
from moratoriums.models import Pledge, PledgeEvent, Revision
from moratoriums.register.files import to_text
from moratoriums.register.rows import read_pledge
from moratoriums.services.showing import show_pledges

# SQLite takes a limited number of parameters in one statement.
_BATCH = 300


class Conflict(Exception):
    """Somebody else saved the record since it was opened; nothing was written."""


def retell_states(pledge: Pledge) -> None:
    """Work out anew from when until when each state of a pledge holds."""
    retell_states_of([pledge])


@transaction.atomic
def retell_states_of(pledges: Iterable[Pledge]) -> None:
    """Work out anew from when until when each state of these pledges holds.

    Only confirmed events count, in the order in which they happened; an event without a day
    (an undated announcement) counts from the day on which the pledge was first seen.
    """
    ids = [pledge.pk for pledge in pledges]
    for start in range(0, len(ids), _BATCH):
        _retell(ids[start : start + _BATCH])


def _retell(pledge_ids: list[int]) -> None:
    events = PledgeEvent.objects.filter(pledge__in=pledge_ids)
    events.exclude(holds_from=None).update(holds_from=None, holds_until=None)
    carrying = events.exclude(stance="").exclude(confirmed_at=None)
    histories: dict[int, list[tuple[date, int, int, PledgeEvent]]] = defaultdict(list)
    for event in carrying.select_related("pledge").order_by():
        day = event.happened_earliest or event.pledge.first_seen_on
        if day:
            histories[event.pledge_id].append((day, event.position, event.pk, event))
    told: list[PledgeEvent] = []
    for history in histories.values():
        history.sort(key=lambda entry: entry[:3])
        periods = status.periods([day for day, *_ in history])
        for (*_, event), (event.holds_from, event.holds_until) in zip(
            history, periods, strict=True
        ):
            told.append(event)
    PledgeEvent.objects.bulk_update(told, ["holds_from", "holds_until"], batch_size=_BATCH)


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

    The note of a change that brought a verdict is not shown to readers while that waits: it
    would tell them what the second editor has not confirmed.

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
    show_pledges(Q(pk=pledge.pk))
    if significant:
        significant = not pledge.events.filter(confirmed_at=None, recorded_at=at).exists()
    return Revision.objects.create(
        pledge=pledge,
        version=pledge.version,
        text=to_text(read_pledge(pledge)),
        saved_at=at,
        saved_by=by,
        significant=significant,
        note=note,
    )
