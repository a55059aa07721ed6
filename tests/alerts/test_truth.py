"""What is not true any more when a mail is about to leave is not sent."""

from __future__ import annotations

from datetime import date

import pytest

from alerts.truth import why_not
from moratoriums.models import Condition, Pledge, PledgeEvent
from moratoriums.vocabulary import ConditionHealth, EventKind, TermKind
from tests.alerts.readers import make_old_pledge
from tests.factories import make_event

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
END = "2026-12-23"


def flagged(pledge: Pledge, kind: EventKind = EventKind.END_FLAGGED, on: str = END) -> PledgeEvent:
    return make_event(
        pledge, kind, DAY.isoformat(), about_on=date.fromisoformat(on), rung=30, significant=False
    )


def reason(event: PledgeEvent, day: date = DAY) -> str:
    return why_not(PledgeEvent.objects.select_related("pledge").get(pk=event.pk), day)


def make_ending_pledge() -> Pledge:
    return make_old_pledge(term=TermKind.FIXED, end=END)


def test_a_step_to_an_end_that_stands_is_told():
    assert reason(flagged(make_ending_pledge())) == ""


def test_a_step_to_an_end_that_moved_is_not():
    pledge = make_ending_pledge()
    event = flagged(pledge)
    make_event(pledge, EventKind.EXTENDED, "2026-11-23", end="2027-12-23")
    assert reason(event) == "The end is not 2026-12-23 any more."


def test_a_step_to_an_end_that_was_taken_away_is_not():
    pledge = make_ending_pledge()
    event = flagged(pledge)
    make_event(pledge, EventKind.EXTENDED, "2026-11-23")
    assert reason(event)


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.SUPERSEDED, EventKind.ENDED])
def test_a_step_of_a_pledge_that_does_not_stand_is_not(kind):
    pledge = make_ending_pledge()
    event = flagged(pledge)
    make_event(pledge, kind, "2026-11-23")
    assert reason(event) == "The pledge does not stand any more."


def test_a_step_more_than_sixty_days_old_is_not():
    event = flagged(make_ending_pledge())
    assert reason(event, date(2027, 1, 22)) == ""
    assert reason(event, date(2027, 1, 23)) == "More than 60 days late."


def test_a_review_is_told_while_its_day_stands_and_there_is_no_end():
    pledge = make_old_pledge(review_on=date(2026, 12, 23))
    event = flagged(pledge, EventKind.REVIEW_FLAGGED)
    assert reason(event) == ""
    Pledge.objects.filter(pk=pledge.pk).update(review_on=date(2027, 2, 1))
    assert reason(event)
    Pledge.objects.filter(pk=pledge.pk).update(review_on=date(2026, 12, 23))
    make_event(pledge, EventKind.SHORTENED, "2026-11-23", end="2027-12-23")
    assert "has an end date now" in reason(event)


def test_a_day_to_watch_is_told_while_the_condition_waits():
    pledge = make_old_pledge()
    waits = Condition.objects.create(pledge=pledge, what="A law.", expected_on=END)
    event = flagged(pledge, EventKind.CONDITION_FLAGGED)
    assert reason(event) == ""
    waits.health = ConditionHealth.MET
    waits.save()
    assert reason(event)


def test_a_day_to_watch_is_not_told_of_a_pledge_that_was_taken_back():
    pledge = make_old_pledge()
    Condition.objects.create(pledge=pledge, what="A law.", expected_on=END)
    event = flagged(pledge, EventKind.CONDITION_FLAGGED)
    make_event(pledge, EventKind.WITHDRAWN, "2026-11-20")
    assert reason(event) == "The pledge does not stand any more."


def test_a_change_that_became_a_small_fix_is_not_told():
    event = make_event(make_old_pledge(), EventKind.CLARIFIED, "2026-11-20")
    assert reason(event) == ""
    PledgeEvent.objects.filter(pk=event.pk).update(significant=False)
    assert reason(event) == "An editor marked the event as a small fix."


def test_nothing_is_told_of_a_merged_record():
    pledge = make_old_pledge("Facebook")
    event = make_event(pledge, EventKind.EXTENDED, "2026-11-20")
    Pledge.objects.filter(pk=pledge.pk).update(merged_into=make_old_pledge("Meta"))
    assert reason(event) == "The pledge or the event is not public any more."
