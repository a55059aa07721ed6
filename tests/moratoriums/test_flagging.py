"""The clock: which rungs it flags, once each, and of which pledges it says nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services import (
    clock,
    flag_due,
)
from moratoriums.vocabulary import (
    ConditionHealth,
    EventKind,
    TermKind,
)
from tests.factories import make_company, make_event, make_pledge

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
END = date(2021, 6, 10)


def soon(end: str, **fields) -> Pledge:
    """A pledge that this site has known since long before its end."""
    pledge = make_pledge(announced="2020-06-10", term=TermKind.FIXED, end=end, **fields)
    long_ago = datetime(2020, 6, 10, tzinfo=UTC)
    Pledge.objects.filter(pk=pledge.pk).update(published_at=long_ago)
    PledgeEvent.objects.filter(pledge=pledge).update(entered_at=long_ago)
    return pledge


def rungs(pledge: Pledge) -> list[tuple[date | None, int | None]]:
    flags = pledge.events.exclude(rung=None).order_by("happened_earliest", "-rung")
    return [(flag.happened_earliest, flag.rung) for flag in flags]


def test_flagging_twice_on_a_day_flags_once():
    pledge = soon("2021-06-10")
    assert flag_due(day=date(2021, 5, 11), at=AT) == 1
    assert flag_due(day=date(2021, 5, 11), at=AT) == 0
    assert rungs(pledge) == [(date(2021, 5, 11), 30)]


def test_each_rung_is_flagged_on_its_day_and_never_again():
    pledge = soon("2021-06-10")
    day = date(2021, 3, 1)
    while day <= date(2021, 6, 10):
        flag_due(day=day, at=AT)
        day += timedelta(days=1)
    assert [rung for _, rung in rungs(pledge)] == [90, 60, 30, 14, 7, 1, 0]
    assert all(END - timedelta(days=rung or 0) == happened for happened, rung in rungs(pledge))


def test_after_an_outage_only_the_tightest_rungs_for_editors_and_readers_are_flagged():
    pledge = soon("2021-06-10")
    flag_due(day=date(2021, 6, 9), at=AT)
    assert [rung for _, rung in rungs(pledge)] == [7, 1]


def test_more_pledges_than_one_statement_names_are_all_flagged(monkeypatch):
    monkeypatch.setattr(clock, "AT_ONCE", 2)
    company = make_company()
    pledges = [soon("2021-06-10", company=company) for _ in range(5)]
    assert flag_due(day=date(2021, 5, 11), at=AT) == 5
    assert [rungs(pledge) for pledge in pledges] == [[(date(2021, 5, 11), 30)]] * 5


def test_a_pledge_published_between_two_steps_is_flagged_on_the_step_it_stands_on():
    pledge = soon("2021-06-10")
    Pledge.objects.update(published_at=None)
    flag_due(day=date(2021, 5, 11), at=AT)
    Pledge.objects.update(published_at=datetime(2021, 5, 20, tzinfo=UTC))
    flag_due(day=date(2021, 5, 20), at=AT)
    assert rungs(pledge) == [(date(2021, 5, 20), 30)]


def test_history_that_is_entered_late_is_never_flagged(amazon):
    flag_due(day=date(2026, 11, 23), at=AT)
    assert rungs(amazon) == []


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.EXTENDED])
def test_a_pledge_withdrawn_or_extended_without_end_is_not_flagged_any_more(kind):
    pledge = soon("2021-06-10")
    make_event(pledge, kind, "2021-05-01")
    flag_due(day=date(2021, 5, 11), at=AT)
    assert rungs(pledge) == []


def test_a_draft_is_not_flagged():
    pledge = soon("2021-06-10")
    Pledge.objects.update(published_at=None)
    flag_due(day=date(2021, 5, 11), at=AT)
    assert rungs(pledge) == []


def test_a_review_day_is_flagged_when_there_is_no_end():
    pledge = make_pledge(term=TermKind.UNTIL_FURTHER_NOTICE, review_on=date(2027, 2, 1))
    flag_due(day=date(2027, 1, 2), at=AT)
    assert pledge.events.filter(kind=EventKind.REVIEW_FLAGGED, rung=30).exists()


def test_a_condition_with_an_expected_day_is_flagged():
    pledge = make_pledge(term=TermKind.UNTIL_CONDITION)
    pledge.conditions.create(what="The review ends", expected_on="2027-02")
    flag_due(day=date(2027, 1, 2), at=AT)
    flag = pledge.events.get(kind=EventKind.CONDITION_FLAGGED)
    assert (flag.about_on, flag.rung) == (date(2027, 2, 1), 30)


@pytest.mark.parametrize("health", [ConditionHealth.MET, ConditionHealth.IMPOSSIBLE])
def test_a_condition_of_which_nothing_is_awaited_is_not_flagged(health):
    pledge = make_pledge(term=TermKind.UNTIL_CONDITION)
    pledge.conditions.create(what="The review ends", expected_on="2027-02", health=health)
    assert flag_due(day=date(2027, 1, 2), at=AT) == 0


def test_a_condition_of_a_pledge_that_was_taken_back_is_not_flagged():
    pledge = make_pledge(term=TermKind.UNTIL_CONDITION)
    pledge.conditions.create(what="The review ends", expected_on="2027-02")
    make_event(pledge, EventKind.WITHDRAWN, "2026-12-01")
    assert flag_due(day=date(2027, 1, 2), at=AT) == 0
