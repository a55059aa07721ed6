"""The pages of following by e-mail: GET shows, POST acts, and nobody is told who is on the list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from alerts.models import Email, Subscriber, Subscription
from alerts.services import send_due
from moratoriums.models import Pledge
from tests.factories import make_beneficiary, make_company, make_pledge

pytestmark = pytest.mark.django_db


def secrets_of_last_mail() -> dict[str, str]:
    """The secrets of the links in the last mail."""
    send_due(at=timezone.now())
    return dict(re.findall(r"/follow/(confirm|leave)/([\w-]+)", str(mail.outbox[-1].body)))


def ask(client, follow: str = "everything", address: str = "reader@example.org", query: str = ""):
    return client.post(f"/follow{query}", {"email": address, "follow": follow})


def test_from_a_pledge_one_can_follow_it_its_company_or_everything(client):
    pledge = make_pledge(make_company("Amazon"), title="Amazon: pause")
    page = client.get(f"/follow?pledge={pledge.slug}").content.decode()
    assert re.findall(r'name="follow"[^>]*value="(\w+)"', page) == [
        "pledge",
        "company",
        "everything",
    ]
    assert "Amazon: pause" in page


@pytest.mark.parametrize("kind", ["pledge", "company", "beneficiary"])
def test_what_is_asked_for_is_what_is_noted(client, kind):
    pledge = make_pledge()
    things = {"pledge": pledge, "company": pledge.company, "beneficiary": make_beneficiary()}
    found: Any = things[kind]
    answer = ask(client, kind, query=f"?{kind}={found.slug}")
    assert (answer.status_code, answer["Location"]) == (302, "/follow/sent")
    assert getattr(Subscription.objects.get(), kind) == found


def test_unknown_things_and_drafts_cannot_be_followed(client):
    draft: Pledge = make_pledge(published=False)
    assert client.get("/follow?company=nobody").status_code == 404
    assert client.get(f"/follow?pledge={draft.slug}").status_code == 404
    assert ask(client, "pledge").status_code == 404


def test_known_unknown_and_leaving_addresses_get_the_same_answer(client):
    ask(client, address="known@example.org")
    answers = [ask(client, address=f"{name}@example.org") for name in ("known", "unknown")]
    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1


def test_a_wrong_address_is_said_beside_the_field_and_kept(client):
    answer = ask(client, address="no address")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'value="no address"' in page
    assert 'aria-describedby="email-error"' in page


def test_a_program_that_fills_every_field_gets_the_usual_page_and_no_mail(client):
    answer = client.post("/follow", {"email": "a@b.org", "follow": "everything", "website": "x"})
    assert answer["Location"] == "/follow/sent"
    assert Email.objects.count() == 0


def test_looking_at_the_link_confirms_nothing_and_the_button_does(client):
    ask(client)
    address = f"/follow/confirm/{secrets_of_last_mail()['confirm']}"
    for _ in range(2):
        assert "Yes, send me these alerts" in client.get(address).content.decode()
        client.head(address)
    assert Subscriber.objects.get().confirmed_at is None
    assert "You follow from now on" in client.post(address).content.decode()
    assert Subscriber.objects.get().confirmed_at is not None


def test_looking_at_the_link_to_leave_stops_nothing(client):
    ask(client)
    secrets = secrets_of_last_mail()
    client.post(f"/follow/confirm/{secrets['confirm']}")
    for method in (client.get, client.head):
        assert method(f"/follow/leave/{secrets['leave']}").status_code == 200
    assert Subscriber.objects.get().left_at is None


def test_one_click_in_a_mail_program_stops_everything(client):
    ask(client)
    secrets = secrets_of_last_mail()
    client.post(f"/follow/confirm/{secrets['confirm']}")
    client.handler.enforce_csrf_checks = True
    leave = f"/follow/leave/{secrets['leave']}"
    answer = client.post(leave, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscriber.objects.get().left_at is not None
    assert client.post(leave).status_code == 200, "a second time does no harm"


def test_one_thing_can_be_stopped_and_the_rest_goes_on(client):
    company = make_company("Amazon")
    ask(client)
    secrets = secrets_of_last_mail()
    ask(client, "company", query=f"?company={company.slug}")
    client.post(f"/follow/confirm/{secrets['confirm']}")
    leave = f"/follow/leave/{secrets['leave']}"
    page = client.post(leave, {"stop": "everything=1"}).content.decode()
    assert "Amazon" in page
    assert Subscription.objects.get().company == company


@pytest.mark.parametrize("stop", ["9" * 30, "-1", "x"])
def test_a_nonsense_stop_is_no_server_error(client, stop):
    ask(client)
    leave = f"/follow/leave/{secrets_of_last_mail()['leave']}"
    assert client.post(leave, {"stop": stop}).status_code == 200


def test_pages_behind_a_link_are_kept_and_passed_on_by_nobody(client):
    ask(client)
    answer = client.get(f"/follow/leave/{secrets_of_last_mail()['leave']}")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert re.search(r'rel="canonical" href="[^"]+/follow"', answer.content.decode())


@pytest.mark.parametrize("page", ["confirm", "leave"])
def test_a_link_nobody_was_sent_says_so(client, page):
    for method in (client.get, client.post):
        answer = method(f"/follow/{page}/{'A' * 22}")
        assert answer.status_code == 404
        assert "We do not know this link" in answer.content.decode()


def test_following_sets_no_cookie(client):
    ask(client)
    secrets = secrets_of_last_mail()
    for path in ("/follow", "/follow/sent", *(f"/follow/{a}/{b}" for a, b in secrets.items())):
        assert not client.get(path).cookies
