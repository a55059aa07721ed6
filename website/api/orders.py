"""In which orders the API lists rows; each ends with something that tells any two rows apart."""

from __future__ import annotations

from datetime import date

from django.db.models import Value
from django.db.models.functions import Coalesce

from website.api.paging import Order, Term

_SLUG = Term("slug")
_BEGAN = {"counts_from": Coalesce("announced_earliest", "first_seen_on")}
_ENDS = {"ends": Coalesce("state_end_earliest", Value(date.max))}
_BY_SLUG = {"slug": Order("slug", (_SLUG,))}
_AS_ENTERED = {"entered": Order("entered", (Term("pk", "number"),))}

# Those of pledges have the names of ``moratoriums.filters.ORDERS``; a test holds them to it.
ORDERS: dict[str, dict[str, Order]] = {
    "pledges": {
        "newest": Order("newest", (Term("counts_from", "day", descending=True), _SLUG), _BEGAN),
        "oldest": Order("oldest", (Term("counts_from", "day"), _SLUG), _BEGAN),
        "company": Order("company", (Term("company__name"), _SLUG)),
        "end": Order("end", (Term("ends", "day"), _SLUG), _ENDS),
    },
    "events": {
        "newest": Order(
            "newest",
            (Term("counts_from", "day", descending=True), Term("pk", "number", descending=True)),
        )
    },
    "exemptions": _AS_ENTERED,
    "statements": _AS_ENTERED,
    "citations": _AS_ENTERED,
    "sources": _BY_SLUG,
    "companies": _BY_SLUG,
    "beneficiaries": _BY_SLUG,
}
USUAL = {table: next(iter(orders)) for table, orders in ORDERS.items()}
