"""A forgotten password: a link by mail, once, for an hour, and no way around the second factor."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import caches

from staff import resetting
from staff.tasks import send_reset_link
from tests.staff.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ASK = "/admin/password-reset/"
NEW = "quite another long one"


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    """Wishes that were queued; the test does them itself."""
    caches["limits"].clear()
    wishes = []
    monkeypatch.setattr(send_reset_link, "apply_async", lambda args, **_: wishes.append(args[0]))
    return wishes


def link() -> str:
    found = re.search(r"http://[^/]+(/admin/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def choose(client, address, password=NEW):
    page = client.get(address, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else address
    return client.post(form, {"new_password1": password, "new_password2": password}), page


def test_the_link_leads_to_a_new_password_once(ada, client, sign_in, queue):
    assert client.post(ASK, {"email": "ada@example.org"}).status_code == 302
    assert queue == ["ada@example.org"]
    assert send_reset_link(*queue) == 1
    assert mail.outbox[0].to == ["ada@example.org"]
    address = link()
    answer, _ = choose(client, address)
    assert answer.status_code == 302
    assert sign_in().status_code == 200, "the old password is gone"
    assert sign_in(password=NEW).status_code == 302
    client.logout()
    _, page = choose(client, address, "a third long password")
    assert "invalid" in page.content.decode()


def test_the_link_ends_after_an_hour(ada, client):
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False) as clock:
        resetting.send_link("ada@example.org")
        address = link()
        clock.shift(timedelta(minutes=61))
        _, page = choose(client, address)
        assert "invalid" in page.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_new_password_does_not_stand_in_for_the_code(ada, device, client, sign_in):
    resetting.send_link("ada@example.org")
    choose(client, link())
    assert client.get("/admin/").status_code == 302
    assert "Type the code" in sign_in(password=NEW).content.decode()


def test_known_and_unknown_addresses_are_answered_alike(ada, client, queue):
    known = client.post(ASK, {"email": "ada@example.org"})
    unknown = client.post(ASK, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(queue) == 2, "who has an account is found out away from the page"
    assert send_reset_link("nobody@example.org") == 0
    assert not mail.outbox


def test_only_staff_get_a_link(ada):
    User.objects.create_user("eve", "eve@example.org", PASSWORD)
    User.objects.create_user("old", "old@example.org", PASSWORD, is_staff=True, is_active=False)
    assert send_reset_link("eve@example.org") == 0
    assert send_reset_link("old@example.org") == 0


def test_a_mailbox_is_not_filled_nor_many_addresses_tried(ada, client, queue):
    for _ in range(6):
        assert client.post(ASK, {"email": "ADA@example.org"}).status_code == 302
    assert len(queue) == 3
    for number in range(30):
        client.post(ASK, {"email": f"{number}@example.org"})
    assert len(queue) < 20


def test_a_place_that_asks_too_often_keeps_nobody_else_from_a_link(ada, client, queue):
    for number in range(resetting.FROM_ONE_PLACE):
        client.post(ASK, {"email": f"{number}@example.org"}, REMOTE_ADDR="203.0.113.9")
    for _ in range(resetting.FOR_ONE_ADDRESS):
        client.post(ASK, {"email": "ada@example.org"}, REMOTE_ADDR="203.0.113.9")
    assert "ada@example.org" not in queue
    client.post(ASK, {"email": "ada@example.org"}, REMOTE_ADDR="198.51.100.7")
    assert queue[-1] == "ada@example.org"


def test_the_links_host_is_the_sites_own_whatever_the_request_says(ada, client, settings):
    settings.ALLOWED_HOSTS = ["evil.example", "testserver"]
    client.post(ASK, {"email": "ada@example.org"}, headers={"Host": "evil.example"})
    resetting.send_link("ada@example.org")
    assert settings.SITE_URL in str(mail.outbox[0].body)
    assert "evil" not in str(mail.outbox[0].body)
