"""Lists of feeds as OPML, the form in which feed readers hand them to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from news.door import one_line, web_address

MOST_BYTES = 4 * 1024 * 1024
MOST_FEEDS = 5_000
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class BadOpml(ValueError):
    """The file cannot be used; the message says what to do."""


@dataclass(frozen=True)
class FeedLine:
    """One feed as a list names it."""

    url: str
    title: str = ""
    publisher: str = ""


@dataclass(frozen=True)
class OpmlList:
    """The feeds of a file, each once, and what was left out with the reason."""

    feeds: tuple[FeedLine, ...]
    left_out: tuple[str, ...] = ()


def read_opml(raw: bytes) -> OpmlList:
    """Read the feeds of an OPML file, in its order, whatever folders they lie in.

    Raises:
        BadOpml: it is no OPML, too large, or declares entities.
    """
    if len(raw) > MOST_BYTES:
        raise BadOpml(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if _DECLARES.search(raw):
        raise BadOpml("The file declares a document type or entities. Take these lines out.")
    try:
        root = ElementTree.fromstring(raw)  # noqa: S314  (declarations are refused above)
    except ElementTree.ParseError as error:
        raise BadOpml(f"The file is no XML: {error}. Export it again as OPML.") from error
    if root.tag.lower() != "opml":
        raise BadOpml("The file is no OPML: its first element is not <opml>.")
    feeds: dict[str, FeedLine] = {}
    left_out: list[str] = []
    for outline in root.iter("outline"):
        address = outline.get("xmlUrl")
        if address is None:
            continue  # a folder
        url = web_address(address)
        if not url:
            left_out.append(f"{one_line(address, 100)} is no web address.")
        elif len(feeds) >= MOST_FEEDS:
            left_out.append(f"{url}: more than {MOST_FEEDS} feeds.")
        else:
            feeds.setdefault(url, FeedLine(url, _title(outline), _publisher(outline)))
    return OpmlList(tuple(feeds.values()), tuple(left_out))


def write_opml(feeds: Iterable[FeedLine], *, made_at: datetime) -> bytes:
    """Write feeds as OPML 2.0."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = "Feeds of Moratorium Watch"
    ElementTree.SubElement(head, "dateCreated").text = format_datetime(made_at)
    body = ElementTree.SubElement(root, "body")
    for feed in feeds:
        title = feed.title or feed.url
        outline = {"type": "rss", "text": title, "title": title, "xmlUrl": feed.url}
        if feed.publisher:
            outline["description"] = feed.publisher
        ElementTree.SubElement(body, "outline", outline)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _title(outline: ElementTree.Element) -> str:
    return one_line(outline.get("title") or outline.get("text") or "", 300)


def _publisher(outline: ElementTree.Element) -> str:
    return one_line(outline.get("description") or "", 200)
