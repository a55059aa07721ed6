"""The recurring jobs: one call does the whole way from a new event to a mail."""

from __future__ import annotations

import pytest
import time_machine
from django.core import mail

from alerts.interests import Interest
from alerts.models import Call, Subscriber, Subscription, Webhook
from alerts.services import subscribe
from alerts.services.webhooks import save_webhook
from alerts.tasks import call, deliver, keep_house
from config.timetable import TIMETABLE
from tests.alerts.readers import BEFORE, NOON, make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db


def test_the_job_takes_a_new_event_to_its_reader_and_does_no_harm_when_run_again():
    make_reader()
    make_news(make_old_pledge())
    with time_machine.travel(NOON, tick=False):
        assert [deliver()["sent"], deliver()["sent"]] == [1, 0]
    assert [message.to for message in mail.outbox] == [["reader@example.org"]]


def test_the_job_calls_the_webhooks_that_are_due():
    save_webhook(Webhook(name="Gone", url="https://192.0.2.1/"), by="ada", at=BEFORE)
    make_news(make_old_pledge())
    with time_machine.travel(NOON, tick=False):
        deliver()
        assert call() == 0
    assert Call.objects.get().reason == "its host is not on the public internet."


def test_the_house_is_kept_by_one_job(django_user_model):
    subscribe("asked@example.org", Interest(), at=BEFORE)
    django_user_model.objects.create_superuser("ada", "ada@example.org", "a password")
    with time_machine.travel(NOON, tick=False):
        keep_house()
    assert Subscriber.objects.get().email == "ada@example.org"
    assert Subscription.objects.get().as_editor


def test_the_timetable_names_the_jobs():
    named = {entry["task"] for entry in TIMETABLE.values()}
    assert {deliver.name, call.name, keep_house.name} <= named
