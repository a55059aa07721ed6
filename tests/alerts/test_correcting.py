"""A wrong alert is corrected to those who got it, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from alerts import services
from alerts.models import Delivery, Email
from alerts.tokens import make_token
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader
from tests.factories import make_company

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=6)


def test_the_correction_goes_to_those_who_got_the_alert():
    make_reader()
    make_reader("other@example.org", company=make_company("IBM"))
    event = make_news(make_old_pledge("Amazon"))
    services.queue_deliveries(at=NOON)
    services.send_due(at=SOON)
    wrong = str(mail.outbox[-1].subject)
    made = services.correct_alert(event, "It was not extended.", by="ada", at=SOON)
    assert made.people == 1
    services.send_due(at=SOON)
    assert len(mail.outbox) == 2
    letter = mail.outbox[-1]
    assert letter.subject == "Correction: our mail of 23 November 2026, Amazon"
    assert wrong in " ".join(str(letter.body).split())
    assert "It was not extended." in str(letter.body)
    assert letter.extra_headers["References"] == mail.outbox[0].extra_headers["References"]


def test_who_is_still_to_be_told_is_not_told_any_more():
    make_reader()
    weekly = make_reader("weekly@example.org")
    weekly.subscriptions.update(frequency="weekly")
    event = make_news(make_old_pledge())
    services.queue_deliveries(at=NOON)
    services.send_due(at=SOON)
    services.correct_alert(event, "It was not so.", by="ada", at=SOON)
    assert Delivery.objects.get(subscriber=weekly).state == "dropped"
    assert Email.objects.filter(kind="correction").count() == 1


def test_whoever_left_meanwhile_is_left_in_peace():
    reader = make_reader()
    event = make_news(make_old_pledge())
    services.queue_deliveries(at=NOON)
    services.send_due(at=SOON)
    services.correct_alert(event, "It was not so.", by="ada", at=SOON)
    services.leave(make_token(reader, "leave", at=SOON), at=SOON)  # type: ignore[arg-type]
    services.send_due(at=SOON)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("text", ["", "  "])
def test_a_correction_says_something(text):
    with pytest.raises(ValidationError):
        services.correct_alert(make_news(make_old_pledge()), text, by="ada", at=NOON)


def test_where_nobody_was_told_there_is_nothing_to_correct():
    with pytest.raises(ValidationError):
        services.correct_alert(make_news(make_old_pledge()), "Wrong.", by="ada", at=NOON)
