"""How each element of a usual feed is read; whatever is not named here is a doubt.

The names under which values are put are those of feedparser, and so is every quirk of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element

Row = dict[str, Any]
Reader = Callable[[Element, Row], None]

ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SY = "{http://purl.org/rss/1.0/modules/syndication/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
_WFW = "{http://wellformedweb.org/CommentAPI/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# feedparser goes by prefixes too: another prefix for one of these, or one of these for something
# else, is a doubt.
_PREFIXES = {
    prefix: uri[1:-1]
    for prefix, uri in {
        "": ATOM,
        "atom": ATOM,
        "content": _CONTENT,
        "dc": _DC,
        "sy": _SY,
        "media": _MEDIA,
        "slash": _SLASH,
        "wfw": _WFW,
    }.items()
}
_PLAIN_VALUES = {"text", "html", "text/plain", "text/html"}
_HTML = {"html", "text/html", "application/xhtml+xml", "xhtml"}
_OTHER_LINKS = {"self", "edit", "hub", "next", "first", "last", "previous", "replies", "related",
                "enclosure", "via", "search"}  # fmt: skip
# Addresses that joining to any other leaves letter by letter as they are; no semicolon, because
# feedparser mends what looks like a reference.
_IN_PATH = r"[\w.~%!$&'()*+,=:@/-]"
_ADDRESS = re.compile(
    rf"https?://[a-zA-Z0-9.-]+(?::\d+)?(?:/{_IN_PATH}*)?(?:\?[\w.~%!$&'()*+,=:@/?-]+)?"
    rf"(?:#{_IN_PATH}+)?",
    re.ASCII,
)
_NAME = re.compile(r"(?:tag|urn):(?!//)[\x21-\x3a\x3c-\x7e]+")
_C1 = re.compile("[\x80-\x9f]")
_LONGEST_DATE, _LONGEST_ATTRIBUTE, _MOST_ATTRIBUTES = 100, 2000, 12


class Doubt(Exception):
    """The document is to be read by feedparser."""


def is_usual(prefix: str, uri: str) -> bool:
    """Whether a prefix stands for what it usually stands for."""
    return _PREFIXES.get(prefix or "") == uri


def says_something(text: str | None) -> bool:
    """Whether there is text where a usual feed has none."""
    return text is not None and not text.isspace()


def allow(element: Element, names: set[str]) -> None:
    """Doubt any attribute but these."""
    if element.attrib and not names.issuperset(element.attrib):
        raise Doubt


def _value(element: Element) -> str:
    """The text of an element without children, mended as feedparser mends it."""
    if len(element):
        raise Doubt
    text = (element.text or "").strip()
    if not text.isascii():
        with suppress(ValueError):  # UTF-8 that was taken for Latin-1 and encoded again
            text = text.encode("latin-1").decode("utf-8")
        if _C1.search(text):
            raise Doubt
    return text


def _put(row: Row, name: str, value: Any) -> None:
    if name in row:
        raise Doubt
    row[name] = value


def _plain(name: str) -> Reader:
    def read(element: Element, row: Row) -> None:
        allow(element, set())
        _put(row, name, _value(element))

    return read


def _date(name: str) -> Reader:
    def read(element: Element, row: Row) -> None:
        allow(element, set())
        value = _value(element)
        if len(element.text or "") > _LONGEST_DATE:
            raise Doubt
        _put(row, name, value)

    return read


def _typed(name: str) -> Reader:
    def read(element: Element, row: Row) -> None:
        _allow_type(element)
        _put(row, name, _value(element))

    return read


def _allow_type(element: Element) -> None:
    allow(element, {"type", LANGUAGE})
    if element.get("type", "text") not in _PLAIN_VALUES:
        raise Doubt


def _content(element: Element, row: Row) -> None:
    """The body of an entry, which feedparser takes for one of several."""
    _allow_type(element)
    _put(row, "content", [{"value": _value(element)}])


def _left_out(element: Element, row: Row) -> None:
    """A leaf of which no entry is made; its attributes change nothing outside it."""
    if len(element):
        raise Doubt
    _harmless(element)


def _harmless(element: Element) -> None:
    if len(element.attrib) > _MOST_ATTRIBUTES:
        raise Doubt
    for name, value in element.attrib.items():
        if name.lower() == "base" or len(value) > _LONGEST_ATTRIBUTE:
            raise Doubt
        if name[0] == "{" and name != LANGUAGE:
            raise Doubt


def _group(*tags: str) -> Reader:
    """An element of which no entry is made, with leaves of such names."""
    allowed = set(tags)

    def read(element: Element, row: Row) -> None:
        _harmless(element)
        for child in element:
            if child.tag not in allowed or says_something(child.tail):
                raise Doubt
            _left_out(child, row)

    return read


def _link(element: Element, row: Row) -> None:
    """The link of RSS: the text of its element."""
    allow(element, set())
    value = _value(element)
    if value and not _ADDRESS.fullmatch(value):
        raise Doubt
    _put(row, "link", value)


def _atom_link(element: Element, row: Row) -> None:
    """The link of Atom: one to what the entry is about, others to whatever they may."""
    allow(element, {"href", "rel", "type", "title", "hreflang", "length"})
    address = element.get("href", "")
    if len(element) or says_something(element.text) or not _ADDRESS.fullmatch(address):
        raise Doubt
    relation = element.get("rel", "alternate")
    if relation in _OTHER_LINKS:
        return
    if relation != "alternate" or element.get("type", "text/html") not in _HTML:
        raise Doubt
    _put(row, "link", address)


def _other_atom_link(element: Element, row: Row) -> None:
    if element.get("rel") not in _OTHER_LINKS:
        raise Doubt
    _atom_link(element, row)


def _guid(element: Element, row: Row) -> None:
    """The identifier of RSS, which is the link too unless it says that it is none."""
    allow(element, {"isPermaLink"})
    _identifier(element, row, is_link=element.get("isPermaLink", "true") == "true")


def _atom_id(element: Element, row: Row) -> None:
    allow(element, set())
    _identifier(element, row, is_link=True)


def _identifier(element: Element, row: Row, *, is_link: bool) -> None:
    value = _value(element)
    if is_link and not (_ADDRESS.fullmatch(value) or _NAME.fullmatch(value)):
        raise Doubt
    _put(row, "id", value)
    if is_link:
        row["guid is link"] = "yes"


_MEDIA_LEAVES = (f"{_MEDIA}credit", f"{_MEDIA}thumbnail")
_PERSON = _group(f"{ATOM}name", f"{ATOM}uri", f"{ATOM}email")
_ADDED: dict[str, Reader] = {
    f"{_DC}creator": _left_out,
    f"{_DC}subject": _left_out,
    f"{_SLASH}comments": _left_out,
    f"{_WFW}commentRss": _left_out,
    f"{_WFW}comment": _left_out,
    f"{_MEDIA}content": _group(*_MEDIA_LEAVES),
} | dict.fromkeys(_MEDIA_LEAVES, _left_out)
IN_ITEM: dict[str, Reader] = _ADDED | {
    "title": _plain("title"),
    "link": _link,
    "description": _plain("summary"),
    f"{_CONTENT}encoded": _content,
    "guid": _guid,
    "pubDate": _date("published"),
    f"{_DC}date": _date("updated"),
    f"{ATOM}link": _other_atom_link,
    "author": _left_out,
    "category": _left_out,
    "comments": _left_out,
    "enclosure": _left_out,
    "source": _left_out,
}
IN_CHANNEL: dict[str, Reader] = {
    "title": _plain("title"),
    "link": _link,
    "ttl": _plain("ttl"),
    f"{_SY}updatePeriod": _plain("sy_updateperiod"),
    f"{_SY}updateFrequency": _plain("sy_updatefrequency"),
    f"{_SY}updateBase": _left_out,
    f"{ATOM}link": _other_atom_link,
    "image": _group("title", "link", "url", "width", "height", "description"),
    "skipHours": _group("hour"),
    "skipDays": _group("day"),
} | dict.fromkeys(
    ("description", "language", "copyright", "managingEditor", "webMaster", "pubDate", "category",
     "lastBuildDate", "generator", "docs", "cloud"), _left_out
)  # fmt: skip
IN_ENTRY: dict[str, Reader] = _ADDED | {
    f"{ATOM}title": _typed("title"),
    f"{ATOM}summary": _typed("summary"),
    f"{ATOM}content": _content,
    f"{ATOM}id": _atom_id,
    f"{ATOM}link": _atom_link,
    f"{ATOM}published": _date("published"),
    f"{ATOM}updated": _date("updated"),
    f"{ATOM}author": _PERSON,
    f"{ATOM}contributor": _PERSON,
    f"{ATOM}category": _left_out,
}
IN_FEED: dict[str, Reader] = {
    f"{ATOM}title": _typed("title"),
    f"{ATOM}link": _atom_link,
    f"{ATOM}author": _PERSON,
} | dict.fromkeys(
    [f"{ATOM}{name}" for name in
     ("id", "updated", "subtitle", "generator", "icon", "logo", "rights", "category")], _left_out
)  # fmt: skip
