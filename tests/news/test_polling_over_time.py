"""Polling over hours and days: read from the publisher's own log, with a clock that is moved."""

import socket
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from news import parsers
from news.models import Feed
from news.parsers import ParserStopped
from news.services import poll_soon
from news.services.polling import Manners
from tests.news.feeds import item, rss

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def log(publisher, time_machine):
    """The times at which each path was asked for."""
    times = defaultdict(list)
    time_machine.move_to(START)
    publisher.heard = lambda text: times[text.split(" ", 2)[1]].append(timezone.now())
    return times


@pytest.fixture(autouse=True)
def move_no_poll(monkeypatch):
    """How far chance moves a poll is the schedule's own test; here the hours are told exactly."""
    monkeypatch.setattr("news.services.settling.random.random", lambda: 0.0)


def live(publisher, time_machine, duration, step=MINUTE, start=None):
    """Let the worker look once in each step."""
    at = start or timezone.now()
    end = at + duration
    while at < end:
        time_machine.move_to(at)
        publisher.run()
        at += step


def gaps(times):
    return [later - earlier for earlier, later in pairwise(times)]


def hours(times):
    """The pauses between polls in full hours."""
    return [gap // HOUR for gap in gaps(times)]


def test_feeds_that_say_nothing_are_asked_once_an_hour_and_hardly_later(
    publisher, log, time_machine
):
    for number in range(12):
        publisher.say(f"/{number}", rss())
        publisher.feed(f"/{number}")
    live(publisher, time_machine, 8 * HOUR, step=3 * MINUTE)
    assert len(log) == 12
    for times in log.values():
        assert len(times) == 8
        assert min(gaps(times)) >= HOUR
        assert max(gaps(times)) <= timedelta(minutes=75)


def test_a_worker_that_starts_again_and_again_asks_no_feed_before_its_time(publisher, log):
    publisher.say("/feed", rss())
    publisher.feed()
    for _ in range(5):
        publisher.run()
    assert len(log["/feed"]) == 1


def test_two_hundred_feeds_that_fall_due_at_once_are_spread_over_minutes(
    publisher, log, time_machine
):
    Feed.objects.bulk_create(
        [Feed(url=publisher.url(f"/{number}"), host="127.0.0.1", next_poll_at=START)
         for number in range(200)]
    )  # fmt: skip
    for number in range(200):
        publisher.say(f"/{number}", status="304 Not Modified")
    live(publisher, time_machine, 12 * MINUTE)
    starts = sorted(times[0] for times in log.values())
    assert len(starts) == 200
    assert starts[-1] - starts[0] >= 5 * MINUTE


def test_feeds_on_one_host_are_asked_one_at_a_time(publisher, log):
    busy = []

    def alone(line, _):
        busy.append(1)
        assert sum(busy) == 1
        busy.append(-1)
        line.sendall(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")

    for number in range(10):
        publisher.answers[f"/{number}"] = alone
        publisher.feed(f"/{number}")
    publisher.run()
    assert len(log) == 10
    assert (Manners().pace.per_host, Manners().pace.gap_seconds) == (1, 1.0)


def test_failures_are_asked_for_less_and_less_and_the_first_success_ends_it(
    publisher, log, time_machine
):
    publisher.say("/feed", b"oops", status="500 Oops")
    feed = publisher.feed()
    live(publisher, time_machine, 4 * DAY, step=20 * MINUTE)
    pauses = hours(log["/feed"])
    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert set(pauses[5:]) == {24}
    assert feed in Feed.objects.failing()
    publisher.say("/feed", rss())
    before = len(log["/feed"])
    live(publisher, time_machine, 28 * HOUR, step=20 * MINUTE)
    assert hours(log["/feed"][before:])[:2] == [1, 1]
    assert feed not in Feed.objects.failing()


def test_a_parser_that_is_killed_each_time_leaves_the_worker_up_and_the_feed_flagged(
    publisher, log, time_machine, monkeypatch
):
    def stop(*_):
        raise ParserStopped("Parsing it took too long.")

    monkeypatch.setattr(parsers._Child, "ask", stop)
    publisher.say("/feed", rss())
    feed = publisher.feed()
    live(publisher, time_machine, 3 * DAY, step=20 * MINUTE)
    assert set(hours(log["/feed"])[4:]) == {24}
    assert feed in Feed.objects.failing()
    assert "too long" in feed.polls.latest("pk").error


def test_caching_headers_hold_from_poll_to_poll(publisher, log, time_machine):
    publisher.say("/feed", rss(), Cache_Control="max-age=14400")
    publisher.feed()
    live(publisher, time_machine, DAY, step=10 * MINUTE)
    assert set(hours(log["/feed"])) == {4}


def test_a_time_to_live_holds_even_while_nothing_is_modified(publisher, log, time_machine):
    publisher.say("/feed", rss(head="<ttl>180</ttl>"), ETag='"1"')
    publisher.feed()
    publisher.run()
    publisher.say("/feed", status="304 Not Modified")
    live(publisher, time_machine, DAY, step=10 * MINUTE)
    assert set(hours(log["/feed"])) == {3}


def test_poll_now_pressed_ten_times_asks_once_and_with_what_we_have(publisher, log, time_machine):
    publisher.say("/feed", rss(), ETag='"1"')
    feed = publisher.feed()
    publisher.run()
    time_machine.move_to(START + 10 * MINUTE)
    for seconds in range(0, 60, 6):
        time_machine.move_to(START + 10 * MINUTE + timedelta(seconds=seconds))
        poll_soon(feed, at=timezone.now())
        publisher.run()
    assert len(log["/feed"]) == 2
    assert 'If-None-Match: "1"' in publisher.seen[-1]
    assert "less than five minutes ago" in poll_soon(feed, at=timezone.now())


def test_poll_now_does_not_break_a_promise_to_wait(publisher, log, time_machine):
    publisher.say("/feed", status="503 Later", Retry_After="7200")
    feed = publisher.feed()
    publisher.run()
    time_machine.move_to(START + HOUR)
    assert "its publisher asked so" in poll_soon(feed, at=timezone.now())
    live(publisher, time_machine, 50 * MINUTE)
    assert len(log["/feed"]) == 1


def test_a_clock_that_jumps_a_year_and_back_makes_no_burst(publisher, log, time_machine):
    publisher.say("/feed", rss(), ETag='"1"')
    feed = publisher.feed()
    publisher.run()
    time_machine.move_to(START + 365 * DAY)
    publisher.run()
    publisher.run()
    assert len(log["/feed"]) == 2
    live(publisher, time_machine, 3 * HOUR, step=5 * MINUTE, start=START + HOUR)
    assert len(log["/feed"]) == 4
    feed.refresh_from_db()
    assert feed.etag == '"1"'
    assert feed.next_poll_at < START + 6 * HOUR


def test_a_machine_that_slept_for_days_asks_each_feed_once(publisher, log, time_machine):
    publisher.say("/feed", rss())
    publisher.feed()
    publisher.run()
    time_machine.move_to(START + 3 * DAY)
    publisher.run()
    publisher.run()
    assert len(log["/feed"]) == 2


def test_a_host_without_a_name_is_asked_less_and_less_too(publisher, time_machine, monkeypatch):
    lookups = []

    def getaddrinfo(host, *_, **__):
        lookups.append(timezone.now())
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    time_machine.move_to(START)
    feed = Feed.objects.create(url="https://nowhere.example.org/feed", next_poll_at=START)
    live(publisher, time_machine, 20 * HOUR, step=10 * MINUTE)
    assert hours(lookups) == [1, 2, 4, 8]
    assert "name cannot be found" in feed.polls.latest("pk").error


def test_an_entry_that_changes_at_every_poll_stops_making_versions(publisher, log, time_machine):
    feed = publisher.feed()
    for number in range(30):
        publisher.say("/feed", rss(item(1, text=f"Seen {number} times")))
        time_machine.move_to(START + (number + 1) * 2 * HOUR)
        publisher.run()
    assert len(log["/feed"]) == 30
    assert feed.entries.get().versions.count() == 20
