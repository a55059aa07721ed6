"""Gets one article, from a file or from its address, as plain text with a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from news.door import one_line, plain_text, web_address
from news.pages import NoArticle, read_page
from outbound.fetching import Fetched, FetchFailed, fetch

MOST_BYTES = 4 * 1024 * 1024
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)


class NotAnArticle(ValueError):
    """The file or page cannot be read as an article; the message says what to do."""


@dataclass(frozen=True)
class Article:
    """One article, plain text only, as it goes into the intake."""

    title: str
    text: str
    published_on: date | None = None
    url: str = ""
    publisher: str = ""


def load_article(source: str, *, fetcher: Callable[[str], Fetched] = fetch) -> Article:
    """Read an article from a file or an http(s) address.

    Raises:
        NotAnArticle: it cannot be reached, is too large, empty, binary, or holds no text.
    """
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", source):
        return _from_web(source, fetcher)
    path = Path(source)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise NotAnArticle(f"{source} is a folder. Name a file or an address.")
        _refuse_large(size)
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, NotAnArticle):
            raise
        reason = error.strerror if isinstance(error, OSError) else "that is no file name"
        raise NotAnArticle(f"{source} cannot be read: {reason}.") from error
    return read_article_bytes(raw)


def read_article_bytes(raw: bytes, content_type: str = "") -> Article:
    """Make an article of a plain text or a page of HTML.

    The first line of a plain text is its headline if an empty line follows it.

    Raises:
        NotAnArticle: it is empty, too large, no text, or holds no article.
    """
    _refuse_large(len(raw))
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise NotAnArticle("It is empty. Save the text of the article and try again.")
    text = _decode(raw, content_type)
    if "html" in content_type or _MARKUP.search(raw[:4096]):
        try:
            page = read_page(text.encode("utf-8", "replace"))
        except NoArticle as error:
            raise NotAnArticle(str(error)) from error
        return Article(page.title, page.text, page.published_on, page.url, page.publisher)
    head, gap, body = plain_text(text).partition("\n\n")
    if not gap or "\n" in head or len(head) > 300:
        head, body = "", plain_text(text)
    return Article(one_line(head), body)


def _from_web(url: str, fetcher: Callable[[str], Fetched]) -> Article:
    try:
        fetched = fetcher(url)
    except FetchFailed as error:
        raise NotAnArticle(f"{url} cannot be fetched: {error}") from error
    if fetched.status != 200:
        raise NotAnArticle(f"{url} answered {fetched.status}. Save the page and name the file.")
    article = read_article_bytes(fetched.body, fetched.content_type)
    return replace(article, url=article.url or web_address(fetched.url))


def _refuse_large(size: int) -> None:
    if size > MOST_BYTES:
        raise NotAnArticle(
            f"It has {size / 1024 / 1024:.1f} MB, more than any article "
            f"({MOST_BYTES // 1024 // 1024} MB at most). Save the text of the article alone."
        )


def _decode(raw: bytes, content_type: str) -> str:
    """Text in the character set that is declared, or UTF-8, or else Windows-1252.

    Raises:
        NotAnArticle: the bytes are no text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    declared = _CHARSET.search(content_type.encode("ascii", "replace")) or _CHARSET.search(
        raw[:2048]
    )
    for charset in ([declared[1].decode("ascii")] if declared else []) + ["utf-8", "cp1252"]:
        try:
            text = raw.decode(charset)
        except (LookupError, ValueError):
            continue
        break
    else:
        text = raw.decode("latin-1")
    sample = text[:100_000]
    odd = sum(1 for letter in sample if letter < " " and letter not in "\t\n\r\f")
    if "\x00" in sample or odd > len(sample) / 50:
        raise NotAnArticle("It is not text but some binary file. Save the article as text or HTML.")
    return text
