"""Reads JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from news.door import one_line, web_address
from news.parsing.dates import LONGEST, read_date
from news.parsing.entries import MOST_ENTRIES, NotAFeed, ParsedEntry, ParsedFeed
from news.parsing.texts import text_of

_LONGEST_ID = 20_000


def read_json_feed(text: str, now: datetime) -> ParsedFeed:
    """Read a JSON Feed.

    Raises:
        NotAFeed: it is no JSON, or not of this kind.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed("It begins like JSON and cannot be read as such.") from error
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise NotAFeed("It is JSON, but no JSON Feed.")
    items = feed.get("items")
    rows = items[:MOST_ENTRIES] if isinstance(items, list) else []
    entries = [_entry(row, now) for row in rows if isinstance(row, dict)]
    return ParsedFeed(
        title=one_line(_words(feed.get("title")), 300),
        entries=tuple(entry for entry in entries if entry),
    )


def _entry(row: dict[str, Any], now: datetime) -> ParsedEntry | None:
    guid = one_line(_words(row.get("id")), _LONGEST_ID)
    link = "".join(_words(row.get("url") or row.get("external_url")).split())
    title = one_line(_words(row.get("title")))
    text = text_of(_words(row.get("content_html"))) or text_of(
        _words(row.get("content_text") or row.get("summary"))
    )
    if not (guid or link or title or text):
        return None
    stated = one_line(_words(row.get("date_published") or row.get("date_modified")), LONGEST)
    at = read_date(stated, now)
    return ParsedEntry(
        guid=guid,
        link=one_line(link, _LONGEST_ID) if web_address(link) else "",
        url=web_address(link) or web_address(guid),
        title=title,
        text=text,
        published_at=at,
        published_raw=stated,
    )


def _words(value: object) -> str:
    """A value where a text is expected: numbers are allowed, anything else says nothing."""
    return str(value) if isinstance(value, str | int | float) else ""
