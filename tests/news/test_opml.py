"""OPML and the feeds of a page: read from what others write, and handed on without loss."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from news.discovery import feeds_named_in
from news.feed_lists import BadFeedList, read_feed_lists
from news.opml import BadOpml, FeedLine, read_opml, write_opml
from tests.suite import ROOT

AT = datetime(2026, 11, 1, tzinfo=UTC)


def opml(*outlines: str) -> bytes:
    return f"<opml version='1.0'><body>{''.join(outlines)}</body></opml>".encode()


def test_feeds_in_folders_are_found_each_once_in_order():
    found = read_opml(
        opml(
            "<outline text='Press'><outline text='B' xmlUrl='https://b.example/feed'/></outline>",
            "<outline title='A &amp; Co' text='x' xmlUrl='http://a.example/rss'/>",
            "<outline text='again' xmlUrl='https://b.example/feed'/>",
        )
    )
    assert [(feed.url, feed.title) for feed in found.feeds] == [
        ("https://b.example/feed", "B"),
        ("http://a.example/rss", "A & Co"),
    ]


def test_what_is_no_web_address_is_left_out_and_named():
    found = read_opml(opml("<outline xmlUrl='file:///etc/passwd'/>", "<outline xmlUrl=''/>"))
    assert found.feeds == ()
    assert "file:///etc/passwd is no web address." in found.left_out


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no XML"),
        (b"feeds: none", "no XML"),
        (b"<rss/>", "no OPML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "declares"),
        (b"<opml>" + b" " * 4 * 1024 * 1024 + b"</opml>", "larger than 4 MB"),
    ],
)
def test_what_cannot_be_used_says_what_to_do(raw, says):
    with pytest.raises(BadOpml, match=says):
        read_opml(raw)


def test_a_list_that_is_written_is_read_again_the_same():
    feeds = (
        FeedLine("https://a.example/feed?x=1&y=2", "A <1>", "Ä"),
        FeedLine("https://b.example/"),
    )
    again = read_opml(write_opml(feeds, made_at=AT)).feeds
    assert again == (feeds[0], FeedLine("https://b.example/", "https://b.example/"))


def test_the_feeds_that_a_page_names_are_found():
    html = b"""<head><base href="/blog/">
    <link rel="alternate stylesheet" type="text/css" href="x.css">
    <link rel="alternate" type="application/rss+xml" title="News &amp; more" href="feed">
    <link REL="Alternate" TYPE="application/atom+xml; charset=utf-8" href="https://o.example/a">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" type="application/rss+xml" href="feed">"""
    assert [(one.url, one.title) for one in feeds_named_in(html, "https://s.example/p")] == [
        ("https://s.example/blog/feed", "News & more"),
        ("https://o.example/a", ""),
    ]


def test_the_lists_to_start_with_can_be_used_and_say_what_was_verified():
    feeds = [feed for one in read_feed_lists(ROOT / "data" / "feeds") for feed in one.feeds]
    companies = {path.stem for path in (ROOT / "data" / "companies").glob("*.yaml")}
    assert len(feeds) > 30
    assert {slug for feed in feeds for slug in feed.companies} <= companies
    assert all(feed.listed or feed.answered or feed.note for feed in feeds)


def test_a_mistake_in_a_list_is_named_with_its_line(tmp_path):
    (tmp_path / "a.yaml").write_text("title: A\nabout: b\nfeeds:\n- url: nowhere\n  titel: x\n")
    with pytest.raises(BadFeedList) as refusal:
        read_feed_lists(tmp_path)
    assert any(line.startswith(f"{tmp_path}/a.yaml:4: ") for line in refusal.value.mistakes)
    assert any("titel" in line for line in refusal.value.mistakes)
