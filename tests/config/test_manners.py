"""What holds for every request: the pace, the word about a full disk, and the line in the log."""

import logging

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from companies.models import Company
from config import pace
from config.logs import OneLineFormatter
from config.middleware import PaceMiddleware, StoreTroubleMiddleware
from news.models import Tip


def line(message: str) -> str:
    record = logging.LogRecord("news", logging.WARNING, "", 1, message, (), None)
    return OneLineFormatter().format(record)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("title\r\n2026-11-26 ERROR forged", "title | 2026-11-26 ERROR forged"),
        ("a\rb", r"a\rb"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\x00b\x07c\x08d", r"a\x00b\x07c\x08d"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("Café — 顔認証 😀", "Café — 顔認証 😀"),
    ],
)
def test_a_log_record_is_one_line_whose_signs_are_all_seen(said, shown):
    text = line(said)
    assert text.endswith(f"news: {shown}")
    assert len(text.splitlines()) == 1


@pytest.fixture
def asked(settings):
    """Ask as a visitor from somewhere, ten times a minute at most."""
    settings.REQUESTS_PER_MINUTE = 10
    middleware = PaceMiddleware(lambda request: HttpResponse("page"))

    def ask(address="203.0.113.9", path="/pledges/", **meta):
        return middleware(RequestFactory().get(path, REMOTE_ADDR=address, **meta))

    return ask


def test_one_visitor_too_fast_is_told_to_wait_and_the_others_are_not(asked, monkeypatch):
    monkeypatch.setattr("config.pace.time.time", lambda: 120.0)
    assert [asked().status_code for _ in range(12)] == [200] * 10 + [429] * 2
    answer = asked()
    assert answer["Retry-After"] == "60"
    assert "Vuelva" in answer.content.decode()
    assert asked("198.51.100.4").status_code == 200
    monkeypatch.setattr("config.pace.time.time", lambda: 180.0)
    assert asked().status_code == 200


def test_a_network_of_ipv6_is_one_visitor(asked):
    statuses = [asked(f"2001:db8::{number:x}").status_code for number in range(1, 13)]
    assert statuses[-1] == 429


def test_links_from_mails_files_and_this_machine_are_not_counted(asked):
    for _ in range(30):
        assert asked(path="/follow/leave/abc").status_code == 200
        assert asked(path="/static/site.css").status_code == 200
        assert asked("127.0.0.1").status_code == 200


def test_counting_cannot_fill_the_memory(monkeypatch):
    monkeypatch.setattr(pace, "MOST_VISITORS", 100)
    counted = pace.Pace(5)
    for number in range(1000):
        counted.wait(f"visitor {number}")
    assert len(counted._counts) == 100


@pytest.mark.parametrize("text", ["database or disk is full", "could not extend file: No space"])
def test_a_full_disk_is_a_503_that_says_try_again(rf, text):
    middleware = StoreTroubleMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(rf.post("/tips"), OperationalError(text))
    assert answer is not None
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert middleware.process_exception(rf.post("/tips"), ValidationError("no")) is None
    assert middleware.process_exception(rf.post("/tips"), DatabaseError("a fault")) is None


@pytest.mark.django_db(transaction=True)
def test_a_write_that_finds_the_disk_full_leaves_no_half(admin_client, monkeypatch):
    before = Company.objects.count()

    def full(self, *args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Company, "save_base", full)
    form = {"name": "Amazon", "slug": "amazon", "kind": "company"}
    shown = admin_client.get("/admin/companies/company/add/").context
    for formset in shown["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    answer = admin_client.post("/admin/companies/company/add/", form)
    assert answer.status_code == 503
    assert Company.objects.count() == before


@pytest.mark.django_db
def test_a_readers_tip_that_cannot_be_stored_is_a_503(client, monkeypatch):
    def full(self, *args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Tip, "save_base", full)
    answer = client.post("/tips", {"text": "Amazon ended its pause.", "about": ""})
    assert answer.status_code == 503
    assert not Tip.objects.exists()
