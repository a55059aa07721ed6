"""Staff see what was sent and why not; nothing can be typed in, and no secret is shown."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from alerts import services
from alerts.models import Call, Correction, Dispatch, Duty, Subscriber, Token, Webhook
from config.roles import Role, group_for
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader
from tests.factories import make_company

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


def staff(client, role: Role) -> None:
    """Log in somebody with the rights of a role."""
    user = User.objects.create_user(role.value, is_staff=True)
    user.groups.add(group_for(role))
    client.force_login(user)


def test_what_is_held_is_handed_out_to_administrators_alone_and_noted(admin_client, client, sent):
    form = {"action": "export", "_selected_action": str(sent.pk)}
    answer = admin_client.post("/admin/alerts/subscriber/", form)
    assert json.loads(answer.content)[0]["address"] == sent.email
    assert LogEntry.objects.get().change_message == "Exported what is held."
    staff(client, Role.REVIEWER)
    assert client.get("/admin/alerts/subscriber/").status_code == 403
    staff(client, Role.OPERATOR)
    page = client.get("/admin/alerts/subscriber/").content.decode()
    assert sent.email in page
    assert 'value="export"' not in page
    assert client.post("/admin/alerts/subscriber/", form).content[:1] != b"["


def test_a_wrong_alert_is_corrected_from_the_list_of_what_went_out(admin_client, client, sent):
    dispatch = Dispatch.objects.get(people=1)
    listed = admin_client.get("/admin/alerts/dispatch/").content.decode()
    address = f"/admin/alerts/dispatch/{dispatch.pk}/correct/"
    assert address in listed
    assert "1 person" in admin_client.get(address).content.decode()
    assert "Say what was wrong" in admin_client.post(address, {"text": " "}).content.decode()
    assert admin_client.post(address, {"text": "It was not so."}).status_code == 302
    assert Correction.objects.get().made_by == "admin"
    assert admin_client.get("/admin/alerts/correction/").status_code == 200
    staff(client, Role.EDITOR)
    assert client.post(address, {"text": "No."}).status_code == 403


def webhook_form(**changed: str) -> dict[str, object]:
    form: dict[str, object] = {
        "name": "A newsroom",
        "url": "https://hooks.example.com/x",
        "format": "standard",
        "active": "on",
        "company": "",
        "pledge": "",
        "beneficiary": "",
        "followed_filter": "",
        "steps": ["30", "0"],
    }
    return {**form, **changed}


def test_a_webhook_is_made_with_a_secret_and_refused_where_it_could_not_be_called(admin_client):
    make_company("Amazon")
    add = "/admin/alerts/webhook/add/"
    for wrong in (
        {"url": "https://localhost/x"},
        {"url": "http://example.com/"},
        {"followed_filter": "colour=red"},
        {"company": "amazon", "followed_filter": "use=police"},
        {"company": "nobody"},
    ):
        assert admin_client.post(add, webhook_form(**wrong)).status_code == 200, wrong
    assert not Webhook.objects.exists()
    assert admin_client.post(add, webhook_form(company="amazon")).status_code == 302
    made = Webhook.objects.get()
    assert made.secret.startswith("whsec_")
    assert (made.rungs, made.made_by, str(made.interest)) == (",30,0,", "admin", "Amazon")
    page = admin_client.get(f"/admin/alerts/webhook/{made.pk}/change/").content.decode()
    assert made.secret in page


def test_a_new_secret_takes_the_place_of_the_old_one(admin_client):
    admin_client.post("/admin/alerts/webhook/add/", webhook_form())
    before = Webhook.objects.get()
    form = {"action": "new_secret", "_selected_action": str(before.pk)}
    admin_client.post("/admin/alerts/webhook/", form)
    assert Webhook.objects.get().secret != before.secret


def test_calls_are_listed_and_made_again_by_a_button(admin_client):
    admin_client.post("/admin/alerts/webhook/add/", webhook_form())
    Webhook.objects.update(made_at=NOON - timedelta(days=1))
    make_news(make_old_pledge("Amazon"))
    services.queue_deliveries(at=NOON)
    Call.objects.update(state="failed", reason="500 no")
    assert "500 no" in admin_client.get("/admin/alerts/call/").content.decode()
    form = {"action": "replay", "_selected_action": str(Call.objects.get().pk)}
    admin_client.post("/admin/alerts/call/", form)
    assert Call.objects.get().state == "queued"


def test_editors_see_no_secret_of_a_webhook(client):
    staff(client, Role.EDITOR)
    assert client.get("/admin/alerts/webhook/").status_code == 403


def test_duties_are_listed(admin_client):
    Duty.objects.create(pledge=make_old_pledge(), kind="end_flagged", about_on=NOON.date())
    assert "1 duty" in admin_client.get("/admin/alerts/duty/").content.decode()
