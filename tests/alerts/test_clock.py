"""A clock that was wrong for a while delays nothing for longer than it was wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from alerts.interests import Interest
from alerts.models import Call, Delivery, Email, Subscriber, Token, Webhook
from alerts.services import confirm, subscribe
from alerts.services.webhooks import save_webhook
from alerts.tasks import deliver
from alerts.tokens import make_token
from moratoriums.models import JobRun
from tests.alerts.readers import BEFORE, NOON, make_news, make_old_pledge, make_reader
from website.upkeep.health import read_findings

pytestmark = pytest.mark.django_db
AHEAD = NOON + timedelta(days=365)


def run(at) -> None:
    """Let the worker do its look at an instant, with its heartbeat."""
    with time_machine.travel(at, tick=False):
        deliver()


@pytest.mark.parametrize("frequency", ["immediate", "daily", "weekly"])
def test_what_was_queued_by_a_clock_a_year_ahead_leaves_once_it_is_right(mail_server, frequency):
    make_reader(frequency=frequency)
    make_news(make_old_pledge())
    mail_server.at_recipient["reader@example.org"] = ["451 later"] * (frequency == "immediate")
    run(NOON + timedelta(days=40))  # not so far that the news is too old to be told
    assert mail_server.kept == []
    for minutes in (1, 2, 8):
        run(NOON + timedelta(minutes=minutes))
    assert mail_server.received() == {"reader@example.org": 1}
    assert not JobRun.objects.filter(started_at__gt=NOON + timedelta(days=1)).exists()


def test_a_claim_of_a_clock_that_was_ahead_is_taken_over_at_once(mail_server):
    make_reader()
    make_news(make_old_pledge())
    mail_server.stop()
    run(NOON)
    Email.objects.update(state="sending", held_by="dead", lease_until=AHEAD)
    JobRun.objects.create(name="alerts.tasks.deliver", started_at=AHEAD)
    mail_server.start()
    run(NOON + timedelta(minutes=1))
    run(NOON + timedelta(minutes=2))
    assert mail_server.received() == {"reader@example.org": 1}


def test_calls_and_questions_of_that_year_come_back_too():
    save_webhook(Webhook(name="Gone", url="https://192.0.2.1/"), by="ada", at=BEFORE)
    reader = make_reader()
    make_news(make_old_pledge())
    run(NOON)
    Call.objects.update(not_before_at=AHEAD)
    subscribe("new@example.org", Interest(), at=AHEAD)
    new = Subscriber.objects.get(email="new@example.org")
    confirm(make_token(new, Token.Purpose.CONFIRM, at=AHEAD), at=AHEAD)
    JobRun.objects.create(name="alerts.tasks.call", started_at=AHEAD)
    soon = NOON + timedelta(minutes=20)
    run(soon)
    assert Call.objects.get().not_before_at == soon
    assert Subscriber.objects.get(pk=new.pk).asked_at is None
    assert new.subscriptions.get().confirmed_at == soon
    assert reader.subscriptions.get().confirmed_at == BEFORE


def test_a_job_that_ran_in_another_year_is_not_thought_to_be_alive_until_then():
    run(NOON)
    JobRun.objects.filter(name="alerts.tasks.deliver").update(started_at=AHEAD, ended_at=AHEAD)
    run(NOON + timedelta(minutes=1))
    late = NOON + timedelta(hours=3)
    assert any("alerts.tasks.deliver is late" in one.text for one in read_findings(late))


def test_clocks_that_differ_by_seconds_change_nothing():
    make_reader(frequency="weekly")
    make_news(make_old_pledge())
    run(NOON)
    due = Delivery.objects.get().due_at
    JobRun.objects.create(name="alerts.tasks.call", started_at=NOON + timedelta(seconds=90))
    run(NOON + timedelta(seconds=60))
    assert Delivery.objects.get().due_at == due
    assert JobRun.objects.filter(name="alerts.tasks.call").exists()
