"""What an address may carry on to others made from it: the parameters that some page reads."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from moratoriums.filters import FILTERS

# Beside the filters. "merged" is left out: it speaks of one arrival alone.
_OTHERS = ("order", "zoom", "rows", "page", "as_of", "family", "small", "sector", "place")
CARRIED = frozenset({*(one.name for one in FILTERS), *_OTHERS})


def carried(request: HttpRequest, *without: str) -> list[tuple[str, str]]:
    """Return names and values of an address that may stand in another, in their order.

    What no page reads is dropped: a stranger's link would otherwise write into our pages.
    """
    return [
        (name, str(value))
        for name, values in request.GET.lists()
        if name in CARRIED and name not in without
        for value in values
    ]


def same_page(request: HttpRequest, *without: str, **changed: str) -> str:
    """Return a page's own address with what may be carried on, and with some of it changed."""
    kept = [*carried(request, *without, *changed), *changed.items()]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
