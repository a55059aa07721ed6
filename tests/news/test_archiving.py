"""Archived copies, asked of a real server on the loopback that speaks the archive's interfaces."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import parse_qs

import pytest

from moratoriums.models import Source
from news.archive import Archive
from news.models import SourceWatch
from news.services import check_due_sources, keep_archived_copies
from outbound.fetching import fetch
from tests.factories import make_pledge, make_source
from tests.outbound.web_server import WebServer

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
COPY = "http://web.archive.org/web/20200612080910/https://news.example/pause"


@pytest.fixture
def server():
    server = WebServer()
    yield server
    server.close()


@pytest.fixture
def archive(server) -> Archive:
    request = partial(fetch, also=frozenset({("127.0.0.1", server.port)}))
    return Archive(server.url("/available"), server.url("/save"), "ours:secret", request)


@pytest.fixture
def source() -> Source:
    source = make_source(url="https://news.example/pause", published_on="2020-06-10")
    make_pledge(source=source)
    Source.objects.exclude(pk=source.pk).update(seen_on=None)
    check_due_sources(at=AT, limit=0)
    return source


class Interfaces:
    """What the archive answers, and what it was asked."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.ordered: list[dict[str, list[str]]] = []

    def has(self, **closest: object) -> None:
        found = {"closest": closest} if closest else {}
        query = "url=https%3A%2F%2Fnews.example%2Fpause&timestamp=20200610"
        self.server.say(f"/available?{query}", json.dumps({"archived_snapshots": found}).encode())

    def takes_orders(self, **answer: object) -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"

        def answered(line: socket.socket, request: str) -> None:
            self.ordered.append(parse_qs(request.partition("\r\n\r\n")[2]))
            line.sendall(head.encode() + body)

        self.server.answers["/save"] = answered

    def job_says(self, job: str, **answer: object) -> None:
        self.server.say(f"/save/status/{job}", json.dumps(answer).encode())


@pytest.fixture
def interfaces(server) -> Interfaces:
    return Interfaces(server)


def step(archive: Archive, after: timedelta = timedelta(0)) -> int:
    return keep_archived_copies(at=AT + after, archive=archive)


def watch(source: Source) -> SourceWatch:
    return SourceWatch.objects.get(source=source)


def test_a_copy_that_exists_is_taken_the_one_nearest_to_publication(archive, interfaces, source):
    interfaces.has(available=True, status="200", url=COPY, timestamp="20200612080910")
    assert step(archive) == 1
    source.refresh_from_db()
    assert source.archived_url == COPY.replace("http://", "https://", 1)
    assert step(archive, timedelta(days=400)) == 0, "it has one, so nobody is asked again"


def test_a_copy_that_nobody_made_is_ordered_and_fetched_when_it_is_ready(
    archive, interfaces, source, server
):
    interfaces.has()
    interfaces.takes_orders(url=source.url, job_id="spn2-7")
    assert step(archive) == 0
    assert interfaces.ordered[0]["url"] == [source.url]
    assert "Authorization: LOW ours:secret" in server.seen[-1].replace(
        "authorization", "Authorization"
    )
    interfaces.job_says("spn2-7", status="pending")
    assert step(archive, timedelta(minutes=5)) == 0
    interfaces.job_says(
        "spn2-7", status="success", timestamp="20261101121500", original_url=source.url
    )
    assert step(archive, timedelta(minutes=10)) == 1
    source.refresh_from_db()
    assert source.archived_url == server.url(f"/web/20261101121500/{source.url}")
    assert len(interfaces.ordered) == 1


def test_a_job_that_failed_is_ordered_again_later(archive, interfaces, source):
    interfaces.has()
    interfaces.takes_orders(job_id="one")
    step(archive)
    interfaces.job_says("one", status="error", message="Couldn't resolve host")
    step(archive, timedelta(minutes=5))
    assert watch(source).archive_note == "Couldn't resolve host"
    assert step(archive, timedelta(hours=2)) == 0
    assert len(interfaces.ordered) == 1
    step(archive, timedelta(days=2))
    assert len(interfaces.ordered) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"available": True, "url": "javascript:alert(1)", "timestamp": "20200612080910"},
        {"available": True, "url": COPY, "timestamp": "20209912080910"},
        {"available": True, "url": COPY, "timestamp": "soon"},
    ],
)
def test_an_answer_that_cannot_be_linked_is_no_copy(archive, interfaces, source, answer):
    interfaces.has(**answer)
    assert step(archive) == 0
    source.refresh_from_db()
    assert source.archived_url == ""
    assert watch(source).archive_note


def test_a_copy_of_an_error_page_is_no_copy(archive, interfaces, source):
    interfaces.has(available=True, status="404", url=COPY, timestamp="20200612080910")
    interfaces.takes_orders(job_id="one")
    step(archive)
    assert interfaces.ordered


def test_without_a_key_nothing_is_ordered(archive, interfaces, source, server):
    interfaces.has()
    step(Archive(archive.lookup_url, archive.save_url, "", archive.request))
    assert len(server.seen) == 1
    assert "no key" in watch(source).archive_note


@pytest.mark.parametrize("body", [b"<html>busy</html>", b"[]", b"{}", b'{"archived_snapshots": 1}'])
def test_an_archive_that_answers_nonsense_stops_nothing(archive, interfaces, source, server, body):
    query = "url=https%3A%2F%2Fnews.example%2Fpause&timestamp=20200610"
    server.say(f"/available?{query}", body)
    server.say("/save", b"{}")
    assert step(archive) == 0
    assert watch(source).next_archive_at > AT
