"""Verdicts: what has to be looked for before one, and the second editor who confirms it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services.states import settle_pledge
from moratoriums.services.terms import term_in_force
from moratoriums.vocabulary import CheckPlace, EventKind

PLACES_TO_SEARCH = 5


class SecondEditorNeeded(Exception):
    """A negative verdict is confirmed by somebody other than the person who recorded it."""


@transaction.atomic
def confirm_event(event: PledgeEvent, *, by: str, at: datetime) -> None:
    """Publish a verdict as its second editor.

    Raises:
        SecondEditorNeeded: ``by`` recorded it, or is nobody.
        ValueError: a lapse is not backed by the search that the definition asks for.
    """
    if not by or by == event.recorded_by:
        raise SecondEditorNeeded(
            f"{event} was recorded by {event.recorded_by or 'an unknown editor'}: "
            "somebody else has to confirm it."
        )
    if event.kind == EventKind.LAPSED and event.happened_earliest:
        demand_search(event.pledge, event.happened_earliest)
    changed = PledgeEvent.objects.filter(pk=event.pk, confirmed_at=None).update(
        confirmed_at=at, confirmed_by=by
    )
    if changed:
        note = event.note or f"Confirmed: {event}"
        settle_pledge(event.pledge, by=by, at=at, note=note, significant=True)


@transaction.atomic
def decline_event(event: PledgeEvent, *, by: str, at: datetime, why: str) -> None:
    """Take a waiting verdict back; the reason stays in the pledge's history.

    Raises:
        ValueError: no reason is given, or the event is public already.
    """
    if not why.strip():
        raise ValueError("Say why the verdict is declined: the reason stays in the history.")
    deleted, _ = PledgeEvent.objects.filter(pk=event.pk, confirmed_at=None).delete()
    if not deleted:
        raise ValueError(f"{event} is public already: correct it on the pledge's page.")
    settle_pledge(event.pledge, by=by, at=at, note=f"Declined: {event}. {why.strip()}")


def demand_search(pledge: Pledge, day: date) -> None:
    """Refuse to call a pledge lapsed before its end is over and the search is on the log.

    Raises:
        ValueError: saying what is missing.
    """
    before = term_in_force(pledge, (day, 0, 0))
    end = before.end_latest if before and not before.end_is_minimum else None
    if end is None:
        raise ValueError("A pledge without an end day cannot lapse: record what happened instead.")
    if day <= end:
        raise ValueError(f"The last reading of its end is {end}: it cannot have lapsed by {day}.")
    looked = set(pledge.checks.filter(looked_on__gt=end).values_list("place", flat=True))
    if CheckPlace.COMPANY_ASKED not in looked:
        raise ValueError("The company has not been asked since the end: log the question first.")
    searched = len(looked) - 1
    if searched < PLACES_TO_SEARCH:
        raise ValueError(
            f"Only {searched} of at least {PLACES_TO_SEARCH} places were searched since the end: "
            "log the others first."
        )
