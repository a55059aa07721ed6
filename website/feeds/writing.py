"""Writes entries as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.utils.feedgenerator import Atom1Feed

from website.feeds.entries import Entry, newest

NAME = "Moratorium Watch"
JSON_VERSION = "https://jsonfeed.org/version/1.1"
_NO_ENTRY_YET = datetime(2020, 1, 1, tzinfo=UTC)


class _DatedFeed(Atom1Feed):
    """Django's Atom, whose empty feed would claim to have changed just now at every request."""

    def latest_post_date(self) -> datetime:
        dated: datetime = self.feed["changed_at"]
        return dated


def write_atom(entries: Sequence[Entry], *, title: str, page_url: str, feed_url: str) -> bytes:
    """The entries as an Atom document."""
    feed = _DatedFeed(
        title=f"{NAME}: {title}",
        link=page_url,
        description="",
        language="en",
        author_name=NAME,
        feed_url=feed_url,
        feed_guid=feed_url,
        changed_at=newest(entries) or _NO_ENTRY_YET,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.key,
            description=str(entry.html),
            unique_id=entry.key,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=entry.tags,
        )
    written = StringIO()
    feed.write(written, "utf-8")
    return written.getvalue().encode()


def write_json(entries: Sequence[Entry], *, title: str, page_url: str, feed_url: str) -> bytes:
    """The entries as a JSON Feed; ``_moratorium`` holds the coded values."""
    feed = {
        "version": JSON_VERSION,
        "title": f"{NAME}: {title}",
        "home_page_url": page_url,
        "feed_url": feed_url,
        "language": "en",
        "authors": [{"name": NAME}],
        "items": [_item(entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(entry: Entry) -> dict[str, Any]:
    one = entry.happening
    return {
        "id": entry.key,
        "url": entry.key,
        "title": entry.title,
        "content_text": entry.text,
        "content_html": str(entry.html),
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "tags": entry.tags,
        "_moratorium": {
            "event": one.kind.value,
            "happened_on": entry.happened_on,
            "pledge": one.pledge.slug,
            "company": one.pledge.company.slug,
        },
    }
