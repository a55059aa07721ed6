"""Takes an article out of a web page: headline, text, publisher, day; everything else is left.

The text is trafilatura's work, which knows the notices, menus and lists of other stories that
stand between and beside paragraphs. What the page says of itself is read by rules of our own:
trafilatura guesses a day where none is stated, and an invented day is worse than none. Ours also
is the text of a very short page, in which trafilatura finds nothing, and of a very large one, on
which it takes seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from news.door import one_line, plain_text, web_address

_MOST_FOR_EXTRACTION = 1_000_000  # bytes; a larger page is read by our own rules alone
_DEEPEST = 400  # levels of elements; a page nested deeper is no article
_NOT_TEXT = [
    "script", "style", "noscript", "template", "iframe", "svg", "form", "nav", "aside", "footer",
    "button", "select", "figure", "object", "head", "dialog",
]  # fmt: skip
_BLOCKS = "p, h2, h3, h4, li, blockquote"
_BODIES = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})[^>]{0,4000}>")
_VOID = frozenset(
    b"area base br col embed hr img input link meta source track wbr".split()
    # Their end tags may be left out, so that counting them would count siblings as levels.
    + b"p li td tr th dt dd option".split()
)


@dataclass(frozen=True)
class Page:
    """What a page says of itself; empty where it says nothing."""

    title: str = ""
    text: str = ""
    publisher: str = ""
    published_on: date | None = None
    url: str = ""


class NoArticle(ValueError):
    """The page holds no text that could be an article; the message says so to a person."""


def read_page(raw: bytes) -> Page:
    """Take the article out of a page of HTML.

    Raises:
        NoArticle: there is no text in it, or it is nested deeper than any article.
    """
    if _depth(raw) > _DEEPEST:
        raise NoArticle(f"The page nests more than {_DEEPEST} elements: it is no article.")
    tree = LexborHTMLParser(raw)
    said = dict(_metadata(tree))
    linked = next((found for found in _linked_data(tree)), {})
    title = said.get("og:title") or str(linked.get("headline") or "") or _first_text(tree, "h1")
    headline = one_line(title or _first_text(tree, "title"))
    page = Page(
        title=headline,
        publisher=one_line(said.get("og:site_name") or _publisher(linked), 200),
        published_on=_published(tree, said, linked),
        url=web_address(_canonical(tree) or said.get("og:url", "")),
        text=_extracted(raw, headline) or _text(tree),
    )
    if not page.text:
        raise NoArticle("There is no text in this page that could be an article.")
    return page


def _depth(raw: bytes) -> int:
    """How deep elements are nested, counted without building them."""
    depth = deepest = 0
    for match in _TAG.finditer(raw):
        if match[2].lower() in _VOID or match[0].endswith(b"/>"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _metadata(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta")[:500]:
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        content = node.attributes.get("content") or ""
        if name and content:
            yield name.lower(), content[:2000]


def _linked_data(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The JSON-LD blocks that describe an article."""
    for node in tree.css('script[type="application/ld+json"]')[:10]:
        try:
            data = json.loads(node.text()[:200_000])
        except (ValueError, RecursionError):
            continue
        rows = data if isinstance(data, list) else [data]
        for row in rows[:20]:
            if isinstance(row, dict) and "datePublished" in row:
                yield row


def _published(tree: LexborHTMLParser, said: dict[str, str], linked: dict[str, Any]) -> date | None:
    stated = [
        said.get("article:published_time", ""),
        str(linked.get("datePublished") or ""),
        said.get("date", ""),
        said.get("dc.date", ""),
    ]
    node = tree.css_first("article time[datetime]") or tree.css_first("time[datetime]")
    stated.append((node.attributes.get("datetime") if node else "") or "")
    for value in stated:
        match = _DAY.match(value.strip())
        if match:
            try:
                return date.fromisoformat(match[1])
            except ValueError:
                continue
    return None


def _publisher(linked: dict[str, Any]) -> str:
    publisher = linked.get("publisher")
    return str(publisher.get("name") or "") if isinstance(publisher, dict) else ""


def _canonical(tree: LexborHTMLParser) -> str:
    node = tree.css_first('link[rel="canonical"]')
    return (node.attributes.get("href") or "") if node else ""


def _first_text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return node.text(separator=" ")[:2000] if node else ""


def _extracted(raw: bytes, headline: str) -> str:
    """The text as trafilatura finds it, without the headline; empty if it finds none."""
    if len(raw) > _MOST_FOR_EXTRACTION:
        return ""
    import trafilatura  # a third of a second, which the site's start need not wait for

    html = raw.decode("utf-8", "replace")
    found = trafilatura.extract(html, include_comments=False, include_tables=False) or ""
    lines = [line.removeprefix("- ").strip() for line in found.splitlines()]
    if lines and one_line(lines[0]) == headline:
        del lines[0]
    return plain_text("\n\n".join(line for line in lines if line))


def _text(tree: LexborHTMLParser) -> str:
    """The paragraphs of the part of the page that holds most of its text."""
    tree.strip_tags(_NOT_TEXT, recursive=True)
    parts = [node for selector in _BODIES for node in tree.css(selector)[:50]]
    best = max(parts, key=_amount, default=None)
    if best is None or _amount(best) < 200:
        best = tree.body
    if best is None:
        return ""
    blocks = [
        " ".join(node.text(separator="").split())
        for node in best.css(_BLOCKS)[:5000]
        if all(inner.mem_id == node.mem_id for inner in node.css("p, li, blockquote"))
    ]
    text = "\n\n".join(block for block in blocks if block)
    return plain_text(text or best.text(separator="\n"))


def _amount(node: LexborNode) -> int:
    """How many characters stand in the paragraphs below a node."""
    return sum(len(paragraph.text()) for paragraph in node.css("p")[:2000])
