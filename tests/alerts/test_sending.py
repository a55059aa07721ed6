"""Nothing is lost and nothing is told twice, whatever the mail server does."""

from __future__ import annotations

import contextlib
import smtplib
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from alerts.models import Delivery, Email, Subscriber
from alerts.services import queue_deliveries, send_due, sending
from tests.alerts.mail_server import DROP, KEEP_AND_DROP
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader, make_readers

pytestmark = pytest.mark.django_db


def queue_one_event_for(number: int) -> None:
    make_readers(number)
    make_news(make_old_pledge())
    assert queue_deliveries(at=NOON) == number


def test_everybody_gets_one_mail_and_a_second_run_sends_nothing(mail_server):
    queue_one_event_for(5)
    assert send_due(at=NOON) == 5
    assert send_due(at=NOON + timedelta(minutes=1)) == 0
    assert queue_deliveries(at=NOON) == 0
    assert set(mail_server.received().values()) == {1}
    assert Delivery.objects.filter(state="sent", email__state="sent").count() == 5


@pytest.mark.parametrize("stage", ["at_recipient", "at_data"])
def test_a_server_that_says_later_gets_the_mail_later(mail_server, stage):
    queue_one_event_for(3)
    getattr(mail_server, stage)["reader1@example.org"] = ["451 4.3.0 try later"]
    assert send_due(at=NOON) == 2
    waiting = Email.objects.get(subscriber__email="reader1@example.org")
    assert (waiting.state, waiting.reason) == ("queued", "451 4.3.0 try later")
    assert send_due(at=NOON + timedelta(seconds=30)) == 0, "it waits a minute first"
    assert send_due(at=NOON + timedelta(minutes=2)) == 1
    assert mail_server.received() == {f"reader{n}@example.org": 1 for n in range(3)}


@pytest.mark.parametrize("stage", ["at_recipient", "at_data"])
def test_a_refused_recipient_is_given_up_with_the_reason_and_the_rest_go_on(mail_server, stage):
    queue_one_event_for(3)
    getattr(mail_server, stage)["reader0@example.org"] = ["550 5.1.1 no such user"]
    assert send_due(at=NOON) == 2
    failed = Delivery.objects.get(subscriber__email="reader0@example.org")
    assert (failed.state, failed.reason) == ("failed", "550 5.1.1 no such user")
    assert send_due(at=NOON + timedelta(days=1)) == 0


def test_a_connection_lost_before_the_message_is_tried_until_it_works(mail_server):
    queue_one_event_for(3)
    mail_server.at_recipient["reader1@example.org"] = [DROP, DROP, DROP]
    for minute in range(0, 60, 10):
        send_due(at=NOON + timedelta(minutes=minute))
    assert mail_server.received() == {f"reader{n}@example.org": 1 for n in range(3)}


def test_a_connection_lost_after_the_message_is_tried_once_more_as_the_same_message(mail_server):
    queue_one_event_for(3)
    mail_server.at_data["reader1@example.org"] = [KEEP_AND_DROP]
    assert send_due(at=NOON) == 2
    assert send_due(at=NOON + timedelta(minutes=2)) == 1
    first, second = mail_server.ids("reader1@example.org")
    assert first == second


def test_a_sender_stopped_while_it_waits_for_the_answer_counts_as_an_unclear_try(
    mail_server, monkeypatch
):
    answer = smtplib.SMTP.getreply
    answers = [RuntimeError("The worker's time is up.")]

    def getreply(session):
        if getattr(session, "handed_over", False) and answers:
            raise answers.pop()
        return answer(session)

    queue_one_event_for(1)
    monkeypatch.setattr(smtplib.SMTP, "getreply", getreply)
    assert send_due(at=NOON) == 0
    tried = Email.objects.get()
    assert (tried.state, tried.unclear_attempts) == ("queued", 1)
    assert "time is up" in tried.reason


def test_two_unclear_tries_are_left_to_a_person(mail_server):
    queue_one_event_for(2)
    mail_server.at_data["reader1@example.org"] = [KEEP_AND_DROP] * 9
    for minute in range(0, 60, 10):
        send_due(at=NOON + timedelta(minutes=minute))
    assert mail_server.received() == {"reader0@example.org": 1, "reader1@example.org": 2}
    unclear = Delivery.objects.get(subscriber__email="reader1@example.org")
    assert unclear.state == "unknown"
    assert unclear.reason


def test_while_the_server_is_down_all_mail_waits_and_no_try_is_counted(mail_server):
    queue_one_event_for(4)
    mail_server.stop()
    assert send_due(at=NOON) == 0
    assert set(Email.objects.values_list("state", "attempts")) == {("queued", 0)}
    mail_server.start()
    assert send_due(at=NOON + timedelta(days=2)) == 4
    assert set(mail_server.received().values()) == {1}


def test_one_message_that_cannot_be_built_does_not_stop_the_rest(mail_server):
    queue_one_event_for(4)
    Subscriber.objects.filter(email="reader1@example.org").update(email="a@b.org\nBcc: c@d.org")
    assert send_due(at=NOON) == 3
    poisoned = Email.objects.exclude(state="sent").get()
    assert poisoned.state == "queued"
    assert "Invalid address" in poisoned.reason
    for hour in range(2, 24 * 6):
        assert send_due(at=NOON + timedelta(hours=hour)) == 0
    poisoned.refresh_from_db()
    assert poisoned.state == "failed"


def test_after_an_outage_of_a_week_a_mail_that_is_put_off_once_is_not_given_up(mail_server):
    queue_one_event_for(2)
    mail_server.stop()
    for day in range(8):
        send_due(at=NOON + timedelta(days=day))
    mail_server.start()
    mail_server.at_recipient["reader1@example.org"] = ["451 4.7.1 greylisted"]
    back = NOON + timedelta(days=8)
    assert send_due(at=back) == 1
    assert send_due(at=back + timedelta(minutes=2)) == 1
    assert mail_server.received() == {f"reader{n}@example.org": 1 for n in range(2)}


def results_cannot_be_recorded(times: int) -> contextlib.AbstractContextManager[None]:
    """Have the database fail so often when it is told that a message was sent."""
    left = [times]

    def fail(execute, sql, params, many, context):
        if left[0] and '"sent_at" = ' in sql and sql.startswith("UPDATE"):
            left[0] -= 1
            raise OperationalError("deadlock detected")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(fail)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_fails_for_a_moment_after_the_servers_yes_costs_no_repetition(mail_server):
    queue_one_event_for(3)
    with results_cannot_be_recorded(times=2):
        assert send_due(at=NOON) == 3
    assert send_due(at=NOON + timedelta(hours=1)) == 0
    assert set(mail_server.received().values()) == {1}


@pytest.mark.django_db(transaction=True)
def test_while_no_result_can_be_recorded_nobody_gets_more_than_two(mail_server, monkeypatch):
    monkeypatch.setattr(sending, "RECORD_AGAIN_AFTER", (0,))
    queue_one_event_for(2)
    with results_cannot_be_recorded(times=1000):
        for minute in range(40):
            with contextlib.suppress(OperationalError):
                send_due(at=NOON + timedelta(minutes=minute))
    assert mail_server.received() == {f"reader{n}@example.org": 2 for n in range(2)}
    assert set(Email.objects.values_list("state", flat=True)) == {"unknown"}


def test_a_burst_is_one_mail(mail_server):
    make_reader()
    for name in ("Amazon", "IBM", "Microsoft"):
        make_news(make_old_pledge(name))
    assert queue_deliveries(at=NOON) == 3
    assert send_due(at=NOON) == 1
    assert str(mail_server.kept[0]["Subject"]) == "Digest: 3 changed (23 Nov 2026)"
    assert Delivery.objects.filter(state="sent").count() == 3


def test_what_stopped_being_true_is_dropped_and_the_rest_of_the_mail_goes(mail_server):
    make_reader()
    news = [make_news(make_old_pledge(name)) for name in ("Amazon", "IBM")]
    queue_deliveries(at=NOON)
    pledge = news[0].pledge
    pledge.published_at = None
    pledge.save(update_fields=["published_at"])
    assert send_due(at=NOON) == 1
    assert "Amazon" not in mail_server.kept[0].get_body(("plain",)).get_content()
    dropped = Delivery.objects.get(event=news[0])
    assert (dropped.state, dropped.reason) == (
        "dropped",
        "The pledge or the event is not public any more.",
    )


def test_a_claim_of_a_dead_sender_is_taken_over_when_its_lease_runs_out(mail_server):
    queue_one_event_for(1)
    mail_server.stop()
    send_due(at=NOON)
    Email.objects.update(state="sending", attempts=1, lease_until=NOON + timedelta(minutes=10))
    mail_server.start()
    assert send_due(at=NOON + timedelta(minutes=9)) == 0
    assert send_due(at=NOON + timedelta(minutes=11)) == 1
