"""Long lists in pages: the one asked for, with the addresses of those beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from website.serving.parameters import same_page


@dataclass(frozen=True)
class Turned:
    """One page of a list; ``before`` and ``after`` are addresses, empty at the ends."""

    shown: Page[Any]
    before: str = ""
    after: str = ""

    @property
    def number(self) -> int:
        """Which page it is, counted from one."""
        return self.shown.number

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.shown.paginator.num_pages


def turn(request: HttpRequest, found: QuerySet[Any], per_page: int) -> Turned:
    """Return the page that ``?page=`` asks for; a number that is none leads to the nearest."""
    shown = Paginator(found, per_page).get_page(request.GET.get("page"))
    before = _leaf(request, shown.number - 1) if shown.has_previous() else ""
    after = _leaf(request, shown.number + 1) if shown.has_next() else ""
    return Turned(shown, before, after)


def _leaf(request: HttpRequest, number: int) -> str:
    """The same address with another page; the day asked for is put back by the link itself."""
    return same_page(request, "as_of", page=str(number))
