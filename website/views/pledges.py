"""The list of records, narrowed by filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop, override

from moratoriums import search
from moratoriums.filters import BEST, ORDERS, Choice, known_by, read_choice, usual_order
from moratoriums.models import Pledge
from moratoriums.search import Reason
from website.lists import facets
from website.lists.fragments import record_rows
from website.lists.selection import Selection
from website.lists.turning import Turning, read_page
from website.serving.days import Asked
from website.serving.page import dated, page
from website.views.feeds import calendar

PER_PAGE = 50
_KEPT_SECONDS = 3600


def pledges(request: HttpRequest) -> HttpResponseBase:
    """Answer with the list, or with ``format=ics`` with its calendar, that of /calendar.ics."""
    if request.GET.get("format") == "ics":
        with override(settings.LANGUAGE_CODE):  # files are the same in both languages
            return calendar(request)
    return pledge_list(request)


@dated
def pledge_list(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the records that pass the filters, in a table with a bar in each row."""
    choice = read_choice(request.GET)
    if short := shorter_address(request, choice, asked):
        return HttpResponseRedirect(short)
    selection = Selection(choice, asked)
    turning, problem = read_page(request.GET.get("page"), selection.total, PER_PAGE)
    span = selection.catalogue.span
    context = {
        **frame(request, selection, [problem], turning),
        "rows": _rows(selection, selection.keys(turning.start, PER_PAGE)),
        "span": span,
        "years": span.years(),
    }
    return page(request, asked, "pledges.html", context)


def shorter_address(request: HttpRequest, choice: Choice, asked: Asked) -> str:
    """The one spelling of an address whose form was sent with empty boxes; else nothing."""
    if choice.problems or all(str(value).strip() for value in request.GET.values()):
        return ""
    shown = {name: request.GET.get(name, "").strip() for name in ("zoom", "rows", "page")}
    return asked.link(address_of(request.path, choice.query(**shown)))


def frame(
    request: HttpRequest, selection: Selection, problems: list[str], turning: Turning
) -> dict[str, Any]:
    """What stands around every view of the records: the form, the numbers, the ways on."""
    choice, total = selection.choice, selection.total
    stamp, asked = selection.catalogue.stamp, selection.asked
    address = address_of(request.path, choice.query())
    form = cache(partial(facets.fields, selection))
    return {
        # What every page of these records has in common is written once for each state of the
        # register, so what the form needs is only worked out when it is written.
        "keep_for": _KEPT_SECONDS if stamp else 0,
        "same_frame": f"{stamp} {get_language()} {asked} {address}",
        "choice": choice,
        "problems": [*choice.problems, *filter(None, problems)],
        "counts": selection.tally,
        "sentence": selection.tally.sentence(selection.asked.day),
        "read_as": [(typed, words) for typed, words in selection.found.read_as.items()],
        "unranked": choice.searches and not selection.found.ranked,
        "fields": form,
        "boxes": lambda: ",".join(f"#f-{one.name}" for one in form() if one.options is not None),
        "first_fields": facets.FIRST_FIELDS,
        "more_open": any(name not in facets.FIRST_FIELDS for name in choice.values),
        "orders": _orders(choice),
        "facets": facets.status_links(selection, request.path),
        "turning": turning,
        "wider": [] if total else _wider(request.path, selection),
        "first_later": None if total or not selection.asked.explicit else selection.first_later(),
        "query": choice.query(),
        "here": request.path,
        "turned": turns_of(request.path, choice, turning),
        "canonical_path": address_of(request.path, choice.query(page=turning.shown)),
        "views": views_of(request.path, choice),
    }


def _orders(choice: Choice) -> list[tuple[str, str, bool]]:
    """The orders to choose from; the usual one has no name, for it changes with a search."""
    usual = usual_order(choice.searches)
    others = [name for name in ORDERS if name not in (usual, BEST)]
    return [
        ("" if name == usual else name, ORDERS[name], name == choice.order)
        for name in (usual, *others)
    ]


def _wider(here: str, selection: Selection) -> list[dict[str, Any]]:
    """Where an empty list leads: each filter left out in turn, with what that would find."""
    return [
        {"label": way.label, "number": way.number, "address": address_of(here, way.choice.query())}
        for way in selection.wider()
    ]


def views_of(here: str, choice: Choice) -> list[tuple[str, str, bool]]:
    """The ways to look at the same records: their words, address, and which one this is."""
    table, bars, events = reverse("pledges"), reverse("bars"), reverse("events")
    ways = (
        (gettext_noop("Table"), table, here == table),
        (gettext_noop("Bars"), bars, here == bars),
        (gettext_noop("Events"), events, here not in (table, bars)),
    )
    return [(words, address_of(path, choice.query()), current) for words, path, current in ways]


def turns_of(here: str, choice: Choice, turning: Turning) -> dict[str, str | int]:
    """The number of the page, and the addresses of the page before and the page after."""
    turns: dict[str, str | int] = {"number": turning.number, "pages": turning.pages}
    if turning.number > 1:
        before = str(turning.number - 1) if turning.number > 2 else ""
        turns["before"] = address_of(here, choice.query(page=before))
    if turning.number < turning.pages:
        turns["after"] = address_of(here, choice.query(page=str(turning.number + 1)))
    return turns


def address_of(path: str, query: str) -> str:
    """Return a path with its query, if there is one."""
    return f"{path}?{query}" if query else path


def _rows(
    selection: Selection, keys: list[int]
) -> list[tuple[SafeString, SafeString, Sequence[Reason]]]:
    """The rows of one page, each with the places in which the words searched for stand."""
    read = partial(_read, selection)
    catalogue, asked = selection.catalogue, selection.asked
    rows = record_rows(keys, asked, catalogue.span, catalogue.stamp, read)
    reasons: Mapping[int, Sequence[Reason]] = {}
    if selection.choice.searches:
        reasons = search.explain(selection.found, keys, known_by=known_by(asked.day))
    return [
        (before, after, reasons.get(key, ()))
        for key, (before, after) in zip(keys, rows, strict=True)
    ]


def _read(selection: Selection, keys: Sequence[int]) -> list[Pledge]:
    return selection.read(keys, "exemptions", "barred_uses")
