"""Reads a feed in any of its dialects; entries that are known are dropped before parsing."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from news.door import is_simple, one_line, web_address
from news.parsing.dates import LONGEST, read_date
from news.parsing.decoding import clean, to_text
from news.parsing.entries import MOST_ENTRIES, Document, NotAFeed, ParsedEntry, ParsedFeed
from news.parsing.json_feed import read_json_feed
from news.parsing.plain import read_plainly
from news.parsing.splitting import Cut, cut
from news.parsing.texts import text_of

LONGEST_GUID = 20_000
_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_MOST_ALONE = 500  # entries that are read one by one
_LATE_ROOT = 20_000  # characters of something else before the feed, such as a printed warning
_AFTER = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
# feedparser looks for an e-mail address in these with a pattern that takes time without bound.
_PERSON = re.compile(
    r"(<(?:\w+:)?(?:author|creator|contributor|publisher|name|email|managingEditor|webMaster|owner"
    r"|errorReportsTo|generatorAgent|copyright|rights)\b[^<>]{0,300}>)([^<]{300})[^<]+",
    re.IGNORECASE,
)
_LONG_DATE = re.compile(
    r"(<(?:\w+:)?(?:pubDate|date|published|updated|created|issued|modified|expirationDate"
    r"|lastBuildDate|dcterms)\b[^<>]{0,300}>)([^<]{100})[^<]+",
    re.IGNORECASE,
)
_PARSE: Any = feedparser.parse  # type: ignore[attr-defined]
# Thousands of attributes are compared with one another.
_LONG_TAG = re.compile(r"<([\w:.-]{1,100})\s[^<>]{50000,}?(/?)>")
_SKIP_HOURS = re.compile(r"<skipHours>(.{0,1000}?)</skipHours>", re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays>(.{0,1000}?)</skipDays>", re.DOTALL)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


def parse_feed(document: Document, now: datetime) -> ParsedFeed:
    """Read a feed.

    Args:
        document: the bytes; entries whose mark is in ``document.known`` are left out unread.
        now: nothing is published later than a day after it.

    Raises:
        NotAFeed: it is empty, or no feed.
    """
    text = clean(to_text(document.raw, document.content_type))
    if not text:
        raise NotAFeed("It is empty.")
    if text.startswith("{"):
        return read_json_feed(text, now)
    text = _trimmed(text)
    parts = cut(text, document.known)
    new = parts.new(document.known, MOST_ENTRIES) if parts else []
    found = _parsed(parts.around("".join(new)) if parts else text, document.url)
    if not found.version and not (found.entries and _ROOT.match(text)):
        raise NotAFeed("It is no feed but some other document.")
    rows = found.entries
    if parts and found.bozo and len(rows) < len(new) <= _MOST_ALONE:
        # One entry that is not well-formed can swallow those behind it: read each by itself.
        rows = [row for one in new for row in _parsed(parts.around(one), document.url).entries]
    base = web_address(str(found.feed.get("link") or "")) or document.url
    entries = (_entry(row, base, now) for row in rows[:MOST_ENTRIES])
    head = parts.head if parts else text[:_LATE_ROOT]
    return ParsedFeed(
        title=one_line(str(found.feed.get("title") or ""), 300),
        ttl_minutes=_ttl(found.feed),
        skip_hours=_skip_hours(head),
        skip_days=_skip_days(head),
        entries=tuple(entry for entry in entries if entry),
        # A document that is not well-formed is read by guessing; what one entry means may then
        # depend on those before it.
        marks=_marks(parts, document.known) if parts and not found.bozo else b"",
    )


def _parsed(text: str, url: str) -> Any:
    """What feedparser makes of a document, found in a shorter way where there is no doubt."""
    tamed = text
    if "<![CDATA[" in text:  # where nothing hides a tag, no text that is read can be tamed
        tamed = _tamed(text)
    found = read_plainly(text) if tamed == text else None
    return found or _by_feedparser(_tamed(text), url)


def _by_feedparser(text: str, url: str) -> Any:
    """It gets a stream, never a name it could open."""
    return _PARSE(
        io.BytesIO(f"<?xml version='1.0' encoding='utf-8'?>{text}".encode()),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _trimmed(text: str) -> str:
    """Without what stands before the feed and after it."""
    root = _ROOT.search(text, 0, _LATE_ROOT)
    if not root:
        raise NotAFeed("It is no feed but some other document.")
    ends = list(_AFTER.finditer(text, max(root.start(), len(text) - _LATE_ROOT)))
    before = text[: root.start()]
    if not before.lstrip().startswith(("<?", "<!")):
        before = ""
    return before + text[root.start() : ends[-1].end() if ends else len(text)]


def _tamed(text: str) -> str:
    """Without what costs feedparser time out of all proportion."""
    text = _LONG_TAG.sub(r"<\1\2>", text)
    return _LONG_DATE.sub(r"\1\2", _PERSON.sub(r"\1\2", text))


def _marks(parts: Cut, known: frozenset[bytes]) -> bytes:
    """The marks to remember: of entries that were taken now or before."""
    fresh = [mark for mark in parts.marks if mark not in known][:MOST_ENTRIES]
    kept = [mark for mark in parts.marks if mark in known]
    return b"".join(dict.fromkeys([*fresh, *kept][: 2 * MOST_ENTRIES]))


def _entry(row: Any, base: str, now: datetime) -> ParsedEntry | None:
    guid = one_line(str(row.get("id") or ""), LONGEST_GUID)
    link, address = _link(row, guid, base)
    bodies = [str(part.get("value") or "") for part in row.get("content") or ()]
    texts = [text_of(body) for body in [*bodies, str(row.get("summary") or "")] if body]
    text = max(texts, key=len, default="")
    title = one_line(str(row.get("title") or ""))
    if not (guid or link or title or text):
        return None
    stated, at = _published(row, now)
    return ParsedEntry(
        guid=guid,
        link=link,
        url=address,
        title=title,
        text=text,
        published_at=at,
        published_raw=stated,
    )


def _link(row: Any, guid: str, base: str) -> tuple[str, str]:
    """The link as written, and as an address (of the article, else of its permanent identifier)."""
    links = [str(one.get("href") or "") for one in row.get("links") or ()
             if one.get("rel", "alternate") == "alternate"]  # fmt: skip
    written = [str(row.get("link") or ""), *links]
    if guid.startswith(("http://", "https://")):
        written.append(guid)
    for link in written:
        link = "".join(link.split())
        address = absolute(link, base)
        if address:
            return one_line(link, LONGEST_GUID), address
    return "", ""


def absolute(link: str, base: str) -> str:
    """A link as an address, empty if there is none in it."""
    if is_simple(link):
        return link
    try:
        return web_address(urljoin(base, link)) if link else ""
    except ValueError:
        return ""


def _published(row: Any, now: datetime) -> tuple[str, datetime | None]:
    """The first stated date that can be read, as written and as an instant."""
    stated = [
        one_line(str(dict.get(row, name) or ""), LONGEST + 1)  # get itself mixes the dates up
        for name in ("published", "created", "updated")
    ]
    for text in stated:
        if text and (at := read_date(text, now)):
            return text[:LONGEST], at
        if text:
            return text[:LONGEST], None
    return "", None


def _ttl(feed: Any) -> int | None:
    """Minutes between two polls that the publisher names, RSS 2.0 or the syndication module."""
    ttl = str(feed.get("ttl") or "").strip()
    if re.fullmatch(r"\d{1,7}", ttl, re.ASCII):
        return int(ttl)
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    times = str(feed.get("sy_updatefrequency") or "1").strip()
    if period and re.fullmatch(r"[1-9]\d{0,4}", times, re.ASCII):
        return max(1, period // int(times))
    return None


def _skip_hours(head: str) -> tuple[int, ...]:
    found = _SKIP_HOURS.search(head)
    hours = re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", found[1]) if found else []
    return tuple(sorted({int(hour) % 24 for hour in hours if int(hour) <= 24}))


def _skip_days(head: str) -> tuple[int, ...]:
    found = _SKIP_DAYS.search(head)
    days = re.findall(r"<day>\s*(\w+)\s*</day>", found[1]) if found else []
    return tuple(sorted({_DAYS.index(day) for day in days if day in _DAYS}))
