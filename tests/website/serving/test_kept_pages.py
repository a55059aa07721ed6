"""A page of the register is made once for each state of it, and never shown when it is old."""

from __future__ import annotations

import gzip
import threading
from datetime import UTC, datetime

import brotli
import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratoriums.models import Pledge
from moratoriums.models.versions import current_stamp
from moratoriums.services import (
    EventFacts,
    confirm_event,
    decline_event,
    flag_due,
    publish_pledge,
    record_event,
    settle_pledge,
    unpublish_pledge,
)
from moratoriums.vocabulary import EventKind, TermKind
from tests import factories
from website.serving import middleware
from website.serving.shelf import Shelf

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLEDGE = "/p/amazon-police-2020"


@pytest.fixture
def memory(settings, monkeypatch):
    """Pages are kept, as on a running site."""
    settings.PAGE_MEMORY_MB = 1
    monkeypatch.setattr(middleware, "pages", Shelf(2**20, lambda kept: len(kept.body)))


def questions(client, address: str, **headers: str) -> int:
    """How many questions an answer asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
    return len(asked)


def test_a_page_asked_for_again_costs_one_question(client, register, memory):
    first = client.get(PLEDGE)
    assert questions(client, PLEDGE) == 1
    again = client.get(PLEDGE)
    assert again.content == first.content
    assert again.headers == first.headers
    assert "default-src 'none'" in again["Content-Security-Policy"]


def test_a_reader_who_has_the_page_is_told_so_with_one_question(client, register):
    first = client.get(PLEDGE)
    headers = {"if-none-match": first["ETag"]}
    answer = client.get(PLEDGE, headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == first["ETag"]
    assert questions(client, PLEDGE, **headers) == 1
    assert client.get("/", headers=headers).status_code == 200
    assert client.get(f"{PLEDGE}?as_of=2021-01-01", headers=headers).status_code == 200


def changes(pledge: Pledge):
    """Every step of the services that changes what readers see, in an order that can be taken."""
    source = factories.make_source()
    dispute = EventFacts(EventKind.DISPUTED, "2026-11-20", quotes=[(source, "")])
    yield lambda: record_event(pledge, dispute, by="ada", at=AT)
    withdrawn = EventFacts(EventKind.WITHDRAWN, "2026-11-21", quotes=[(source, "")])
    for _ in range(2):
        yield lambda: record_event(pledge, withdrawn, by="ada", at=AT)
    waiting = pledge.events.filter(confirmed_at=None)
    yield lambda: confirm_event(waiting.all()[0], by="bea", at=AT)
    yield lambda: decline_event(waiting.get(), by="bea", at=AT, why="twice")
    yield lambda: settle_pledge(pledge, by="ada", at=AT)
    yield lambda: unpublish_pledge(pledge, by="ada", at=AT, why="test")
    yield lambda: publish_pledge(pledge, by="ada", at=AT)


def test_every_step_of_the_services_makes_the_page_anew_at_once(client, register, memory):
    for step in changes(register.pause):
        client.get("/")
        before = current_stamp()
        step()
        assert current_stamp() != before
        assert questions(client, "/") > 1


def test_the_clock_makes_pages_anew_only_when_it_flags_something(db, today):
    factories.make_pledge(term=TermKind.FIXED, end="2026-11-30")
    before = current_stamp()
    assert flag_due(day=AT.date(), at=AT) > 0
    flagged = current_stamp()
    assert flagged != before
    assert flag_due(day=AT.date(), at=AT) == 0
    assert current_stamp() == flagged


def test_the_turn_of_the_day_makes_every_page_anew(client, register, memory):
    tag = client.get("/")["ETag"]
    with time_machine.travel("2026-11-24T00:00:01+00:00", tick=False):
        later = client.get("/", headers={"if-none-match": tag})
    assert later.status_code == 200
    assert "24 November 2026" in later.content.decode()


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("gzip", gzip.decompress), ("gzip, br", brotli.decompress)]
)
def test_a_page_leaves_as_small_as_the_reader_can_take_it(client, register, accepted, unpack):
    plain = client.get("/").content
    packed = client.get("/", headers={"accept-encoding": accepted})
    assert packed["Content-Encoding"] == accepted.split(", ")[-1].strip()
    assert packed["Vary"] == "Accept-Encoding"
    assert len(packed.content) < len(plain) / 3
    assert unpack(packed.content) == plain


def test_nothing_else_is_kept_or_compared(client, register, memory):
    for address in ("/status", "/healthz", "/follow", "/nothing", "/?as_of=never"):
        answer = client.get(address)
        assert "ETag" not in answer, address
    assert client.post("/").status_code == 405


def test_a_foreign_host_gets_no_kept_page(client, register, memory):
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_page_is_asked_for_by_its_head_alone_without_its_body(client, register, memory):
    whole = client.get("/")
    head = client.head("/")
    assert head.content == b""
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == str(len(whole.content))


def test_what_pages_share_is_written_as_each_of_them_would_write_it(client, register):
    parts = caches["template_fragments"]
    addresses = [
        *("/pledges/", "/pledges/?use=police", "/es/pledges/?use=police", "/pledges/?order=title"),
        *("/pledges/?as_of=2020-07-01", "/timeline/?use=police", "/methodology", "/es/methodology"),
        *("/pledges/?use=nobody", "/pledges/?status=no-such", "/methodology?as_of=2020-07-01"),
    ]

    def cold(address: str) -> bytes:
        parts.clear()
        return bytes(client.get(address).content)

    apart = {address: cold(address) for address in addresses}
    parts.clear()
    for address in [*addresses, *addresses]:
        assert client.get(address).content == apart[address], address
    unpublish_pledge(register.pause, why="twice", by="bea", at=AT)
    for address in addresses:
        now = client.get(address).content
        assert now == cold(address), address
        assert now != apart[address], address


def test_a_shelf_lets_the_oldest_go_and_takes_nothing_too_heavy():
    shelf: Shelf[str] = Shelf(10, len)
    for key in ("a", "b"):
        shelf.put(key, key * 5)
    shelf.get("a")
    shelf.put("c", "ccccc")
    assert [shelf.get(key) for key in ("a", "b", "c")] == ["aaaaa", None, "ccccc"]
    shelf.put("d", "d" * 11)
    assert shelf.get("d") is None
    shelf.clear()
    assert shelf.get("a") is None


def test_many_who_ask_at_once_wait_for_one_that_makes_it():
    shelf: Shelf[str] = Shelf(10)
    made, begun, go_on = [], threading.Event(), threading.Event()

    def make() -> str:
        begun.set()
        go_on.wait(5)
        made.append(1)
        return "page"

    threads = [threading.Thread(target=shelf.made, args=("key", make)) for _ in range(8)]
    threads[0].start()
    begun.wait(5)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(made) == 1
