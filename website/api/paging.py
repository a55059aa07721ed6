"""Paging by key: a cursor names the last row seen, so that new rows shift nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet

from website.api.problems import Refused

LARGEST_PAGE = 200
USUAL_PAGE = 50
_LONGEST_CURSOR = 2000
_LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Term:
    """One column of an order; never NULL, and of one of three sorts."""

    name: str
    sort: Literal["text", "day", "number"] = "text"
    descending: bool = False


@dataclass(frozen=True)
class Order:
    """An order of rows whose last term tells any two rows apart."""

    name: str
    terms: tuple[Term, ...]
    adds: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, rows: QuerySet[Any], after: Sequence[Any] | None) -> QuerySet[Any]:
        """Order rows, and keep those behind the one whose key is given."""
        ordered: QuerySet[Any] = rows.annotate(**self.adds).order_by(
            *[f"-{term.name}" if term.descending else term.name for term in self.terms]
        )
        return ordered.filter(self._behind(after)) if after else ordered

    def _behind(self, after: Sequence[Any]) -> Q:
        """Rows behind a key; the first term's bound stands alone, so that an index can serve it."""
        first = self.terms[0]
        reached = "lte" if first.descending else "gte"
        bound = Q(**{f"{first.name}__{reached}": after[0]})
        either = Q()
        for place, term in enumerate(self.terms):
            equal = Q(**{one.name: after[i] for i, one in enumerate(self.terms[:place])})
            past = "lt" if term.descending else "gt"
            either |= equal & Q(**{f"{term.name}__{past}": after[place]})
        return bound & either


@dataclass(frozen=True)
class Cursor:
    """Where a reader stands in an order, on which day."""

    order: str
    day: date
    key: tuple[Any, ...]

    def text(self) -> str:
        """Return it as the opaque text that readers pass back."""
        key = [one.isoformat() if isinstance(one, date) else one for one in self.key]
        raw = json.dumps([self.order, self.day.isoformat(), key], separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(text: str, orders: dict[str, Order]) -> Cursor:
    """Read a cursor of one of some orders.

    Raises:
        Refused: the text is none that was handed out here.
    """
    try:
        if len(text) > _LONGEST_CURSOR:
            raise ValueError("too long")
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        name, day, key = json.loads(raw)
        terms = orders[name].terms
        if len(key) != len(terms):
            raise ValueError("another key")
        values = tuple(_read(term, value) for term, value in zip(terms, key, strict=True))
        return Cursor(name, date.fromisoformat(day), values)
    except (binascii.Error, ValueError, TypeError, KeyError, RecursionError):
        reason = "Pass on a next_cursor as it was given, or leave the cursor out to begin anew."
        raise Refused("The cursor cannot be read.", [("cursor", reason)]) from None


def _read(term: Term, value: Any) -> Any:
    if term.sort == "number":
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST_NUMBER:
            raise ValueError("no number")
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("no text")
    return date.fromisoformat(value) if term.sort == "day" else value


def page_keys(
    rows: QuerySet[Any], order: Order, after: Sequence[Any] | None, limit: int
) -> tuple[list[int], tuple[Any, ...] | None]:
    """Return the primary keys of a page, and the last row's key if more rows follow."""
    names = [term.name for term in order.terms]
    found = list(order.apply(rows, after).values_list("pk", *names)[: limit + 1])
    shown = found[:limit]
    return [row[0] for row in shown], (tuple(shown[-1][1:]) if len(found) > limit else None)
