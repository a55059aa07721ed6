"""Turning pages: which one an address asks for, and from which record it starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class Turning:
    """One page of a list of ``total``, ``size`` to a page; pages are counted from one."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """How many records stand before this page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The number of the first record on the page, counted from one."""
        return self.start + 1

    @property
    def last(self) -> int:
        """The number of the last record on the page."""
        return min(self.start + self.size, self.total)

    @property
    def shown(self) -> str:
        """The page as an address names it; the first is not named."""
        return str(self.number) if self.number > 1 else ""


def read_page(text: str | None, total: int, size: int) -> tuple[Turning, str]:
    """Return the page asked for, or the first with a word on why."""
    first = Turning(1, size, total)
    if not text:
        return first, ""
    if text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= first.pages:
        return Turning(int(text), size, total), ""
    problem = gettext("There is no page “{page}”; this is the first of {pages}.")
    return first, problem.format(page=text[:20], pages=first.pages)
