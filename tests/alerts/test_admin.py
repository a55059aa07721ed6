"""Staff see what was sent and why not; nothing can be typed in, and no secret is shown."""

from __future__ import annotations

import pytest

from alerts import services
from alerts.models import Subscriber, Token
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """One reader who got one mail."""
    reader = make_reader()
    make_news(make_old_pledge("Amazon"))
    services.queue_deliveries(at=NOON)
    services.send_due(at=NOON)
    return reader


@pytest.mark.parametrize("name", ["subscriber", "delivery", "email", "dispatch"])
def test_every_list_opens_with_its_search_and_nobody_can_add_a_row(admin_client, sent, name):
    for query in ("", "?q=amazon"):
        assert admin_client.get(f"/admin/alerts/{name}/{query}").status_code == 200
    assert admin_client.get(f"/admin/alerts/{name}/add/").status_code == 403


def test_deliveries_can_be_told_apart_by_state(admin_client, sent):
    address = "/admin/alerts/delivery/?state__exact="
    assert "1 delivery" in admin_client.get(f"{address}sent").content.decode()
    assert "0 deliveries" in admin_client.get(f"{address}failed").content.decode()


def test_a_subscriber_is_shown_with_what_they_follow_and_without_any_token(admin_client, sent):
    page = admin_client.get(f"/admin/alerts/subscriber/{sent.pk}/change/").content.decode()
    assert "everything on record" in page
    assert Token.objects.get().sha256 not in page


def test_erasing_a_subscriber_takes_everything_held_on_them(admin_client, sent):
    answer = admin_client.post(f"/admin/alerts/subscriber/{sent.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert not Subscriber.objects.exists()
    assert not Token.objects.exists()
