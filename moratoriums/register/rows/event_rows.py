"""The events of a record as rows: the announcement first, each state carried on to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.register import schema
from moratoriums.register.rows.upserts import in_batches
from moratoriums.vocabulary import STANCE_AFTER, EventKind, Stance

ANNOUNCEMENT_KEY = "announcement"


@dataclass(frozen=True)
class _Recorded:
    """When and by whom the pledge was entered, and the key of its announcement."""

    at: datetime
    by: str
    key: str = ANNOUNCEMENT_KEY


def event_rows(
    pairs: Sequence[tuple[Pledge, schema.PledgeRecord]],
    changed: Sequence[Pledge],
    *,
    at: datetime,
    by: str,
    quiet_before: date | None,
) -> list[PledgeEvent]:
    """Return unsaved rows for the announcement and every event of each record.

    A pledge that was there before keeps the key of its announcement, and the moment of its
    recording unless the record gives one.
    """
    before: dict[int, _Recorded] = {}
    for batch in in_batches(changed):
        announcements = PledgeEvent.objects.filter(pledge__in=batch, kind=EventKind.ANNOUNCED)
        for event in announcements:
            before[event.pledge_id] = _Recorded(event.recorded_at, event.recorded_by, event.key)
    rows: list[PledgeEvent] = []
    for pledge, record in pairs:
        entered = before.get(pledge.pk, _Recorded(at, by))
        entered = _Recorded(
            record.recorded or entered.at, record.recorded_by or entered.by, entered.key
        )
        rows += _rows(pledge, record, entered, quiet_before)
    return rows


def _rows(
    pledge: Pledge, record: schema.PledgeRecord, entered: _Recorded, quiet_before: date | None
) -> Iterator[PledgeEvent]:
    announced = PledgeEvent(
        pledge=pledge,
        kind=EventKind.ANNOUNCED,
        key=entered.key,
        happened_on=record.announced,
        happened_note=record.announced_note,
        description=record.summary,
        recorded_at=entered.at,
        recorded_by=entered.by,
        confirmed_at=entered.at,
        stance=Stance.STANDS,
    )
    _put_term(announced, record.term)
    yield _settled(announced, quiet_before)
    term = record.term
    for position, part in enumerate(record.events, 1):
        event = _row(pledge, part, entered)
        event.position = position
        if part.term or part.kind in STANCE_AFTER:
            event.stance = STANCE_AFTER.get(part.kind, Stance.STANDS)
            _put_term(event, part.term or term)
            term = term if part.waiting else part.term or term
        yield _settled(event, quiet_before)


def _row(pledge: Pledge, part: schema.Event, entered: _Recorded) -> PledgeEvent:
    recorded_at = part.recorded or entered.at
    return PledgeEvent(
        pledge=pledge,
        kind=part.kind,
        key=part.key,
        happened_on=part.happened,
        happened_note=part.happened_note,
        description=part.what,
        note=part.note,
        reason=part.reason,
        clause=part.clause,
        wrong_since_on=part.wrong_since,
        reported_on=part.reported,
        significant=part.significant,
        recorded_at=recorded_at,
        recorded_by=part.recorded_by or entered.by,
        confirmed_at=None if part.waiting else part.confirmed or recorded_at,
        confirmed_by=part.confirmed_by,
    )


def _put_term(event: PledgeEvent, term: schema.Term) -> None:
    event.term, event.term_words = term.kind, term.words
    event.end_on, event.end_likely_on = term.end, term.likely_end
    event.end_is_minimum = term.at_least
    event.end_basis, event.end_rule, event.end_note = term.basis, term.rule, term.note


def _settled(event: PledgeEvent, quiet_before: date | None) -> PledgeEvent:
    """Mark history: an event whose last possible day is over, or that has no day."""
    if quiet_before is not None:
        latest = schema.latest_day(event.happened_on)
        event.quiet = latest is None or latest < quiet_before
    return event
