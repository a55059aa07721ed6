"""Many requests at once: each host in its turn, none held back by another."""

import time

import pytest

from outbound.failures import FetchFailed
from outbound.fetching import Fetched, Request
from outbound.many import Pace, fetch_many
from tests.outbound.web_server import WebServer


@pytest.fixture
def server():
    server = WebServer()
    yield server
    server.close()


def requests(server, *rows):
    """A request for each pair of host and path; the key is the path."""
    also = frozenset({("127.0.0.1", server.port)})
    return [(path, host, Request(server.url(path), also=also)) for host, path in rows]


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_and_others_do_not_wait(server):
    busy, most, times = [], [], {}

    def slow(line, text):
        path = text.split(" ", 2)[1]
        busy.append(path)
        most.append(len([one for one in busy if one.startswith("/a")]))
        times[path] = time.monotonic()
        time.sleep(0.05)
        busy.remove(path)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    rows = [("a", "/a1"), ("a", "/a2"), ("a", "/a3"), ("b", "/b1")]
    for _, path in rows:
        server.answers[path] = slow
    pace = Pace(gap_seconds=0.1)
    done = list(fetch_many(requests(server, *rows), pace=pace))
    assert sorted(one.key for one in done) == ["/a1", "/a2", "/a3", "/b1"]
    assert max(most) == 1
    assert times["/a2"] - times["/a1"] >= 0.1
    assert times["/b1"] < times["/a2"]


def test_a_host_that_hangs_holds_nobody_back(server):
    def hang(line, _):
        line.recv(1)

    server.answers["/hang"] = hang
    server.say("/good", b"news")
    also = frozenset({("127.0.0.1", server.port)})
    rows = [("hang", "bad", Request(server.url("/hang"), deadline_seconds=0.5, also=also))]
    rows += requests(server, ("good", "/good"))
    first, last = fetch_many(rows, pace=Pace())
    assert isinstance(first.answer, Fetched)
    assert first.key == "/good"
    assert isinstance(last.answer, FetchFailed)
    assert "too long" in str(last.answer)


def test_requests_to_one_host_share_a_line_that_the_server_keeps_open(server):
    lines = []

    def keep(line, text):
        lines.append(line)
        for _ in range(2):
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            line.recv(65536)

    server.answers["/1"] = server.answers["/2"] = keep
    done = list(fetch_many(requests(server, ("a", "/1"), ("a", "/2")), pace=Pace(gap_seconds=0)))
    assert [one.answer.body for one in done] == [b"ok", b"ok"]
    assert len(lines) == 1


def test_a_kept_line_that_was_closed_meanwhile_is_opened_anew(server):
    def close(line, _):
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    server.answers["/1"] = server.answers["/2"] = close
    done = list(fetch_many(requests(server, ("a", "/1"), ("a", "/2")), pace=Pace(gap_seconds=0)))
    assert [one.answer.body for one in done] == [b"ok", b"ok"]


def test_what_cannot_be_begun_in_time_is_left_and_told_apart(server):
    def slow(line, _):
        time.sleep(0.2)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    server.answers["/1"] = server.answers["/2"] = slow
    rows = requests(server, ("a", "/1"), ("a", "/2"))
    assert [one.key for one in fetch_many(rows, pace=Pace(run_seconds=0.1))] == ["/1"]


def test_whoever_stops_listening_ends_all_that_is_under_way(server):
    def hang(line, _):
        line.recv(1)

    server.answers["/hang"] = hang
    server.say("/good", b"news")
    results = fetch_many(requests(server, ("b", "/good"), ("a", "/hang")), pace=Pace())
    assert next(results).key == "/good"
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 2
