"""Nothing leaves from a copy or a restored backup until somebody has looked at it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from alerts.models import Delivery, Email, Gate
from alerts.place import Place, here, remember
from alerts.services import go_round, queue_deliveries, send_due
from alerts.services.gate import open_gate, shut, trouble, why_shut
from moratoriums.services.jobs import JobTrouble
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """One mail that waits, in a database from which mail has left before."""
    make_reader()
    make_news(make_old_pledge("Amazon"))
    queue_deliveries(at=NOON)
    assert send_due(at=NOON) == 1
    mail.outbox.clear()
    make_news(make_old_pledge("IBM"))
    queue_deliveries(at=NOON)


def test_a_database_that_is_somewhere_else_sends_nothing_until_it_is_opened(waiting, capsys):
    Gate.objects.update(place="another place")
    assert "a copy, or was put back from a backup" in why_shut()
    assert send_due(at=NOON) == 0
    with pytest.raises(JobTrouble, match="outbox --open"):
        go_round(at=NOON)
    call_command("outbox")
    shown = capsys.readouterr().out
    assert "Shut:" in shown
    assert "1 deliveries are held" in shown
    call_command("outbox", "--open")
    assert send_due(at=NOON) == 1


def test_yesterday_s_backup_under_the_same_file_is_noticed(waiting):
    if connection.vendor == "postgresql":
        # A dump that is put back makes its tables anew, under other numbers.
        before = here("alerts_gate")
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE copied (LIKE alerts_gate)")
        assert here("copied") != before
        return
    gate = Gate.objects.get()
    assert why_shut() == ""
    remember(Place(gate.place, gate.runs + 1))  # mail left since the backup was made
    assert why_shut()
    open_gate()
    assert why_shut() == ""
    assert send_due(at=NOON) == 1


def test_an_operator_shuts_it_and_drops_what_would_be_repeated(waiting, capsys):
    shut(because="A rehearsal.", at=NOON)
    assert send_due(at=NOON) == 0
    assert trouble() == "A rehearsal."
    call_command("outbox", "--drop")
    call_command("outbox", "--open")
    assert send_due(at=NOON + timedelta(hours=1)) == 0
    assert Delivery.objects.filter(state="dropped", reason="Dropped by an operator.").count() == 1


def test_while_the_mail_server_lets_nobody_in_it_is_said_and_nothing_fails(mail_server, waiting):
    mail_server.stop()
    with pytest.raises(JobTrouble, match="refused"):
        go_round(at=NOON)
    since = Gate.objects.get().trouble_since
    with pytest.raises(JobTrouble):
        go_round(at=NOON + timedelta(minutes=1))
    assert Gate.objects.get().trouble_since == since
    assert not Email.objects.filter(state="failed").exists()
    mail_server.start()
    assert go_round(at=NOON + timedelta(minutes=2))["sent"] == 1
    assert trouble() == ""


def test_a_password_that_was_changed_is_said_once_and_costs_no_mail(mail_server, waiting, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "watch", "an old password"
    mail_server.lets_in = False
    mail_server.kept.clear()
    for minute in range(10):
        with pytest.raises(JobTrouble, match="535"):
            go_round(at=NOON + timedelta(minutes=minute))
    assert Gate.objects.get().trouble_since == NOON
    assert mail_server.kept == []
    assert Email.objects.exclude(state="sent").values_list("state", "attempts").get() == (
        "queued",
        0,
    )
    mail_server.lets_in = True
    assert go_round(at=NOON + timedelta(minutes=11))["sent"] == 1
