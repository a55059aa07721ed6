"""The local outbox: staff read there what would have been sent."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from alerts.models import Email
from tests.alerts.readers import make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings, tmp_path):
    """An outbox with two messages that left through one connection."""
    settings.OUTBOX_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    first = EmailMultiAlternatives("First, é", "See https://watch.example.org/p/x", to=["a@b.org"])
    first.attach_alternative("<h1>First</h1><script>alert(1)</script>", "text/html")
    second = EmailMultiAlternatives("<b>Second</b>", "Only text", to=["c@d.org"])
    mail.get_connection().send_messages([first, second])
    return tmp_path


def address(outbox, number: int, html: bool = False) -> str:
    name = next(outbox.glob("*.log")).name
    return f"/outbox/{name}/{number}/{'html' if html else ''}"


def test_readers_are_sent_to_the_login(client, outbox):
    for path in ("/outbox/", address(outbox, 1), address(outbox, 1, html=True)):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def test_staff_see_every_message_of_a_file_newest_first(admin_client, outbox):
    page = admin_client.get("/outbox/").content.decode()
    assert page.index("&lt;b&gt;Second&lt;/b&gt;") < page.index("First, é")
    assert "No mail leaves this machine" in page


def test_one_message_shows_its_text_and_headers(admin_client, outbox):
    page = admin_client.get(address(outbox, 1)).content.decode()
    assert 'href="https://watch.example.org/p/x"' in page
    assert "a@b.org" in page
    assert "<script>alert" not in page


def test_the_html_part_stands_on_a_page_that_runs_nothing(admin_client, outbox):
    answer = admin_client.get(address(outbox, 1, html=True))
    assert "<h1>First</h1>" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/outbox/none.log/1/", "/outbox/..%2f..%2fetc%2fpasswd/1/"])
def test_files_outside_the_outbox_are_not_shown(admin_client, outbox, path):
    assert admin_client.get(path).status_code == 404
    assert admin_client.get(address(outbox, 3)).status_code == 404


def test_with_a_real_mail_server_the_page_says_so(admin_client, outbox, settings):
    settings.EMAIL_BACKEND = "alerts.transport.SmtpBackend"
    assert "A real mail server is set" in admin_client.get("/outbox/").content.decode()


def test_an_outbox_nobody_wrote_to_is_empty_and_no_error(admin_client, settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path / "not there yet"
    assert "No message has been written yet" in admin_client.get("/outbox/").content.decode()


def test_staff_can_read_the_mail_about_any_event_before_it_leaves(admin_client, client):
    event = make_news(make_old_pledge("Amazon"))
    make_reader()
    page = admin_client.get(f"/outbox/preview/alert/{event.pk}").content.decode()
    assert "extended until further notice" in page
    assert "It would go to 1 person" in " ".join(page.split())
    assert Email.objects.count() == 0
    assert client.get(f"/outbox/preview/alert/{event.pk}").status_code == 302


@pytest.mark.parametrize("kind", ["alert", "absence", "editors", "correction"])
def test_every_mail_about_an_event_can_be_read_before_it_leaves(admin_client, kind):
    event = make_news(make_old_pledge("Amazon"))
    address = f"/outbox/preview/{kind}/{event.pk}"
    assert address in admin_client.get("/outbox/preview/").content.decode()
    shown = " ".join(admin_client.get(address).content.decode().split())
    assert "List-Unsubscribe-Post" in shown
    assert "It would go to 0 people" in shown
    alone = admin_client.get(f"{address}?html=1")
    assert "sandbox" in alone["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["daily", "weekly", "confirm", "still_wanted", "nothing_new"])
def test_digests_and_questions_too(admin_client, kind):
    make_reader().subscriptions.update(frequency="weekly")
    make_news(make_old_pledge("Amazon"))
    make_news(make_old_pledge("IBM"))
    shown = " ".join(admin_client.get(f"/outbox/preview/{kind}").content.decode().split())
    people = {"daily": "0 people", "weekly": "1 person", "still_wanted": "1 person"}
    assert f"It would go to {people.get(kind, '0 people')}" in shown


@pytest.mark.parametrize("address", ["nonsense", "alert", "weekly/1", "alert/99999"])
def test_there_is_no_such_preview(admin_client, address):
    assert admin_client.get(f"/outbox/preview/{address}").status_code == 404
