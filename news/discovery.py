"""Finds the feeds that a web page names, for an editor who has the address of the page only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from news.door import one_line, web_address

# A link with one of these types is a feed (the HTML standard's rel=alternate).
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:"
    rb"(?:<\?[^>]{0,500}\?>\s*|<!--.{0,2000}?-->\s*){0,9}<(?:\w+:)?(?:rss|feed|RDF)[\s>]"
    rb"|\{.{0,2000}?jsonfeed\.org/version)",
    re.DOTALL,
)
# Where many sites have one without naming it; asked for only when the page names none.
USUAL_PATHS = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml")
MOST_NAMED = 20


@dataclass(frozen=True)
class NamedFeed:
    """A feed a page names: its address and what the page calls it."""

    url: str
    title: str = ""


def looks_like_feed(raw: bytes) -> bool:
    """Whether bytes begin as a feed does: RSS, RDF, Atom or JSON Feed. No page of HTML does."""
    return bool(_BEGINS.match(raw[:4096]))


def feeds_named_in(html: bytes, page_url: str) -> list[NamedFeed]:
    """The feeds that a page names in its head, each once, in its order."""
    tree = LexborHTMLParser(html)
    base = tree.css_first("base[href]")
    here = urljoin(page_url, (base.attributes.get("href") or "") if base else "")
    found: dict[str, NamedFeed] = {}
    for link in tree.css("link[rel][type][href]")[:500]:
        names = (link.attributes.get("rel") or "").lower().split()
        kind = (link.attributes.get("type") or "").split(";")[0].strip().lower()
        if "alternate" not in names or kind not in _TYPES:
            continue
        url = web_address(urljoin(here, link.attributes.get("href") or ""))
        if url and len(found) < MOST_NAMED:
            found.setdefault(url, NamedFeed(url, one_line(link.attributes.get("title") or "", 300)))
    return list(found.values())


def usual_addresses(page_url: str) -> list[str]:
    """Where a feed often is, on the site of a page."""
    return [urljoin(page_url, path) for path in USUAL_PATHS]
