"""The one definition of the filters on records: what each reads, allows, and asks the database."""

from moratoriums.filters.choice import (
    BEST,
    LONGEST_SEARCH,
    NEWEST,
    ORDERS,
    Choice,
    in_order,
    read_choice,
    usual_order,
)
from moratoriums.filters.definitions import FILTERS, Filter
from moratoriums.filters.questions import ANY, NONE, known_by

__all__ = [
    "ANY",
    "BEST",
    "FILTERS",
    "LONGEST_SEARCH",
    "NEWEST",
    "NONE",
    "ORDERS",
    "Choice",
    "Filter",
    "in_order",
    "known_by",
    "read_choice",
    "usual_order",
]
