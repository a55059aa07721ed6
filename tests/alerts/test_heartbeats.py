"""Empty digests, for those who want to be told that nothing happened, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from alerts.holding import last_digest
from alerts.models import Email, Subscription
from alerts.services import go_round, held_on
from tests.alerts.readers import make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # when daily and weekly digests leave
TUESDAY = MONDAY + timedelta(days=1)


def subjects() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def test_who_wants_it_is_told_once_that_nothing_happened_and_others_are_not():
    make_reader("weekly@example.org", frequency="weekly", heartbeat=True)
    make_reader("silent@example.org", frequency="weekly")
    go_round(at=MONDAY - timedelta(minutes=1))
    assert mail.outbox == []
    for minutes in (0, 1, 60, 24 * 60):
        go_round(at=MONDAY + timedelta(minutes=minutes))
    (message,) = mail.outbox
    assert message.to == ["weekly@example.org"]
    assert message.subject == "Digest: nothing happened (23 Nov 2026)"
    assert "everything on record (once a week): nothing since 16 November 2026" in message.body
    go_round(at=MONDAY + timedelta(days=7))
    assert subjects()[1:] == ["Digest: nothing happened (30 Nov 2026)"]


def test_who_has_news_gets_that_instead(mail_server):
    make_reader(frequency="weekly", heartbeat=True)
    make_news(make_old_pledge())
    go_round(at=MONDAY + timedelta(hours=6))  # the news is of noon: it is not late, it is next
    assert Email.objects.count() == 0
    go_round(at=MONDAY + timedelta(days=7))
    (message,) = mail_server.kept
    assert str(message["Subject"]).startswith("Extended")


def test_news_that_came_by_another_way_is_news_too():
    reader = make_reader(frequency="immediate")
    old = reader.subscriptions.get()
    pledge = make_old_pledge()
    Subscription.objects.create(
        subscriber=reader,
        pledge=pledge,
        frequency="daily",
        heartbeat=True,
        asked_at=old.asked_at,
        confirmed_at=old.confirmed_at,
    )
    make_news(pledge)
    go_round(at=MONDAY + timedelta(hours=6))
    mail.outbox.clear()
    go_round(at=TUESDAY)
    assert mail.outbox == []
    go_round(at=TUESDAY + timedelta(days=1))
    assert subjects() == ["Digest: nothing happened (25 Nov 2026)"]


def test_a_day_and_a_week_without_news_are_one_mail_on_a_monday():
    reader = make_reader(frequency="daily", heartbeat=True)
    old = reader.subscriptions.get()
    Subscription.objects.create(
        subscriber=reader,
        pledge=make_old_pledge(title="Amazon: a pause"),
        frequency="weekly",
        heartbeat=True,
        asked_at=old.asked_at,
        confirmed_at=old.confirmed_at,
    )
    go_round(at=MONDAY)
    go_round(at=TUESDAY)
    first, second = (message.body for message in mail.outbox)
    assert "everything on record (once a day): nothing since 22 November 2026" in first
    assert "Amazon: a pause (once a week): nothing since 16 November 2026" in first
    assert "everything on record (once a day): nothing since 23 November 2026" in second
    assert "once a week" not in second


@pytest.mark.parametrize(
    "change",
    [
        {"left_at": MONDAY},
        {"paused_until": MONDAY.date() + timedelta(days=1)},
        {"confirmed_at": None},
    ],
)
def test_nobody_is_told_who_is_not_told_anything(change):
    reader = make_reader(frequency="daily", heartbeat=True)
    type(reader).objects.filter(pk=reader.pk).update(**change)
    go_round(at=MONDAY)
    assert mail.outbox == []


def test_what_an_outage_delayed_for_long_is_left_out():
    make_reader(frequency="daily", heartbeat=True)
    go_round(at=MONDAY + timedelta(hours=11))
    assert len(mail.outbox) == 1
    Email.objects.all().delete()
    go_round(at=TUESDAY + timedelta(hours=13))
    assert len(mail.outbox) == 1


def test_somebody_who_joined_lately_is_told_since_then():
    reader = make_reader(frequency="weekly", heartbeat=True)
    reader.subscriptions.update(confirmed_at=MONDAY - timedelta(days=2))
    go_round(at=MONDAY)
    assert "nothing since 21 November 2026" in mail.outbox[0].body
    assert held_on(reader)["subscriptions"][0]["told_when_nothing_happened"]


def test_the_last_digest_left_at_seven_also_where_the_clocks_change():
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/New_York")
    after = datetime(2026, 11, 1, 9, 0, tzinfo=zone)  # clocks went back in the night
    assert last_digest(after, zone, days=1) == datetime(2026, 11, 1, 7, 0, tzinfo=zone)
    early = datetime(2026, 11, 1, 6, 59, tzinfo=zone)
    assert last_digest(early, zone, days=1) == datetime(2026, 10, 31, 7, 0, tzinfo=zone)
    assert last_digest(after, zone, days=7) == datetime(2026, 10, 26, 7, 0, tzinfo=zone)
