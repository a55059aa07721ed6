"""The last look before a message leaves: is what it says still so?"""

from __future__ import annotations

from datetime import date, timedelta

from alerts.models import Subscriber
from moratoriums.ladder import LATE_LIMIT_DAYS
from moratoriums.models import Condition, Pledge, PledgeEvent
from moratoriums.vocabulary import CLOCK_KINDS, SETTLED_HEALTH, STANDING, EventKind


def why_not_to(subscriber: Subscriber) -> str:
    """Why this person is not written to any more; empty if they still listen."""
    if subscriber.left_at is not None:
        return "The subscriber left before it was sent."
    if subscriber.confirmed_at is None:
        return "The subscriber has not confirmed."
    return ""


def why_not(event: PledgeEvent, day: date) -> str:
    """Why an event is not told on ``day`` any more; empty if it is still true.

    The event, and its pledge with it, must just have been read: either may have been corrected
    or withdrawn from view while the message waited.
    """
    pledge = event.pledge
    if event.confirmed_at is None or pledge.published_at is None or pledge.merged_into_id:
        return "The pledge or the event is not public any more."
    if event.kind not in CLOCK_KINDS:
        told = event.significant and not event.quiet
        return "" if told else "An editor marked the event as a small fix."
    if event.happened_earliest and day - event.happened_earliest > timedelta(days=LATE_LIMIT_DAYS):
        return f"More than {LATE_LIMIT_DAYS} days late."
    return _date_moved(event, day)


def _date_moved(event: PledgeEvent, day: date) -> str:
    pledge = Pledge.objects.published().as_of(day).filter(pk=event.pledge_id).first()
    if pledge is None or pledge.lifecycle not in STANDING:
        return "The pledge does not stand any more."
    if event.kind == EventKind.CONDITION_FLAGGED:
        return _condition_moved(event)
    if event.kind == EventKind.END_FLAGGED:
        same = pledge.state_end_earliest == event.about_on
        return "" if same else f"The end is not {event.about_on} any more."
    if pledge.state_end_earliest is not None:
        return "The pledge has an end date now: its reminders take the place of the review."
    same = pledge.review_on == event.about_on
    return "" if same else f"The review is not on {event.about_on} any more."


def _condition_moved(event: PledgeEvent) -> str:
    waiting = Condition.objects.filter(
        pledge=event.pledge_id, expected_earliest=event.about_on
    ).exclude(health__in=SETTLED_HEALTH)
    return "" if waiting.exists() else f"No condition is expected on {event.about_on} any more."
