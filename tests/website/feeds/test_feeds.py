"""Atom and JSON feeds: read by other people's parsers, the same bytes until something changes."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest

from moratoriums.vocabulary import EventKind
from tests import factories

pytestmark = pytest.mark.django_db
PLEDGE = "/p/amazon-police-2020"


def titles(client: Any, address: str) -> list[str]:
    return [one["title"] for one in json.loads(client.get(address).content)["items"]]


def test_atom_is_read_by_a_feed_reader(client, register):
    answer = client.get("/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)  # type: ignore[attr-defined]
    assert not read.bozo
    assert read.version == "atom10"
    first = read.entries[0]
    assert first.title.startswith("Disputed by the company: Amazon")
    assert first.id == first.link
    assert first.link.endswith(f"{PLEDGE}#e-disputed-2024-01-26")
    assert "Amazon denies that." in first.summary


def test_json_says_what_version_1_1_demands_and_the_coded_values(client, register):
    answer = client.get(f"{PLEDGE}/feed.json")
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"].endswith(PLEDGE)
    assert feed["feed_url"].endswith(f"{PLEDGE}/feed.json")
    item = feed["items"][-1]
    assert item["id"] == item["url"]
    assert item["_moratorium"] == {
        "event": "announced",
        "happened_on": "2020-06-10",
        "pledge": "amazon-police-2020",
        "company": "amazon",
    }
    assert item["date_published"].startswith("2020-06-10")
    assert item["content_text"]


def test_each_feed_has_its_own_and_nothing_else(client, register):
    ring = factories.make_company("Ring", parent=register.amazon)
    factories.make_pledge(ring, title="Ring: no facial recognition")
    factories.make_pledge(title="IBM: exit", published=True)
    assert len(titles(client, f"{PLEDGE}/feed.json")) == 4
    assert any("Ring" in title for title in titles(client, "/c/amazon/feed.json"))
    assert len(titles(client, "/c/ring/feed.json")) == 1
    assert len(titles(client, "/x/thorn/feed.json")) == 4
    assert len(titles(client, "/feed.json?company=ring")) == 1
    assert len(titles(client, "/feed.json")) == 6


def test_a_feed_of_an_older_day_has_what_had_happened_by_then(client, register):
    assert len(titles(client, f"{PLEDGE}/feed.json?as_of=2020-12-31")) == 1


def test_nothing_private_or_unseen_is_in_a_feed(client, register):
    draft = factories.make_pledge(published=False, title="Draft Inc: secret")
    factories.make_event(register.pause, EventKind.WITHDRAWN, "2026-11-01", confirmed=False)
    body = client.get("/feed.atom").content.decode() + client.get("/feed.json").content.decode()
    assert "Draft Inc" not in body
    assert "Withdrawn" not in body
    assert "SECRET-77" not in body
    assert client.get(f"/p/{draft.slug}/feed.atom").status_code == 404


@pytest.mark.parametrize("address", ["/feed.atom", "/feed.json", "/calendar.ics", "/c/amazon.ics"])
def test_a_program_that_has_it_is_told_that_nothing_changed(client, register, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    factories.make_event(register.pause, EventKind.REAFFIRMED, "2026-11-20")
    register.pause.version += 1
    register.pause.save(update_fields=["version"])
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ["/feed.atom", "/feed.json"])
def test_an_empty_feed_is_valid_and_stays_the_same(client, db, address):
    first, second = client.get(address), client.get(address)
    assert first.status_code == 200
    assert first["ETag"] == second["ETag"]


@pytest.mark.parametrize(
    "address",
    [
        "/feed.atom?status=nope",
        "/feed.json?colour=red",
        "/calendar.ics?reminders=2",
        "/calendar.ics?as_of=yesterday",
        "/c/amazon.ics?status=in_force",
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_never_left_out(client, register, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")


def test_a_merged_record_leads_to_the_feed_and_calendar_of_the_one_it_became(client, register):
    factories.make_company("Amazon before", slug="amazon-before", merged_into=register.amazon)
    for tail in (".ics", "/feed.atom"):
        answer = client.get(f"/c/amazon-before{tail}?as_of=2026-01-01")
        assert answer.status_code == 301
        assert answer["Location"] == f"/c/amazon{tail}?as_of=2026-01-01"


def test_hostile_text_stays_text(client, register):
    factories.make_event(
        register.pause,
        EventKind.CLARIFIED,
        "2026-11-22",
        description="<script>alert(1)</script> \x0b & ]]>",
    )
    body = client.get("/feed.atom").content
    read = feedparser.parse(body, sanitize_html=False)  # type: ignore[attr-defined]
    assert not read.bozo
    assert "<script>" not in read.entries[0].summary
    item = json.loads(client.get("/feed.json").content)["items"][0]
    assert "<script>" not in item["content_html"]


@pytest.mark.parametrize(
    ("page", "atom"),
    [
        ("/", "/feed.atom"),
        (PLEDGE, f"{PLEDGE}/feed.atom"),
        ("/c/amazon", "/c/amazon/feed.atom"),
        ("/x/thorn", "/x/thorn/feed.atom"),
        ("/pledges/?status=in_force", "/feed.atom?status=in_force"),
    ],
)
def test_pages_lead_programs_to_their_feeds(client, register, page, atom):
    head = client.get(page).content.decode().split("</head>")[0]
    assert f'type="application/atom+xml" title="Events, Atom" href="{atom}"' in head
    assert 'type="text/calendar"' in head


def test_reading_feeds_sets_no_cookie_and_says_what_it_is(client, register):
    for address in ("/feed.atom", "/feed.json", "/calendar.ics"):
        answer = client.get(address)
        assert not answer.cookies
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert client.post(address).status_code == 405


def test_the_questions_of_a_feed_do_not_grow_with_its_entries(
    client, register, django_assert_max_num_queries
):
    for number in range(1, 9):
        factories.make_event(register.pause, EventKind.REAFFIRMED, f"2026-10-0{number}")
    with django_assert_max_num_queries(6):
        client.get(f"{PLEDGE}/feed.json")
