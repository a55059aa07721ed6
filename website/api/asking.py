"""What a request asks for: the day, the filters by their names on the pages, and the part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from moratoriums.filters import FILTERS, Choice, read_choice
from website.api.paging import LARGEST_PAGE, USUAL_PAGE, Cursor, Order, read_cursor
from website.api.problems import Refused
from website.serving.days import FIRST_DAY, LAST_DAY, Asked, BadDay, read_day

_OF_THE_PART = ("cursor", "limit", "order")
# What the pages' addresses may have beside the filters.
_OF_PAGES = {
    "page": "Lists are paged by cursor.",
    "zoom": "It belongs to the drawing on the pages.",
    "rows": "It belongs to the drawing on the pages.",
}


@dataclass(frozen=True)
class Part:
    """Which part of which rows, on which day."""

    asked: Asked
    choice: Choice
    order: Order
    cursor: Cursor | None
    limit: int


def read_asked(request: HttpRequest) -> Asked:
    """Read the day asked for.

    Raises:
        Refused: it is no day.
    """
    try:
        return read_day(request.GET.get("as_of"), timezone.localdate())
    except BadDay as error:
        raise Refused("The day asked for cannot be read.", [("as_of", str(error))]) from None


def read_only_day(request: HttpRequest) -> Asked:
    """Read the day of a request that takes no other parameter.

    Raises:
        Refused: it is no day, or something else is asked for.
    """
    if unknown := [name for name in request.GET if name != "as_of"]:
        raise Refused("There is no such parameter here.", [(unknown[0][:60], "Leave it out.")])
    return read_asked(request)


def read_part(request: HttpRequest, orders: dict[str, Order], usual: str) -> Part:
    """Read everything a list can be asked for.

    Without a day of its own, a request with a cursor is about the day on which the walk began.

    Raises:
        Refused: something cannot be read, or does not belong together.
    """
    asked = read_asked(request)
    choice = _choice(request.GET)
    order = _order(request.GET.get("order", ""), orders, usual)
    cursor = None
    if text := request.GET.get("cursor"):
        cursor = read_cursor(text, orders)
        asked = _day_of(cursor, asked)
        if cursor.order != order.name:
            reason = f"The walk began with order={cursor.order}."
            raise Refused("Cursor and order do not belong together.", [("order", reason)])
    return Part(asked, choice, order, cursor, _limit(request.GET.get("limit")))


def _day_of(cursor: Cursor, asked: Asked) -> Asked:
    if not asked.explicit:
        return Asked(cursor.day, asked.today)
    if asked.day != cursor.day:
        reason = f"The walk began with as_of={cursor.day.isoformat()}."
        raise Refused("Cursor and day do not belong together.", [("as_of", reason)])
    return asked


def _choice(given: QueryDict) -> Choice:
    rest = given.copy()
    for name in _OF_THE_PART:
        rest.pop(name, None)
    choice = read_choice(rest)
    problems = [("", problem) for problem in choice.problems]
    problems += [(name, reason) for name, reason in _OF_PAGES.items() if name in rest]
    if problems:
        raise Refused("Part of the address cannot be used.", problems)
    return choice


def _order(wanted: str, orders: dict[str, Order], usual: str) -> Order:
    if not wanted:
        return orders[usual]
    if len(orders) == 1 or wanted not in orders:
        known = f"Known are: {', '.join(orders)}." if len(orders) > 1 else "Leave it out."
        raise Refused("The order cannot be used.", [("order", f"This list has none such. {known}")])
    return orders[wanted]


def _limit(text: str | None) -> int:
    if not text:
        return USUAL_PAGE
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LARGEST_PAGE:
        return int(text)
    reason = f"Write a whole number from 1 to {LARGEST_PAGE}."
    raise Refused("The limit cannot be used.", [("limit", reason)])


def day_parameter() -> dict[str, Any]:
    """Describe ``as_of`` for OpenAPI."""
    return _parameter(
        "as_of",
        f"The day the answer is about, from {FIRST_DAY} to {LAST_DAY}; today if left out.",
        {"type": "string", "format": "date", "examples": ["2021-06-11"]},
    )


def list_parameters(orders: dict[str, Order]) -> list[dict[str, Any]]:
    """Describe for OpenAPI what a list can be asked for."""
    found = [day_parameter()]
    for one in FILTERS:
        schema: dict[str, Any] = {"type": "string", "maxLength": 200}
        if one.words:
            schema = {"type": "string", "enum": one.words.values()}
        found.append(_parameter(one.name, f"{one.label}, as on the list of all records.", schema))
    if len(orders) > 1:
        told = {"type": "string", "enum": list(orders), "default": "newest"}
        found.append(_parameter("order", "The order of the rows.", told))
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
    found.append(_parameter("limit", "The most rows to answer with.", limit))
    found.append(_parameter("cursor", "A next_cursor, as it was given.", {"type": "string"}))
    return found


def _parameter(name: str, says: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}
