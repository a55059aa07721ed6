"""From an article in a file to the mails about the end of a pledge, through the real rooms."""

import re
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from alerts.models import Subscriber, Subscription
from alerts.services import queue_deliveries, send_due
from companies.vocabulary import NameKind
from moratoriums.models import Pledge
from moratoriums.services import flag_due
from news.models import Proposal
from tests.factories import make_company, make_company_name
from tests.news.forms import the_form_as_shown
from tests.news.samples import ARTICLE

pytestmark = pytest.mark.django_db

READ_AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)
FOLLOWED_AT = datetime(2020, 6, 12, 9, 0, tzinfo=UTC)


def one_day_of_the_post_room(day: date) -> list[str]:
    """What clock and post room do on a day, twice over; the subjects of the mails that left."""
    before = len(mail.outbox)
    at = datetime.combine(day, time(8), UTC)
    with time_machine.travel(at, tick=False):
        for again in range(2):
            moment = at + timedelta(minutes=10 * again)
            flag_due(day=day, at=moment)
            queue_deliveries(at=moment)
            send_due(at=moment + timedelta(hours=1))
    return [str(message.subject) for message in mail.outbox[before:]]


def days_around_the_rungs() -> list[date]:
    """The day after following, and the days before, of and after each rung."""
    return [
        date(2020, 6, 13),
        *(date(2021, 3, day) for day in (11, 12, 13, 14)),
        *(date(2021, 5, day) for day in (10, 11, 12, 13, 31)),
        *(date(2021, 6, day) for day in (1, 2, 3, 4, 5, 8, 9, 10, 11)),
    ]


@pytest.fixture
def register():
    amazon = make_company("Amazon")
    make_company_name(amazon, "Rekognition", NameKind.PRODUCT)
    make_company("IBM")


@pytest.fixture
def proposals(register, tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    out = StringIO()
    with time_machine.travel(READ_AT, tick=False):
        call_command(
            "read_article",
            str(file),
            published="2020-06-10",
            url="https://news.example/2020/amazon-pauses",
            publisher="Example News",
            stdout=out,
        )
    assert "2021-06-10" in out.getvalue()
    found = {proposal.company_slug: proposal for proposal in Proposal.objects.all()}
    assert set(found) == {"amazon", "ibm"}
    return found


@pytest.fixture
def published(proposals):
    User.objects.create_superuser("editor", password="a long enough phrase")
    editor = Client()
    amazon, ibm = (f"c{proposals[slug].pk}" for slug in ("amazon", "ibm"))
    additions = {
        f"{amazon}-choice": "new",
        f"{amazon}-places": "worldwide",
        f"{amazon}-confirm_day": "on",
        f"{ibm}-choice": "new",
        f"{ibm}-places": "worldwide",
        f"{ibm}-whose_use": ["customers"],
        f"{ibm}-confirm_day": "on",
        "change": "significant",
        "change_note": "Entered from the first report.",
        "action": "publish",
    }
    with time_machine.travel(READ_AT, tick=False):
        login = reverse("admin:login")
        editor.post(login, {"username": "editor", "password": "a long enough phrase"})
        address = reverse("admin:news_entry_desk", args=[proposals["amazon"].entry.pk])
        page = editor.get(address).content.decode()
        answer = editor.post(address, {**the_form_as_shown(page), **additions})
        assert answer.status_code == 302, errors_in(answer.content.decode())
    return {pledge.company.slug: pledge for pledge in Pledge.objects.select_related("company")}


def errors_in(page: str) -> str:
    return " | ".join(re.findall(r'class="(?:errorlist|errornote)"[^>]*>(.*?)</', page, re.DOTALL))


def test_the_public_pages_show_what_the_editor_published(published, client):
    with time_machine.travel(READ_AT, tick=False):
        amazon = client.get(published["amazon"].get_absolute_url()).content.decode()
        ibm = client.get(published["ibm"].get_absolute_url()).content.decode()
        thorn = client.get(reverse("beneficiary", args=["thorn"])).content.decode()
    assert 'datetime="2021-06-10"' in amazon
    for name in ("Thorn", "National Center for Missing and Exploited Children", "Marinus"):
        assert name in amazon
    assert 'datetime="2020-06-08"' in ibm
    assert "2021-06-10" not in ibm
    assert "Amazon" in thorn
    assert "IBM" not in thorn


def test_a_follower_is_told_at_90_30_and_7_days_and_on_the_day_and_never_twice(published, client):
    with time_machine.travel(FOLLOWED_AT, tick=False):
        client.post(reverse("follow"), {"email": "reader@example.org"})
        send_due(at=FOLLOWED_AT + timedelta(minutes=1))
        (question,) = mail.outbox
        link = re.search(r"https?://[^\s/]+(/follow/confirm/\S+)", str(question.body))
        assert link
        assert client.post(link[1]).status_code in (200, 302)

    told = {}
    for day in days_around_the_rungs():
        subjects = one_day_of_the_post_room(day)
        if subjects:
            told[day.isoformat()] = subjects

    ends = {day: [one for one in subjects if "Amazon" in one] for day, subjects in told.items()}
    assert {day: subjects for day, subjects in ends.items() if subjects} == {
        "2021-03-12": ["Ends in 90 days: Amazon's moratorium (10 June 2021)"],
        "2021-05-11": ["Ends in 30 days: Amazon's moratorium (10 June 2021)"],
        "2021-06-03": ["Ends in 7 days: Amazon's moratorium (10 June 2021)"],
        "2021-06-10": ["Ends today: Amazon's moratorium (10 June 2021)"],
    }
    others = [one for subjects in told.values() for one in subjects if "Amazon" not in one]
    assert all(one.startswith("Review due") and "IBM" in one for one in others), others
    ids = [message_from_bytes(m.message().as_bytes())["Message-ID"] for m in mail.outbox]
    assert len(set(ids)) == len(ids)


def test_what_is_taken_back_within_a_minute_is_told_to_nobody(proposals, client):
    follower = Subscriber.objects.create(email="reader@example.org", confirmed_at=READ_AT)
    Subscription.objects.create(subscriber=follower, asked_at=READ_AT, confirmed_at=READ_AT)
    client.force_login(User.objects.create_superuser("editor"))
    address = reverse("admin:news_entry_desk", args=[proposals["amazon"].entry_id])
    card = f"c{proposals['amazon'].pk}"
    chosen = {f"{card}-choice": "new", f"{card}-places": "US", f"{card}-confirm_day": "on"}
    told = {"change": "significant", "change_note": "Entered.", "action": "publish"}
    with time_machine.travel(READ_AT, tick=False) as clock:
        client.force_login(User.objects.get())
        form = the_form_as_shown(client.get(address).content.decode())
        looked = client.post(address, {**form, **chosen, **told, "action": "preview"})
        assert "Mail: to 1 person now" in looked.content.decode()
        form = the_form_as_shown(client.get(address).content.decode())
        client.post(address, {**form, **chosen, **told})
        queue_deliveries(at=READ_AT)
        clock.shift(timedelta(seconds=55))
        press = re.search(r'value="(take_back:\w+)"', client.get(address).content.decode())
        assert press
        client.post(address, {"action": press[1]})
        clock.shift(timedelta(hours=1))
        send_due(at=READ_AT + timedelta(hours=1))
    assert mail.outbox == []
