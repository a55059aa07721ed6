"""A burst is one mail, a digest holds everything, and nobody is told twice in an hour or a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from alerts.holding import HOLD, next_daily, next_midnight, next_weekly
from alerts.models import Delivery, Email, Subscription
from alerts.services import cancel_stale, queue_deliveries, send_due
from moratoriums.models import PledgeEvent
from moratoriums.services import EventFacts, record_event, unpublish_pledge
from moratoriums.vocabulary import EndBasis, EventKind, TermKind
from tests.alerts.readers import NOON, PUBLIC, make_news, make_old_pledge, make_reader
from tests.factories import make_source

NEW_YORK = ZoneInfo("America/New_York")


def subjects() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def step(pledge, rung: int, kind=EventKind.END_FLAGGED) -> PledgeEvent:
    about = pledge.state_end_earliest or NOON.date() + timedelta(days=rung)
    return make_news(
        pledge, kind, happened="2026-11-23", about_on=about, rung=rung, significant=False
    )


def ending(name: str, days: int = 30):
    end = NOON.date() + timedelta(days=days)
    pledge = make_old_pledge(name, term=TermKind.FIXED, end=end.isoformat())
    pledge.state_end_earliest = end
    return pledge


def test_digests_leave_at_seven_in_the_site_s_zone_also_where_the_clocks_change():
    before = datetime(2021, 3, 13, 13, 0, tzinfo=UTC)  # Saturday, eight in New York
    assert next_daily(before, NEW_YORK).isoformat() == "2021-03-14T07:00:00-04:00"
    assert next_weekly(before, NEW_YORK).isoformat() == "2021-03-15T07:00:00-04:00"
    early = datetime(2021, 3, 15, 10, 59, tzinfo=UTC)
    assert next_weekly(early, NEW_YORK) == early + timedelta(minutes=1)
    assert next_midnight(before, NEW_YORK).isoformat() == "2021-03-14T00:00:00-05:00"


@pytest.mark.django_db
class TestHolding:
    def test_news_is_held_for_five_minutes_and_what_comes_meanwhile_goes_along(self):
        make_reader()
        make_news(make_old_pledge("Amazon"))
        at = PUBLIC + timedelta(minutes=1)
        queue_deliveries(at=at)
        assert send_due(at=at) == 0
        late = make_news(make_old_pledge("IBM"))
        PledgeEvent.objects.filter(pk=late.pk).update(entered_at=NOON - timedelta(minutes=1))
        queue_deliveries(at=NOON)
        assert send_due(at=NOON) == 1
        assert subjects() == ["Digest: 2 changed (23 Nov 2026)"]

    @pytest.mark.parametrize(
        ("frequency", "leaves_at"),
        [
            ("daily", datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),
            ("weekly", datetime(2026, 11, 30, 7, 0, tzinfo=UTC)),
        ],
    )
    def test_a_digest_holds_everything_until_its_hour(self, frequency, leaves_at):
        make_reader()
        Subscription.objects.update(frequency=frequency)
        for name in ("Amazon", "IBM"):
            make_news(make_old_pledge(name))
        step(ending("Axon"), 30)
        queue_deliveries(at=NOON)
        assert send_due(at=leaves_at - timedelta(minutes=1)) == 0
        assert send_due(at=leaves_at) == 1
        assert "Digest: 1 ends soon, 2 changed" in subjects()[0]

    def test_an_empty_digest_is_not_sent(self):
        make_reader()
        Subscription.objects.update(frequency="daily")
        queue_deliveries(at=NOON)
        assert send_due(at=NOON + timedelta(days=1)) == 0
        assert not Email.objects.exists()

    def test_whoever_follows_twice_gets_it_at_the_sooner_time(self):
        reader = make_reader()
        Subscription.objects.update(frequency="weekly")
        pledge = make_old_pledge()
        Subscription.objects.create(
            subscriber=reader, asked_at=PUBLIC, confirmed_at=reader.confirmed_at, pledge=pledge
        )
        make_news(pledge)
        assert queue_deliveries(at=NOON) == 1
        assert send_due(at=NOON) == 1

    def test_reminders_come_in_one_mail_a_day_and_changes_pass_that_cap(self):
        make_reader()
        step(ending("Amazon"), 30)
        queue_deliveries(at=NOON)
        assert send_due(at=NOON) == 1
        step(ending("IBM"), 30)
        make_news(make_old_pledge("Microsoft"))
        queue_deliveries(at=NOON)
        assert send_due(at=NOON + timedelta(hours=1)) == 1
        assert "Microsoft" in subjects()[1]
        assert send_due(at=NOON + timedelta(hours=11, minutes=59)) == 0
        assert send_due(at=NOON + timedelta(hours=12)) == 1
        assert "IBM" in subjects()[2]

    def test_a_thousand_moves_of_one_end_are_one_notice_an_hour_with_the_last_date(self):
        make_reader()
        pledge = make_old_pledge(term=TermKind.FIXED, end="2027-01-01")
        for number in range(40):
            end = f"2027-03-{number % 28 + 1:02}"
            make_news(pledge, EventKind.EXTENDED, end=end, term=TermKind.FIXED, key=str(number))
        queue_deliveries(at=NOON)
        assert send_due(at=NOON) == 1
        assert "12 March 2027" in str(mail.outbox[0].subject)
        last = make_news(pledge, EventKind.EXTENDED, end="2027-06-01", term=TermKind.FIXED)
        queue_deliveries(at=NOON)
        assert send_due(at=NOON + timedelta(minutes=59)) == 0
        assert send_due(at=NOON + timedelta(hours=2)) == 1
        assert Delivery.objects.get(event=last).state == "sent"
        told = Delivery.objects.filter(state="sent").count()
        dropped = Delivery.objects.filter(reason="A later change took its place.").count()
        assert (told, dropped) == (2, 39)

    def test_what_is_owed_to_somebody_who_was_erased_goes_with_them(self):
        reader = make_reader()
        make_news(make_old_pledge())
        queue_deliveries(at=NOON)
        reader.delete()
        assert send_due(at=NOON) == 0
        assert not Delivery.objects.exists()


@pytest.mark.django_db
class TestStale:
    def test_a_move_of_the_end_cancels_the_reminder_that_waits_and_says_so(self):
        make_reader()
        Subscription.objects.update(frequency="weekly")
        pledge = ending("Amazon")
        reminder = step(pledge, 30)
        queue_deliveries(at=NOON)
        assert cancel_stale(at=NOON) == 0
        facts = EventFacts(
            EventKind.EXTENDED,
            "2026-11-23",
            term=TermKind.FIXED,
            end_on="2027-12-23",
            end_basis=EndBasis.STATED,
            quotes=[(make_source(), "as they said")],
        )
        record_event(pledge, facts, by="first", at=NOON)
        assert cancel_stale(at=NOON + timedelta(minutes=1)) == 1
        dropped = Delivery.objects.get(event=reminder)
        assert (dropped.state, dropped.reason) == ("dropped", "The end is not 2026-12-23 any more.")

    def test_taking_a_record_off_the_site_cancels_what_waits(self):
        make_reader()
        event = make_news(make_old_pledge("Amazon"))
        queue_deliveries(at=NOON)
        unpublish_pledge(event.pledge, by="first", at=NOON, why="A mistake.")
        assert cancel_stale(at=NOON + HOLD) == 1
        assert send_due(at=NOON + HOLD) == 0
