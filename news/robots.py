"""What a site wants of programs that visit it: its robots.txt, read as RFC 9309 says; pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

AGENT = "MoratoriumWatch"  # as in our User-Agent
LARGEST = 512 * 1024  # bytes of a robots.txt; RFC 9309, section 2.5
LONGEST_DELAY = 24 * 3600.0  # seconds between two pages; as long as the rules themselves are kept


def robots_address(url: str) -> str:
    """Where the rules for an address stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def rules_of(status: int, body: bytes) -> str | None:
    """The rules in an answer: the text, "" where there are none, None where nobody can tell.

    RFC 9309, section 2.3.1: a site without the file (4xx) allows everything; while it fails (5xx)
    nothing is allowed.
    """
    if status == 200:
        return body[:LARGEST].decode("utf-8", "replace")
    return "" if 400 <= status < 500 and status != 429 else None


class Robots:
    """The rules of one site."""

    def __init__(self, text: str) -> None:
        """Read the text of a robots.txt; an empty one allows everything."""
        self._rules = Protego.parse(text)

    def allow(self, url: str) -> bool:
        """Whether we may ask for a page."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay_seconds(self) -> float:
        """How long to wait between two pages, at least and a day at most; 0 where nothing is said.

        A site may write any number, also one that no calendar reaches.
        """
        return min(float(self._rules.crawl_delay(AGENT) or 0.0), LONGEST_DELAY)
