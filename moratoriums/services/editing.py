"""An editor's change of a whole record: the steps between the form and the settled pledge."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from moratoriums.lasting import TERM_COLUMNS, Lasting
from moratoriums.models import Citation, Pledge, PledgeEvent
from moratoriums.services.events import free_key, next_position
from moratoriums.services.states import Conflict
from moratoriums.services.terms import carry_term, place_in_history, term_in_force
from moratoriums.services.verdicts import demand_search
from moratoriums.vocabulary import NEEDS_SECOND_EDITOR, STANCE_AFTER, EventKind, Stance, TermKind

REVIEW_MONTHS = 12
_SUBSTANCE = ("kind", "happened_on", "description", "note", "reason", "clause", *TERM_COLUMNS)
_STANCES = {kind.value: stance for kind, stance in STANCE_AFTER.items()}


def open_for_change(pledge: Pledge, version: int) -> None:
    """Hold a pledge's row until the transaction ends, if it is still as the editor opened it.

    Raises:
        Conflict: it was saved by somebody else meanwhile.
    """
    held = Pledge.objects.select_for_update().filter(pk=pledge.pk).values_list("version", flat=True)
    if list(held) != [version]:
        raise Conflict(f"{pledge.slug} was saved by somebody else since you opened it.")


def keep_announcement_in_step(
    pledge: Pledge, lasting: Lasting | None, *, by: str, at: datetime
) -> PledgeEvent:
    """Make the announcement say what the pledge says: its day, summary, term and sources.

    Args:
        lasting: the announced term; None leaves the one on record.
    """
    event = pledge.events.filter(kind=EventKind.ANNOUNCED).order_by("position", "pk").first()
    if event is None:
        event = PledgeEvent(
            pledge=pledge,
            kind=EventKind.ANNOUNCED,
            key="announcement",
            recorded_at=at,
            recorded_by=by,
            confirmed_at=at,
        )
        lasting = lasting or Lasting()
    event.stance = Stance.STANDS
    event.happened_on, event.happened_note = pledge.announced_on, pledge.announced_note
    event.description = pledge.summary
    if lasting:
        put_term(event, lasting)
    event.save()
    _cite_as_the_pledge_does(pledge, event)
    return event


def put_term(event: PledgeEvent, lasting: Lasting) -> None:
    """Write a term into the columns of an event."""
    values = asdict(lasting)
    for column in TERM_COLUMNS:
        setattr(event, column, values[column])


def prepare_event(
    event: PledgeEvent, was: PledgeEvent | None, *, by: str, at: datetime
) -> PledgeEvent:
    """Fill in what follows from an event an editor typed: key, place, recorder, confirmation.

    A verdict waits for its second editor when it is new, and again when its substance changed.
    """
    verdict = event.kind in NEEDS_SECOND_EDITOR
    if was is None:
        event.key = event.key or free_key(event.pledge, event.kind, event.happened_on)
        event.position = next_position(event.pledge)
    elif was.kind != event.kind:
        event.key = free_key(event.pledge, event.kind, event.happened_on)
    changed = was is None or any(getattr(was, n) != getattr(event, n) for n in _SUBSTANCE)
    if was is None or (verdict and changed):
        event.recorded_at, event.recorded_by = at, by
    if changed and verdict:
        event.confirmed_at, event.confirmed_by = None, ""
    elif event.confirmed_at is None and not verdict:
        event.confirmed_at = at
    return event


def leave_state(event: PledgeEvent, lasting: Lasting | None) -> None:
    """Give an event the state it leaves: its own term, or (None) the one that goes on.

    An event that changes nothing about how the pledge stands leaves no state.
    """
    stance = _STANCES.get(event.kind)
    if stance is None and lasting is None:
        event.stance = ""
        put_term(event, Lasting())
        event.term = ""
        return
    event.stance = stance or Stance.STANDS
    if lasting is not None:
        put_term(event, lasting)
    elif not event.term:
        event.term = TermKind.UNSTATED  # until carry_terms_on has walked the whole history


def carry_terms_on(pledge: Pledge, carried: set[int]) -> None:
    """Copy the term in force, event by event, into those that only let it go on.

    Args:
        carried: primary keys of the events that say nothing of their own about the term.
    """
    rows = sorted(pledge.events.exclude(stance=""), key=lambda row: place_in_history(row, pledge))
    for event in rows:
        if event.pk in carried:
            carry_term(event, term_in_force(pledge, place_in_history(event, pledge)))
            event.save()


def demand_searches(pledge: Pledge) -> None:
    """Refuse waiting lapses that the search log does not back; raises ValueError."""
    for event in pledge.events.filter(kind=EventKind.LAPSED, confirmed_at=None):
        if event.happened_earliest:
            demand_search(pledge, event.happened_earliest)


def default_review(pledge: Pledge, lasting: Lasting, day: date) -> date | None:
    """The day to look again at a pledge without an end, unless one is set: in twelve months."""
    if lasting.end_on or pledge.review_on:
        return pledge.review_on
    return day + relativedelta(months=REVIEW_MONTHS)


def _cite_as_the_pledge_does(pledge: Pledge, event: PledgeEvent) -> None:
    """Cite for the announcement the sources that report it, or all when none is said to."""
    evidence = list(pledge.citations.all())
    reports = [row for row in evidence if "announced" in row.supports] or evidence
    event.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(
            event=event,
            source_id=row.source_id,
            supports=row.supports,
            quote=row.quote,
            position=position,
        )
        for position, row in enumerate(reports)
    )
