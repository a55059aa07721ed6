"""Which event concerns whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alerts.interests import Interest
from alerts.models import Delivery, Dispatch, Subscriber, Subscription
from alerts.services import queue_deliveries
from companies.models import Membership
from moratoriums import search
from moratoriums.models import BarredUse, Pledge, PledgeEvent
from moratoriums.vocabulary import EventKind, ExemptionState
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader
from tests.factories import make_beneficiary, make_company, make_exemption

pytestmark = pytest.mark.django_db


def told(event: PledgeEvent) -> set[str]:
    """Queue what is new; the addresses that an event goes to."""
    queue_deliveries(at=NOON)
    return set(Delivery.objects.filter(event=event).values_list("subscriber__email", flat=True))


def test_a_follower_of_everything_hears_of_everything():
    make_reader()
    assert told(make_news(make_old_pledge())) == {"reader@example.org"}


def test_a_follower_of_a_company_hears_of_its_family_and_of_nobody_else():
    amazon = make_company("Amazon")
    ring = make_company("Ring", parent=amazon)
    make_reader("amazon@example.org", company=amazon)
    make_reader("ring@example.org", company=ring)
    make_reader("ibm@example.org", company=make_company("IBM"))
    assert told(make_news(make_old_pledge(company=ring))) == {
        "amazon@example.org",
        "ring@example.org",
    }
    assert told(make_news(make_old_pledge(company=amazon))) == {"amazon@example.org"}


def test_a_follower_of_a_group_hears_of_its_members_and_of_what_belongs_to_them():
    group, gap = make_company("Retailers"), make_company("Gap")
    Membership.objects.create(group=group, member=gap)
    make_reader(company=group)
    assert told(make_news(make_old_pledge(company=gap))) == {"reader@example.org"}
    navy = make_company("Old Navy", parent=gap)
    assert told(make_news(make_old_pledge(company=navy))) == {"reader@example.org"}
    assert told(make_news(make_old_pledge("Petco"))) == set()


def test_a_follower_of_a_member_hears_of_what_its_group_pledged_and_not_of_other_members():
    group, gap, petco = (make_company(name) for name in ("Retailers", "Gap", "Petco"))
    for member in (gap, petco):
        Membership.objects.create(group=group, member=member)
    make_reader("gap@example.org", company=gap)
    make_reader("navy@example.org", company=make_company("Old Navy", parent=gap))
    make_reader("above@example.org", company=make_company("Holding"))
    gap.parent = make_company("Family of brands")
    gap.save()
    make_reader("brands@example.org", company=gap.parent)
    assert told(make_news(make_old_pledge(company=group))) == {
        "gap@example.org",
        "brands@example.org",
    }
    assert told(make_news(make_old_pledge(company=petco))) == set()


def test_a_follower_of_a_merged_company_hears_of_the_one_it_became():
    meta = make_company("Meta")
    make_reader(company=make_company("Facebook", merged_into=meta))
    assert told(make_news(make_old_pledge(company=meta))) == {"reader@example.org"}


def test_a_follower_of_a_pledge_hears_of_that_pledge_alone():
    pledge = make_old_pledge()
    make_reader(pledge=pledge)
    assert told(make_news(pledge)) == {"reader@example.org"}
    assert told(make_news(make_old_pledge(company=pledge.company))) == set()


def test_a_follower_of_a_beneficiary_hears_of_pledges_that_exempt_it():
    thorn = make_beneficiary("Thorn")
    make_reader(beneficiary=thorn)
    exempting, other = make_old_pledge("Amazon"), make_old_pledge("IBM")
    make_exemption(exempting, thorn)
    assert told(make_news(exempting)) == {"reader@example.org"}
    assert told(make_news(other)) == set()


def test_the_end_of_an_exemption_is_told_to_those_who_follow_whom_it_exempted():
    thorn = make_beneficiary("Thorn")
    make_reader(beneficiary=thorn)
    pledge = make_old_pledge()
    make_exemption(pledge, thorn, state=ExemptionState.REMOVED)
    assert told(make_news(pledge, EventKind.NARROWED)) == set()
    assert told(make_news(pledge, EventKind.EXEMPTION_REMOVED)) == {"reader@example.org"}


def test_somebody_who_follows_a_thing_twice_over_gets_it_once():
    pledge = make_old_pledge()
    reader = make_reader(pledge=pledge)
    for follows in ({}, {"company": pledge.company}):
        Subscription.objects.create(
            subscriber=reader, asked_at=NOON, confirmed_at=reader.confirmed_at, **follows
        )
    make_news(pledge)
    assert queue_deliveries(at=NOON) == 1


@pytest.mark.parametrize(
    "change",
    [{"quiet": True}, {"significant": False}, {"confirmed_at": None}],
    ids=["history", "a small fix", "an unconfirmed verdict"],
)
def test_nobody_is_told_of(change):
    make_reader()
    event = make_news(make_old_pledge(), EventKind.WITHDRAWN)
    PledgeEvent.objects.filter(pk=event.pk).update(**change)
    assert told(event) == set()


def test_nobody_is_told_of_a_draft_until_it_is_published():
    make_reader()
    event = make_news(make_old_pledge())
    Pledge.objects.update(published_at=None)
    assert told(event) == set()
    Pledge.objects.update(published_at=NOON)
    assert told(event) == {"reader@example.org"}


def test_a_verdict_is_told_when_the_second_editor_confirms_it():
    make_reader()
    event = make_news(make_old_pledge(), EventKind.WITHDRAWN)
    PledgeEvent.objects.filter(pk=event.pk).update(confirmed_at=None)
    assert told(event) == set()
    PledgeEvent.objects.filter(pk=event.pk).update(confirmed_at=NOON)
    assert told(event) == {"reader@example.org"}


@pytest.mark.parametrize(
    ("happened", "is_told"), [("2026-09-24", True), ("2026-09-23", False), ("2026-09", True)]
)
def test_what_happened_more_than_sixty_days_before_it_was_entered_is_history(happened, is_told):
    make_reader()
    event = make_news(make_old_pledge(), happened=happened)
    assert bool(told(event)) == is_told


def test_a_step_that_only_editors_climb_is_not_told_to_readers():
    make_reader()
    pledge = make_old_pledge()
    step = {"about_on": "2026-12-07", "significant": False}
    editors = make_news(pledge, EventKind.END_FLAGGED, rung=14, key="14", **step)
    readers = make_news(pledge, EventKind.END_FLAGGED, rung=7, key="7", **step)
    assert told(editors) == set()
    assert told(readers) == {"reader@example.org"}


def test_nobody_hears_of_what_was_public_before_they_confirmed():
    reader = make_reader()
    event = make_news(make_old_pledge())
    Subscription.objects.filter(subscriber=reader).update(confirmed_at=NOON + timedelta(seconds=1))
    assert told(event) == set()


def test_people_who_left_or_never_said_yes_are_not_told():
    left, asked = make_reader("left@example.org"), make_reader("asked@example.org")
    Subscriber.objects.filter(pk=left.pk).update(left_at=NOON)
    Subscription.objects.filter(subscriber=asked).update(confirmed_at=None)
    assert told(make_news(make_old_pledge())) == set()


def test_an_event_goes_through_once_and_a_later_reader_does_not_dig_it_up():
    event = make_news(make_old_pledge())
    assert told(event) == set()
    assert Dispatch.objects.get(event=event).people == 0
    make_reader()
    assert told(event) == set()


def test_the_number_of_questions_does_not_grow_with_the_readers(django_assert_num_queries):
    for number in range(30):
        make_reader(f"reader{number}@example.org")
    make_news(make_old_pledge())
    with django_assert_num_queries(16):
        assert queue_deliveries(at=NOON) == 30


def make_step(pledge: Pledge, rung: int, **fields) -> PledgeEvent:
    """A step of the clock before an end on 7 December 2026."""
    return make_news(
        pledge,
        EventKind.END_FLAGGED,
        about_on="2026-12-07",
        rung=rung,
        key=str(rung),
        significant=False,
        **fields,
    )


def test_a_step_is_told_to_those_who_chose_it():
    make_reader("usual@example.org")
    for name, rungs in (("early", ",60,"), ("late", ",1,"), ("never", ",")):
        reader = make_reader(f"{name}@example.org")
        reader.subscriptions.update(rungs=rungs)
    pledge = make_old_pledge()
    assert told(make_step(pledge, 90)) == {"usual@example.org"}
    assert told(make_step(pledge, 60)) == {"early@example.org"}
    assert told(make_step(pledge, 30)) == {"usual@example.org"}
    assert told(make_step(pledge, 1)) == {"late@example.org", "usual@example.org"}, "7 was missed"


def test_of_two_steps_flagged_at_once_who_chose_both_hears_of_the_tighter():
    reader = make_reader()
    reader.subscriptions.update(rungs=",30,14,")
    make_reader("usual@example.org")
    pledge = make_old_pledge()
    looser, tighter = make_step(pledge, 30), make_step(pledge, 14)
    assert told(tighter) == {"reader@example.org"}
    assert told(looser) == {"usual@example.org"}


def test_the_day_after_an_end_is_told_to_those_who_chose_it_once():
    reader = make_reader()
    reader.subscriptions.update(rungs=",-1,")
    make_reader("usual@example.org")
    pledge = make_old_pledge()
    make_step(pledge, 0, quiet=True)
    assert told(make_step(pledge, -1)) == {"reader@example.org"}
    assert told(make_step(pledge, -7)) == set()


def test_silence_a_week_before_an_end_is_told_to_those_who_asked():
    asked = make_reader("asked@example.org")
    asked.subscriptions.update(absence=True, rungs=",")
    silent, spoken = make_old_pledge(announced="2025-12-07"), make_old_pledge("IBM")
    make_news(spoken, EventKind.REAFFIRMED, happened="2026-11-01", quiet=True)
    assert told(make_step(silent, 30)) == set()
    assert told(make_step(silent, 7)) == {"asked@example.org"}
    assert told(make_step(silent, 1)) == set(), "once"
    assert told(make_step(spoken, 7)) == set()


def test_silence_is_told_by_the_next_step_when_the_seventh_day_was_missed():
    asked = make_reader()
    asked.subscriptions.update(absence=True, rungs=",")
    pledge = make_old_pledge(announced="2025-12-07")
    make_step(pledge, 14, quiet=True)
    assert told(make_step(pledge, 0)) == {"reader@example.org"}


def test_a_follower_of_a_search_hears_of_what_it_finds():
    make_reader("police@example.org", followed_filter="use=police")
    make_reader("own@example.org", followed_filter="use=own")
    make_reader("text@example.org", followed_filter="q=rekognition")
    pledge = make_old_pledge(title="Amazon: pause on Rekognition")
    BarredUse.objects.filter(pledge=pledge).delete()
    BarredUse.objects.create(pledge=pledge, whose_use="police")
    search.index_pledges([pledge.pk])
    assert told(make_news(pledge)) == {"police@example.org", "text@example.org"}


def test_a_follower_of_what_is_in_force_hears_that_it_is_not_any_more():
    make_reader(followed_filter="status=in_force")
    make_reader("over@example.org", followed_filter="status=withdrawn")
    make_reader("other@example.org", followed_filter="status=ended")
    event = make_news(make_old_pledge(), EventKind.WITHDRAWN)
    assert told(event) == {"reader@example.org", "over@example.org"}


def test_a_search_that_cannot_be_read_any_more_finds_nothing():
    make_reader(followed_filter="company=gone&use=police")
    assert told(make_news(make_old_pledge())) == set()


def test_many_searches_are_asked_in_few_questions(django_assert_max_num_queries):
    first = date(2020, 5, 12)
    for number in range(120):
        since = first + timedelta(days=number % 60)
        make_reader(f"reader{number}@example.org", followed_filter=f"from={since}")
    make_news(make_old_pledge(announced="2020-06-10"))
    with django_assert_max_num_queries(20):
        assert queue_deliveries(at=NOON) == 2 * 30


def test_what_is_followed_and_what_it_takes_in_are_one_definition():
    """Whoever follows a thing hears of exactly the records that the thing's feed shows."""
    amazon = make_company("Amazon")
    ring, ibm = make_company("Ring", parent=amazon), make_company("IBM")
    old = make_company("Amazon before", merged_into=amazon)
    thorn = make_beneficiary("Thorn")
    # Groups: one of which a part of a family is a member, one inside another, one with a circle.
    sellers, all_sellers, gap = (make_company(name) for name in ("Sellers", "All", "Gap"))
    for group, member in (
        *((sellers, one) for one in (ring, gap)),
        *((all_sellers, one) for one in (sellers, old)),
        (sellers, all_sellers),
    ):
        Membership.objects.create(group=group, member=member)
    companies = (amazon, ring, ibm, sellers, all_sellers, gap)
    pledges = [make_old_pledge(company=one) for one in companies]
    make_exemption(pledges[0], thorn)
    make_exemption(pledges[2], thorn, state=ExemptionState.REMOVED)
    interests = [
        Interest(),
        *(Interest(company=one) for one in (*companies, old)),
        *(Interest(pledge=one) for one in pledges),
        Interest(beneficiary=thorn),
        Interest(query="company=ring"),
        Interest(query="status=in_force"),
        Interest(query="status=ended"),
        Interest(query="exempt=any"),
    ]
    for number, interest in enumerate(interests):
        make_reader(f"reader{number}@example.org", **interest.columns)
    heard = {pledge.pk: told(make_news(pledge, EventKind.REAFFIRMED)) for pledge in pledges}
    for number, interest in enumerate(interests):
        shown = set(interest.records(NOON.date()).values_list("pk", flat=True))
        assert shown == {pk for pk, people in heard.items() if f"reader{number}@" in str(people)}
