"""The recurring job: one call does the whole way from a new event to a mail."""

from __future__ import annotations

import pytest
import time_machine
from django.core import mail

from alerts.tasks import deliver
from config.timetable import TIMETABLE
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db


def test_the_job_takes_a_new_event_to_its_reader_and_does_no_harm_when_run_again():
    make_reader()
    make_news(make_old_pledge())
    with time_machine.travel(NOON, tick=False):
        assert [deliver()["sent"], deliver()["sent"]] == [1, 0]
    assert [message.to for message in mail.outbox] == [["reader@example.org"]]


def test_the_timetable_names_the_job():
    assert deliver.name in {entry["task"] for entry in TIMETABLE.values()}
