"""The list of records, narrowed by filters that live in the address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from companies.models import Company
from moratoriums.filters import ANY, FILTERS, NONE, ORDERS, Choice, read_choice
from moratoriums.models import Beneficiary, Jurisdiction
from website.counts import Tally, tally
from website.days import Asked
from website.page import dated, page
from website.places import place_name
from website.rows import figure_of, listed, rows_of

PER_PAGE = 50
CHOICES_SHOWN = 400


@dated
def pledges(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the records that pass the filters, as bars and as a table of the same rows."""
    choice = read_choice(request.GET)
    found = choice.apply(listed(asked.day))
    pages = Paginator(found.prefetch_related("exemptions", "barred_uses"), PER_PAGE)
    number, problem = _page_number(request.GET.get("page"), pages)
    shown = pages.page(number)
    members = list(shown.object_list)
    counts = tally(found)
    context = {
        "choice": choice,
        "problems": [*choice.problems, *([problem] if problem else [])],
        "counts": counts,
        "sentence": counts.sentence(asked.day),
        "fields": _fields(choice),
        "more_open": any(name not in ("q", "company", "status", "use") for name in choice.values),
        "orders": [(name, label, name == choice.order) for name, label in ORDERS.items()],
        "facets": _facets(choice, asked),
        "rows": rows_of(members, asked.day),
        "figure": figure_of(members, asked.day),
        "shown": shown,
        "turns": _turns(choice, number, pages.num_pages),
        "wider": _wider(choice, asked) if not members else [],
        "canonical_path": _canonical(choice, number),
    }
    return page(request, asked, "pledges.html", context)


def _page_number(text: str | None, pages: Paginator[Any]) -> tuple[int, str]:
    """The page asked for, or the first with a word on why."""
    if not text:
        return 1, ""
    if text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= pages.num_pages:
        return int(text), ""
    return 1, f"There is no page “{text[:20]}”; this is the first of {pages.num_pages}."


def _turns(choice: Choice, number: int, last: int) -> dict[str, str]:
    """The addresses of the page before and the page after."""
    turns = {}
    if number > 1:
        turns["before"] = _address(choice.query(page=str(number - 1) if number > 2 else ""))
    if number < last:
        turns["after"] = _address(choice.query(page=str(number + 1)))
    return turns


def _address(query: str) -> str:
    return f"/pledges/?{query}" if query else "/pledges/"


def _canonical(choice: Choice, number: int) -> str:
    return _address(choice.query(page=str(number) if number > 1 else ""))


def _facets(choice: Choice, asked: Asked) -> list[dict[str, Any]]:
    """Each status with its number under the other filters, as a link that asks for it."""
    others = Choice({name: value for name, value in choice.values.items() if name != "status"})
    counts: Tally = tally(others.apply(listed(asked.day)))
    return [
        {
            "status": status,
            "number": number,
            "address": _address(choice.query(status=status.value)),
            "current": choice.values.get("status") == status.value,
        }
        for status, number in counts.by_status
    ]


def _fields(choice: Choice) -> list[dict[str, Any]]:
    """What the form shows: every filter with its options and the value in use."""
    options = _options()
    return [
        {
            "name": one.name,
            "label": one.label,
            "value": choice.values.get(one.name, ""),
            "options": options.get(one.name)
            or ([(word.value, word.label) for word in one.words] if one.words else None),
            "type": "date" if one.name in ("from", "to") else "search",
        }
        for one in FILTERS
    ]


def _options() -> dict[str, list[tuple[str, str]]]:
    """The values that only the register knows; those too many to choose from are typed."""
    companies = Company.objects.current().filter(pledges__published_at__isnull=False).distinct()
    exempt = Beneficiary.objects.filter(merged_into=None)
    codes = (
        Jurisdiction.objects.filter(pledge__published_at__isnull=False)
        .values_list("code", flat=True)
        .order_by("code")
        .distinct()
    )
    found = {
        "company": list(companies.values_list("slug", "name")[: CHOICES_SHOWN + 1]),
        "exempt": [
            (ANY, "Anybody"),
            (NONE, "Nobody on record"),
            *exempt.values_list("slug", "name")[:CHOICES_SHOWN],
        ],
        "place": sorted(((code, place_name(code)) for code in codes), key=lambda pair: pair[1]),
    }
    return {name: pairs for name, pairs in found.items() if len(pairs) <= CHOICES_SHOWN}


def _wider(choice: Choice, asked: Asked) -> list[dict[str, Any]]:
    """Where an empty list leads: each filter left out in turn, with what that would find."""
    labels = {one.name: one.label for one in FILTERS}
    wider = []
    for name in choice.values:
        rest = Choice({key: value for key, value in choice.values.items() if key != name})
        number = rest.apply(listed(asked.day)).count()
        if number:
            address = _address(choice.query(**{name: ""}))
            wider.append({"without": labels[name], "number": number, "address": address})
    return wider
