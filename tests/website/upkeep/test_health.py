"""Silence is noticed: a late job, mail that waits, a test alert that did not come round."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone

from alerts.models import Dispatch, Email, RoundTrip
from alerts.services.gate import shut
from moratoriums.models import JobRun
from moratoriums.vocabulary import EventKind
from tests.alerts.readers import make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db


def ran_well(at, *, but: str = "") -> None:
    """Let every job of the timetable have ended well at a moment, but one."""
    JobRun.objects.bulk_create(
        JobRun(name=str(entry["task"]), started_at=at, ended_at=at, ok=True)
        for entry in django_settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] != but
    )


def health(client) -> tuple[int, list[str]]:
    answer = client.get("/health")
    return answer.status_code, [one["what"] for one in answer.json()["findings"]]


def test_a_site_that_has_just_begun_is_well(client):
    assert health(client) == (200, [])


def test_a_clock_that_has_been_dead_for_a_day_is_named(client, admin_client):
    ran_well(timezone.now() - timedelta(hours=26))
    code, found = health(client)
    assert code == 503
    assert set(found) == {"late job"}
    text = client.get("/health").content.decode()
    assert "alerts.tasks.deliver is late" in text
    assert "forget_old_runs is late" not in text, "it runs once a day"
    assert "alerts.tasks.deliver is late" in admin_client.get("/admin/").content.decode()


def test_one_job_that_fails_each_time_is_late_too(client):
    now = timezone.now()
    ran_well(now, but="alerts.tasks.deliver")
    for minutes in (30, 1):
        began = now - timedelta(minutes=minutes)
        JobRun.objects.create(
            name="alerts.tasks.deliver",
            started_at=began,
            ended_at=began,
            error="It is away.",
        )
    assert health(client) == (503, ["late job"])
    assert "It is away." in client.get("/health").content.decode()


def test_mail_that_has_waited_for_a_day_is_red_and_doubtful_mail_is_not(client):
    ran_well(timezone.now())
    reader = make_reader()
    mail = Email.objects.create(
        subscriber=reader, message_id="<1@x>", queued_at=timezone.now() - timedelta(hours=25)
    )
    assert health(client) == (503, ["old mail"])
    Email.objects.filter(pk=mail.pk).update(state="unknown", reason="no answer")
    assert health(client) == (200, ["unknown mail"])


def test_a_test_alert_that_did_not_come_round_is_red(client, settings):
    ran_well(timezone.now())
    settings.TEST_ALERT_TO = "bounces@example.org"
    trip = RoundTrip.objects.create(message_id="<t@x>", sent_at=timezone.now() - timedelta(hours=3))
    assert health(client) == (503, ["test alert"])
    RoundTrip.objects.filter(pk=trip.pk).update(returned_at=timezone.now())
    assert health(client) == (200, [])


def test_a_shut_outbox_is_red_and_the_doctor_says_what_to_do(client):
    ran_well(timezone.now())
    shut(because="A rehearsal.", at=timezone.now())
    assert health(client) == (503, ["outbox"])
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)
    assert "WRONG  outbox: No mail leaves: A rehearsal." in said.getvalue()
    assert "ok     database" in said.getvalue()
    assert "ok     mail server" in said.getvalue()


def test_the_log_of_alerts_says_when_which_and_how_many_and_names_nobody(client):
    make_reader("reader@example.org")
    told = make_news(make_old_pledge("Amazon"), EventKind.EXTENDED)
    draft = make_news(make_old_pledge("IBM"))
    for event in (told, draft):
        Dispatch.objects.create(event=event, queued_at=timezone.now(), people=3)
    type(draft.pledge).objects.filter(pk=draft.pledge_id).update(published_at=None)
    page = client.get("/alerts/log").content.decode()
    assert "Extended, a change; 3 people." in page
    assert "Prorrogado, un cambio; 3 personas." in client.get("/es/alerts/log").content.decode()
    assert told.pledge.title in page
    assert draft.pledge.title not in page
    assert "reader@example.org" not in page
    assert 'href="/alerts/log"' in client.get("/status").content.decode()
