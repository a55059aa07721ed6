"""Rows written and found with few statements hold what the models would have written."""

from datetime import UTC, date, datetime

import pytest

from news.models import Entry, Feed, Poll
from news.rows import find_pairs, insert_rows

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 10, 23, 30, tzinfo=UTC)
OWN = ["feed", "identity", "title", "text", "published_on", "published_at", "first_seen_at"]


@pytest.fixture
def feed():
    return Feed.objects.create(url="https://news.example/feed", publisher="News")


def row(feed, number, at=AT):
    return (feed.pk, f"n{number}", f"Item {number}", "100 % of “it”", date(2020, 6, 11), at, AT)


def test_a_row_holds_what_it_was_given_and_the_defaults_of_all_else(feed):
    insert_rows(Entry, OWN, [row(feed, 1)])
    made = Entry.objects.create(feed=feed, identity="made", title="Item 1", text="100 % of “it”")
    written = Entry.objects.get(identity="n1")
    assert (written.published_on, written.published_at) == (date(2020, 6, 11), AT)
    assert (written.first_seen_at, written.text) == (AT, "100 % of “it”")
    made.refresh_from_db()
    for field in Entry._meta.concrete_fields:
        if field.name not in {*OWN, "id"}:
            assert getattr(written, field.attname) == getattr(made, field.attname), field.name


def test_more_rows_than_a_statement_takes_are_all_written_each_with_its_own_values(feed):
    times = [AT.replace(minute=number % 60) if number % 3 else None for number in range(250)]
    insert_rows(Entry, OWN, [row(feed, number, at) for number, at in enumerate(times)])
    rows = Entry.objects.order_by("pk").values_list("title", "published_at")
    assert list(rows) == [(f"Item {number}", at) for number, at in enumerate(times)]


def test_nothing_to_write_is_no_error():
    insert_rows(Entry, OWN, [])
    assert find_pairs(Entry, ("feed", "identity"), []) == set()


def test_bytes_are_written_as_they_are(feed):
    names = ["feed", "polled_at", "outcome", "body"]
    insert_rows(Poll, names, [(feed.pk, AT, "ok", b"\x00\xff"), (feed.pk, AT, "ok", None)])
    bodies = [poll.body and bytes(poll.body) for poll in Poll.objects.order_by("pk")]
    assert bodies == [b"\x00\xff", None]


def test_a_row_that_is_there_gets_the_renewed_fields_and_keeps_the_rest(feed):
    names = [field.attname for field in Feed._meta.concrete_fields]
    feed.title, feed.publisher = "New", "Other"
    insert_rows(Feed, names, [[getattr(feed, name) for name in names]], renewed=["title"])
    feed.refresh_from_db()
    assert (feed.title, feed.publisher) == ("New", "News")


def test_rows_are_found_by_both_values_of_a_pair_and_not_by_either(feed):
    other = Feed.objects.create(url="https://other.example/feed")
    insert_rows(Entry, OWN, [row(feed, 1), row(feed, 2), row(other, 1), row(other, 3)])
    pairs = [(feed.pk, "n1"), (other.pk, "n2"), (other.pk, "n3"), (feed.pk, "n9")]
    found = find_pairs(
        Entry, ("feed", "identity"), pairs + [(feed.pk, f"x{n}") for n in range(900)]
    )
    rows = Entry.objects.filter(pk__in=found).order_by("pk").values_list("feed", "identity")
    assert list(rows) == [(feed.pk, "n1"), (other.pk, "n3")]
