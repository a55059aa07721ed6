"""In which orders the API lists rows; each ends with something that tells any two rows apart."""

from __future__ import annotations

from datetime import date

from django.db.models import Value
from django.db.models.functions import Coalesce

from moratoriums.filters import NEWEST
from website.api.paging import Order, Term

_SLUG = Term("slug")
# Undated announcements and pledges without an end come last, as on the pages.
_BEGAN_OR_FIRST = Coalesce("announced_earliest", Value(date.min))
_BEGAN_OR_LAST = Coalesce("announced_earliest", Value(date.max))
_ENDS = Coalesce("state_end_earliest", Value(date.max))
_BY_SLUG = {"slug": Order("slug", (_SLUG,))}
_AS_ENTERED = {"entered": Order("entered", (Term("pk", "number"),))}

# Those of pledges have the names of ``moratoriums.filters.ORDERS`` and list alike, which a test
# holds them to; the best match first is left out, because a match has no place that lasts.
ORDERS: dict[str, dict[str, Order]] = {
    "pledges": {
        NEWEST: Order(
            NEWEST, (Term("began", "day", descending=True), _SLUG), {"began": _BEGAN_OR_FIRST}
        ),
        "oldest": Order("oldest", (Term("began", "day"), _SLUG), {"began": _BEGAN_OR_LAST}),
        "company": Order(
            "company",
            (Term("company__name"), Term("began", "day"), _SLUG),
            {"began": _BEGAN_OR_LAST},
        ),
        "end": Order("end", (Term("ends", "day"), _SLUG), {"ends": _ENDS}),
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
