"""Tips: kept with a receipt, limited, answered, and forgotten as promised."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from news.models import Tip
from news.services import forget_senders
from tests.website.reading import Page, read

pytestmark = pytest.mark.django_db


def send(client, **fields):
    return client.post("/tips", {"text": "A shop near me scans faces again.", **fields})


def test_a_tip_leads_to_a_receipt_that_only_its_sender_is_shown(client):
    answer = send(client, url="https://shop.example/notice", email="me@example.org")
    assert answer.status_code == 302
    receipt = read(client, answer["Location"])
    assert "A shop near me scans faces again." in receipt.text()
    assert "waits to be read" in receipt.text(".lede")
    assert receipt.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Referrer-Policy"] == "no-referrer"
    assert answer["Location"].rsplit("/", 1)[1] not in str(Tip.objects.values()[0])
    assert client.get("/tips/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert not client.cookies


def test_a_report_about_a_record_names_it_from_the_form_to_the_receipt(client, register):
    form = read(client, "/tips?about=amazon-police-2020")
    assert form.text("h1") == "Report a mistake"
    assert form.text(".kicker") == "Amazon: pause on police use of Rekognition"
    assert form.links(".kicker a") == ["/p/amazon-police-2020"]
    refused = Page(client.post("/tips", {"text": "", "about": "amazon-police-2020"}))
    assert refused.text("h1") == "Report a mistake"
    receipt = read(client, send(client, about="amazon-police-2020")["Location"])
    assert "/p/amazon-police-2020" in receipt.links("main a")
    other = read(client, "/tips?about=/companies/")
    assert other.text("h1") == "Send a tip"
    assert "About: /companies/" in other.text("form")


def test_the_answer_stands_on_the_receipt_at_once(client, admin_client):
    where = send(client)["Location"]
    address = f"/admin/news/tip/{Tip.objects.get().pk}/change/"
    refused = admin_client.post(address, {"state": "declined", "answer": " ", "ready": ""})
    assert "Write an answer" in refused.content.decode()
    done = admin_client.post(address, {"state": "declined", "answer": "", "ready": "no_source"})
    assert done.status_code == 302
    receipt = read(client, where).text()
    assert "Not taken up" in receipt
    assert "a source that readers can check" in receipt
    assert Tip.objects.get().decided_by == User.objects.get().get_username()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": ""}, "Tell us what you saw"),
        ({"text": "\u200b \u202e"}, "Tell us what you saw"),
        ({"url": "shop notice"}, "no web address"),
        ({"url": "javascript:alert(1)"}, "no web address"),
        ({"email": "me"}, "no e-mail address"),
        ({"text": "a" * 5001}, "at most 5,000"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_lost(client, fields, says):
    page = Page(send(client, **fields))
    assert page.status == 400
    assert says in page.text(".field-error")
    assert says in page.text("[role=alert]")
    assert not Tip.objects.exists()
    if "text" not in fields:
        assert "scans faces again" in page.text("textarea")


def test_one_machine_sends_five_a_day_and_another_still_may(client):
    for _ in range(5):
        assert send(client).status_code == 302
    refused = Page(send(client))
    assert (refused.status, Tip.objects.count()) == (429, 5)
    assert "tomorrow" in refused.text(".field-error")
    assert send(client, REMOTE_ADDR="198.51.100.7").status_code == 429, "a field is no address"
    other = client.post("/tips", {"text": "Another."}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


def test_a_machine_that_fills_the_hidden_field_is_told_nothing_and_keeps_nothing(client):
    assert send(client, website="https://spam.example").status_code == 302
    assert not Tip.objects.exists()


def test_script_in_a_tip_is_shown_as_text(client, admin_client):
    where = send(client, text="<script>alert(1)</script>")["Location"]
    assert "<script>alert" not in read(client, where).html
    address = f"/admin/news/tip/{Tip.objects.get().pk}/change/"
    assert "<script>alert" not in admin_client.get(address).content.decode()


def test_what_could_tell_who_sent_it_is_erased(client):
    send(client, email="me@example.org")
    now = timezone.now()
    tip = Tip.objects.get()
    assert tip.sender
    forget_senders(at=now + timedelta(days=2))
    tip.refresh_from_db()
    assert (tip.sender, tip.email) == ("", "me@example.org")
    Tip.objects.update(state="declined", answer="Thank you.", decided_at=now)
    forget_senders(at=now + timedelta(days=31))
    tip.refresh_from_db()
    assert tip.email == ""
