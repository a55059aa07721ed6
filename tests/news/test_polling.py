"""One poll after another: what is asked, what is remembered, and what is kept."""

import gzip
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.forms import model_to_dict
from django.utils import timezone

from news.models import Entry, Feed, Host, Poll
from news.parsers import Parsers, ParserStopped
from news.parsing.entries import Document, NotAFeed
from news.services import (
    add_feed,
    poll_all_feeds,
    poll_feed,
    polling,
    prune_polls,
    read_waiting_entries,
    storing,
)
from news.services.claiming import claim_feeds
from news.services.settling import as_unchanged
from tests.news.feeds import item, rss

pytestmark = pytest.mark.django_db
LAST = "Wed, 10 Jun 2020 23:15:11 GMT"


def kept(feed):
    return list(Entry.objects.filter(feed=feed).order_by("pk").values_list("title", flat=True))


def validators(request):
    """The two headers that say what we have, as they were sent."""
    lines = [line.partition(": ") for line in request.split("\r\n")]
    return {name: value for name, _, value in lines if name.startswith("If-")}


def test_a_feed_is_read_and_asked_again_with_what_it_said_byte_for_byte(publisher):
    feed = publisher.feed()
    publisher.say("/feed", rss(), ETag='W/"5f-abc:1"', Last_Modified="2020-06-10 23:15:11")
    first = publisher.poll(feed)
    assert (first.outcome, first.new_entries, first.http_status) == ("ok", 2, 200)
    assert (feed.title, kept(feed)) == ("Example News", ["Item 1", "Item 2"])
    publisher.say("/feed", status="304 Not Modified")
    assert publisher.poll(feed).outcome == "not_modified"
    assert validators(publisher.seen[0]) == {}
    assert validators(publisher.seen[1]) == {
        "If-None-Match": 'W/"5f-abc:1"',
        "If-Modified-Since": "2020-06-10 23:15:11",
    }
    assert kept(feed) == ["Item 1", "Item 2"]


def test_a_request_says_who_we_are_and_nothing_more(publisher, settings):
    settings.SITE_URL, settings.OUTBOUND_CONTACT = "https://watch.example", "desk@watch.example"
    publisher.say("/feed", rss(), Set_Cookie="sid=1")
    feed = publisher.feed()
    publisher.poll(feed)
    publisher.poll(feed)
    for request in publisher.seen:
        names = {line.partition(":")[0].lower() for line in request.split("\r\n")[1:] if line}
        assert names == {"host", "user-agent", "accept", "accept-encoding"}
        assert "MoratoriumWatch (+https://watch.example; desk@watch.example)" in request
        assert "gzip" in request


def test_new_validators_replace_old_ones_and_vanished_ones_are_dropped(publisher):
    feed = publisher.feed()
    for number, headers in enumerate([{"ETag": '"1"'}, {"ETag": '"2"'}, {}, {}]):
        publisher.say("/feed", rss(item(number)), **headers)
        publisher.poll(feed)
    sent = [validators(request).get("If-None-Match") for request in publisher.seen]
    assert sent == [None, '"1"', '"2"', None]


@pytest.mark.parametrize(
    "bad",
    [
        b"HTTP/1.1 500 Oops\r\nETag: bad\r\nContent-Length: 4\r\n\r\noops",
        b"HTTP/1.1 200 OK\r\nETag: bad\r\nContent-Length: 30\r\n\r\n<html>Just a moment</html>    ",
        b"HTTP/1.1 200 OK\r\nETag: bad\r\nContent-Length: 9999\r\n\r\n" + rss()[:200],
        b"HTTP/1.1 200 OK\r\nETag: bad\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\nETag: bad\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\nETag: bad\r\n\r\n",
    ],
)
def test_what_cannot_be_read_is_an_error_and_leaves_no_validator_behind(publisher, bad):
    feed = publisher.feed()
    publisher.answers["/feed"] = lambda line, _: line.sendall(bad)
    poll = publisher.poll(feed)
    assert (poll.outcome, feed.failures) == ("error", 1)
    assert poll.error == feed.last_error != ""
    assert feed.failing_since is not None
    publisher.say("/feed", rss())
    assert publisher.poll(feed).outcome == "ok"
    assert validators(publisher.seen[1]) == {}
    assert (feed.failures, feed.last_error, feed.failing_since) == (0, "", None)


def test_a_validator_goes_only_to_the_address_that_gave_it(publisher):
    feed = publisher.feed()
    publisher.say("/feed", status="302 Found", Location="/there", ETag='"of the redirect"')
    publisher.say("/there", rss(), ETag='"of the feed"')
    publisher.poll(feed)
    publisher.poll(feed)
    assert [validators(request) for request in publisher.asked("/feed")] == [{}, {}]
    assert validators(publisher.asked("/there")[1]) == {"If-None-Match": '"of the feed"'}


def test_errors_keep_what_was_there_and_are_told(publisher):
    feed = publisher.feed()
    publisher.say("/feed", rss())
    publisher.poll(feed)
    for status in ("404 Not Found", "401 Unauthorized", "403 Forbidden", "500 Oops"):
        publisher.say("/feed", b"no", status=status)
        poll = publisher.poll(feed)
        assert (poll.outcome, poll.error) == ("error", f"It answered {status[:3]}.")
    publisher.say("/feed", rss(item(3)))
    assert publisher.poll(feed).outcome == "ok"
    assert kept(feed) == ["Item 1", "Item 2", "Item 3"]


def test_a_feed_without_entries_is_read_and_takes_nothing_away(publisher):
    feed = publisher.feed()
    publisher.say("/feed", rss())
    publisher.poll(feed)
    publisher.say("/feed", rss("<!-- none -->"))
    assert publisher.poll(feed).outcome == "ok"
    assert len(kept(feed)) == 2


def test_gone_for_good_is_not_asked_again(publisher):
    feed = publisher.feed()
    publisher.say("/feed", status="410 Gone")
    assert publisher.poll(feed).outcome == "gone"
    assert feed in Feed.objects.failing()
    poll_feed(feed, publisher.manners)
    poll_all_feeds(publisher.manners)
    assert len(publisher.seen) == 1


def test_whoever_asks_to_wait_is_not_asked_before_even_when_all_are_polled(publisher):
    feed = publisher.feed()
    publisher.say("/feed", status="429 Too Many Requests", Retry_After="7200")
    assert publisher.poll(feed).outcome == "rate_limited"
    assert feed.wait_until - timezone.now() > timedelta(minutes=119)
    assert feed.next_poll_at >= feed.wait_until
    poll_all_feeds(publisher.manners)
    assert len(publisher.seen) == 1


def test_an_address_inside_the_house_is_never_asked(publisher):
    feed = publisher.feed()
    publisher.say("/feed", status="302 Found", Location=f"http://localhost:{publisher.port}/in")
    assert publisher.poll(feed).outcome == "blocked"
    assert publisher.asked("/in") == []


def test_the_next_poll_is_on_record_before_the_feed_is_asked(publisher):
    feed = publisher.feed()
    seen = []

    def look(line, _):
        seen.append(line)
        line.close()

    publisher.answers["/feed"] = look
    before = timezone.now()
    claim = claim_feeds(
        Feed.objects.due(before),
        at=before,
        most=9,
        lease=timedelta(minutes=5),
        interval=timedelta(hours=1),
    )
    feed.refresh_from_db()
    assert [one.pk for one in claim.feeds] == [feed.pk]
    assert claim.key == feed.claim
    assert before + timedelta(minutes=65) <= feed.next_poll_at < before + timedelta(minutes=69)
    assert poll_all_feeds(publisher.manners).feeds == 0  # its host is ours for now
    assert seen == []


def test_the_same_bytes_are_not_parsed_again_and_stand_in_the_first_poll(publisher, monkeypatch):
    feed = publisher.feed()
    publisher.say("/feed", gzip.compress(rss(), mtime=0), Content_Encoding="gzip")
    publisher.poll(feed)
    monkeypatch.setattr(Parsers, "submit", None)
    second = publisher.poll(feed)
    assert (second.outcome, second.new_entries, second.body) == ("ok", 0, None)
    assert second.raw() == rss()


def test_an_entry_that_changes_is_renewed_and_its_earlier_wording_kept(publisher):
    feed = publisher.feed()
    publisher.say("/feed", rss(item(1, title="Amzon pauses"), item(2)))
    publisher.poll(feed)
    read_waiting_entries()
    publisher.say("/feed", rss(item(1, title="Amazon pauses"), item(2)))
    poll = publisher.poll(feed)
    assert (poll.new_entries, poll.changed_entries) == (0, 1)
    entry = Entry.objects.get(feed=feed, title="Amazon pauses")
    assert [version.title for version in entry.versions.all()] == ["Amzon pauses"]
    assert entry.read_at is None  # the new wording is to be read
    assert Entry.objects.filter(read_at=None).count() == 1


def test_a_wording_that_comes_back_is_no_new_version_and_flapping_ends(publisher):
    feed = publisher.feed()
    for title in ("One", "Two", "One", "Two", "One"):
        publisher.say("/feed", rss(item(1, title=title)))
        publisher.poll(feed)
    entry = Entry.objects.get(feed=feed)
    assert entry.title == "One"
    assert entry.versions.count() == 2
    for number in range(30):
        publisher.say("/feed", rss(item(1, title=f"Wording {number}")))
        publisher.poll(feed)
    assert entry.versions.count() == 20


def test_a_changed_identifier_is_followed(publisher):
    feed = publisher.feed()
    for guid in ("tag:a", "tag:b", "tag:c"):
        publisher.say("/feed", rss(item(1, guid=guid)))
        publisher.poll(feed)
    assert Entry.objects.get(feed=feed).identity == "tag:c"


def test_entries_are_kept_with_their_own_date_and_ours(publisher):
    feed = publisher.feed(publisher="Example Daily")
    publisher.say(
        "/feed", rss(item(1), item(2, date="yesterday"), item(3, title="", text="A text"))
    )
    publisher.poll(feed)
    first, second, third = Entry.objects.filter(feed=feed).order_by("pk")
    assert (first.published_on, first.publisher) == (date(2020, 6, 10), "Example Daily")
    assert (second.published_at, second.published_raw) == (None, "yesterday")
    assert third.title == "A text"
    assert timezone.now() - first.first_seen_at < timedelta(minutes=1)


def test_a_permanent_redirect_is_adopted_only_after_it_held_for_a_day(publisher, time_machine):
    feed = publisher.feed()
    publisher.say("/feed", status="301 Moved", Location="/new")
    publisher.say("/new", rss())
    start = timezone.now()
    for hours in (0, 1, 2, 23):
        time_machine.move_to(start + timedelta(hours=hours))
        publisher.poll(feed)
        assert feed.url == publisher.url("/feed")
    time_machine.move_to(start + timedelta(hours=25))
    publisher.poll(feed)
    assert feed.url == publisher.url("/new")
    publisher.poll(feed)
    assert len(publisher.asked("/feed")) == 5


def test_a_temporary_redirect_never_becomes_the_address(publisher, time_machine):
    feed = publisher.feed()
    publisher.say("/feed", status="302 Found", Location="/new")
    publisher.say("/new", rss())
    start = timezone.now()
    for days in range(0, 30, 5):
        time_machine.move_to(start + timedelta(days=days))
        publisher.poll(feed)
    assert feed.url == publisher.url("/feed")


def test_a_feed_that_moves_where_another_is_polled_is_paused(publisher, time_machine):
    feed, other = publisher.feed(), publisher.feed("/new")
    publisher.say("/feed", status="308 Moved", Location="/new")
    publisher.say("/new", rss())
    start = timezone.now()
    for hours in (0, 1, 30):
        time_machine.move_to(start + timedelta(hours=hours))
        publisher.poll(feed)
    assert not feed.active
    assert "polled already" in feed.last_error
    assert other.active


def test_one_feed_that_cannot_be_kept_does_not_lose_the_others(publisher, monkeypatch):
    for path in ("/a", "/b", "/c"):
        publisher.feed(path)
        publisher.say(path, rss())
    original = storing._entry_row

    def refuse(feed, match, at):
        if feed.url.endswith("/b"):
            raise DatabaseError("no")
        return original(feed, match, at)

    monkeypatch.setattr(storing, "_entry_row", refuse)
    publisher.run()
    counts = {feed.url[-2:]: feed.entries.count() for feed in Feed.objects.all()}
    assert counts == {"/a": 2, "/b": 0, "/c": 2}
    assert Poll.objects.get(feed__url__endswith="/b").outcome == "error"


def test_a_feed_that_is_deleted_while_it_is_read_stays_deleted(publisher, monkeypatch):
    for path in ("/a", "/b"):
        publisher.feed(path)
        publisher.say(path, rss())
    original = storing._store

    def store(*args):
        Feed.objects.filter(url__endswith="/b").delete()
        original(*args)

    monkeypatch.setattr(storing, "_store", store)
    publisher.run()
    assert [feed.url[-2:] for feed in Feed.objects.all()] == ["/a"]
    assert Entry.objects.count() == 2


def test_a_document_that_takes_too_long_or_too_much_is_stopped_and_the_next_one_read():
    small = Parsers(1, cpu_seconds=0.8, memory_bytes=256 * 1024 * 1024)
    many = rss(*(item(number, text="word " * 300) for number in range(4000)))
    try:
        with pytest.raises(ParserStopped):
            small.submit(Document(many), timezone.now()).result()
        good = small.submit(Document(rss()), timezone.now()).result()
        assert len(good.entries) == 2
    finally:
        small.close()


def test_a_document_that_breaks_the_parser_takes_none_of_those_beside_it_along():
    small = Parsers(1, cpu_seconds=0.8, memory_bytes=256 * 1024 * 1024)
    bad = rss(*(item(number, text="word " * 300) for number in range(4000)))
    documents = [rss(item(1)), rss(item(2)), bad, b"no feed", rss(item(3))]
    try:
        asked = [small.submit(Document(one), timezone.now()) for one in documents]
        problems = [type(one.exception()) for one in asked]
        titles = [asked[number].result().entries[0].title for number in (0, 1, 4)]
    finally:
        small.close()
    assert problems == [type(None), type(None), ParserStopped, NotAFeed, type(None)]
    assert titles == ["Item 1", "Item 2", "Item 3"]


SAID = {"ETag": '"1"', "Last-Modified": LAST}


@pytest.mark.parametrize(
    ("headers", "before", "short"),
    [
        ({}, {}, True),
        (SAID, {}, True),
        (SAID | {"Cache-Control": "max-age=300"}, {}, True),
        ({"ETag": '"2"'}, {}, False),
        ({"ETag": '"1"'}, {}, False),
        (SAID | {"Cache-Control": "max-age=14400"}, {}, False),
        (SAID, {"failures": 2, "failing_since": timezone.now(), "last_error": "No."}, False),
        (SAID, {"moved_to": "https://news.example/", "moved_polls": 1}, False),
        (SAID, {"ttl_minutes": 180}, False),
        (SAID, {"skip_hours": "3"}, False),
        (SAID, {"body_sha256": ""}, False),
        (SAID, {"validated_url": "https://news.example/other"}, False),
    ],
)
def test_what_changes_nothing_is_kept_the_short_way_with_the_same_result(
    publisher, monkeypatch, headers, before, short
):
    feed = publisher.feed()
    publisher.say("/feed", rss(), **{name.replace("-", "_"): text for name, text in SAID.items()})
    publisher.poll(feed)
    publisher.say(
        "/feed",
        status="304 Not Modified",
        **{name.replace("-", "_"): text for name, text in headers.items()},
    )
    monkeypatch.setattr("random.random", lambda: 0.5)
    kept = Feed.objects.filter(pk=feed.pk).values().get() | before
    taken, results = [], []
    for way in (as_unchanged, lambda *_, **__: None):
        Feed.objects.filter(pk=feed.pk).update(**kept)

        def asked(*args, way=way, **kwargs):
            taken.append(way(*args, **kwargs))
            return taken[-1]

        with monkeypatch.context() as one_way:
            one_way.setattr(polling, "as_unchanged", asked)
            poll = publisher.poll(feed)
        row = model_to_dict(feed, exclude=["next_poll_at", "last_polled_at", "failing_since"])
        wait = round((feed.next_poll_at - poll.polled_at) / timedelta(minutes=1))
        results.append((row, bytes(feed.marks), wait, poll.outcome, poll.http_status, poll.error))
    assert (taken[0] is not None) is short
    assert results[0] == results[1]


def test_an_unchanged_feed_whose_poll_cannot_be_kept_takes_no_other_along(publisher, monkeypatch):
    for path in ("/a", "/b", "/c"):
        publisher.feed(path)
        publisher.say(path, rss(), ETag='"1"')
    publisher.run()
    Feed.objects.update(next_poll_at=timezone.now())
    Host.objects.update(free_at=timezone.now())
    for path in ("/a", "/b"):
        publisher.say(path, status="304 Not Modified")
    publisher.say("/c", rss(item(3)))
    original = storing._poll_row

    def refuse(poll, at):
        if poll.feed.url.endswith("/b"):
            raise DatabaseError("no")
        return original(poll, at)

    monkeypatch.setattr(storing, "_poll_row", refuse)
    publisher.run()
    counts = {feed.url[-2:]: feed.polls.count() for feed in Feed.objects.all()}
    assert counts == {"/a": 2, "/b": 1, "/c": 2}
    assert Entry.objects.filter(feed__url__endswith="/c", title="Item 3").exists()


def test_all_feeds_of_one_slow_host_are_polled_in_the_end(publisher):
    for number in range(3):
        publisher.feed(f"/{number}")
        publisher.say(f"/{number}", rss())
    hurried = replace(publisher.manners, pace=replace(publisher.manners.pace, run_seconds=0.0))
    assert poll_all_feeds(hurried).feeds == 0
    assert Feed.objects.due(timezone.now()).count() == 3
    assert poll_all_feeds(publisher.manners).feeds == 3
    assert poll_all_feeds(publisher.manners).feeds == 3


def test_only_an_address_that_may_be_fetched_is_taken_in_and_only_once():
    feed, new = add_feed(" https://news.example.org/feed ", at=timezone.now())
    assert new
    assert feed.host == "news.example.org"
    assert add_feed("https://news.example.org/feed", at=timezone.now()) == (feed, False)
    for url in ("ftp://news.example/", "http://127.0.0.1/", "https://user:word@example.org/", "x"):
        with pytest.raises(ValueError, match="not taken"):
            add_feed(url, at=timezone.now())


def test_old_bytes_are_dropped_but_the_newest_of_each_feed(publisher, time_machine):
    feed = publisher.feed()
    start = timezone.now()
    for days, number in ((0, 1), (1, 2), (40, 2)):
        time_machine.move_to(start + timedelta(days=days))
        publisher.say("/feed", rss(item(number)))
        publisher.poll(feed)
    assert prune_polls(at=start + timedelta(days=60)) == (1, 0)
    first, second, third = feed.polls.order_by("pk")
    assert first.raw() is None
    assert second.raw() == third.raw() == rss(item(2))
    assert prune_polls(at=start + timedelta(days=500))[1] == 2


def test_hosts_are_free_again_after_a_run(publisher):
    publisher.feed()
    publisher.say("/feed", rss())
    publisher.run()
    assert Host.objects.get().free_at <= timezone.now()
