"""Pages as a reader takes them in: their words, their links, their parts."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode


class Page:
    """An answered page, for asking what it says."""

    def __init__(self, response) -> None:
        self.status = response.status_code
        self.html = response.content.decode()
        self.headers = response.headers
        self.tree = LexborHTMLParser(self.html)

    def text(self, selector: str = "main") -> str:
        """Return the words of the first matching part, with single spaces."""
        node = self.tree.css_first(selector)
        return squeezed(node) if node else ""

    def texts(self, selector: str) -> list[str]:
        """Return the words of every matching part."""
        return [squeezed(node) for node in self.tree.css(selector)]

    def section(self, heading: str) -> str:
        """Return the words of the innermost section with a heading."""
        for node in self.tree.css("section"):
            title = node.css_first("h2, h3")
            if title and squeezed(title) == heading:
                return squeezed(node)
        return ""

    def attribute(self, selector: str, name: str) -> str:
        """Return an attribute of the first matching part."""
        node = self.tree.css_first(selector)
        return (node.attributes.get(name) or "") if node else ""

    def links(self, selector: str = "a") -> list[str]:
        """Return where the matching links lead."""
        return [node.attributes.get("href") or "" for node in self.tree.css(selector)]


def squeezed(node: LexborNode) -> str:
    """Return a part's words with single spaces."""
    return " ".join(node.text().split())


def read(client, address: str) -> Page:
    """Ask for a page."""
    return Page(client.get(address))
