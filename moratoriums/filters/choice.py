"""What a reader asks for: read from an address, written into one, and put to the database."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.translation import gettext as _

from moratoriums.filters.checks import shown
from moratoriums.filters.definitions import FILTERS, Filter
from moratoriums.queries import PledgeQuerySet

LONGEST_SEARCH = 200
NEWEST, BEST = "newest", "best"
ORDERS = {
    NEWEST: "Newest announcement first",
    "oldest": "Oldest announcement first",
    "company": "Company, A to Z",
    "end": "Earliest end first",
    BEST: "Best match first",
}
_NEWEST_FIRST = (F("announced_earliest").desc(nulls_last=True), F("slug"))
_ORDER_FIELDS: dict[str, tuple[OrderBy | F, ...]] = {
    NEWEST: _NEWEST_FIRST,
    "oldest": (F("announced_earliest").asc(nulls_last=True), F("slug")),
    "company": (F("company__name"), F("announced_earliest").asc(nulls_last=True), F("slug")),
    "end": (F("state_end_earliest").asc(nulls_last=True), F("slug")),
    BEST: _NEWEST_FIRST,
}
# What stands in an address beside the filters: how the page shows what they find, for which day.
_DISPLAY = ("order", "zoom", "rows", "page")
_ELSEWHERE = frozenset({"as_of", "zoom", "rows", "page"})


@dataclass(frozen=True)
class Choice:
    """What a reader asked for: the values that can be used, and what is wrong with the others."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    order: str = NEWEST

    @property
    def searches(self) -> str:
        """The words searched for, or nothing."""
        return self.values.get("q", "")

    def query(self, **changes: str) -> str:
        """Return the filters as an address has them, in stable order; an empty value drops one."""
        wanted = {**self.values, "order": self.order, **changes}
        if wanted["order"] == usual_order(wanted.get("q", "")):
            wanted["order"] = ""
        names = [one.name for one in FILTERS] + list(_DISPLAY)
        return urlencode([(name, wanted[name]) for name in names if wanted.get(name)])

    def without(self, *names: str) -> Choice:
        """Return the same wish without some of its filters."""
        rest = {name: value for name, value in self.values.items() if name not in names}
        return Choice(rest, order=usual_order(rest.get("q", "")))

    def condition(self, day: date | None) -> Q:
        """Return all filters as one condition on records that carry their state and conduct.

        Args:
            day: the day of the records, for filters that depend on it.
        """
        asked = Q()
        for one in FILTERS:
            if value := self.values.get(one.name):
                asked &= one.ask(value, day)
        return asked

    def apply(self, records: PledgeQuerySet) -> PledgeQuerySet:
        """Keep the records that pass every filter, in the order asked for.

        The best match first is an order of the search's own; here it is the newest first.
        """
        return in_order(records.filter(self.condition(records.day)), self.order)


def in_order(records: PledgeQuerySet, order: str) -> PledgeQuerySet:
    """Put records into one of ORDERS."""
    return records.order_by(*_ORDER_FIELDS[order])


def read_choice(asked: QueryDict) -> Choice:
    """Read the filters of an address; nothing that is wrong is dropped without a word."""
    values: dict[str, str] = {}
    problems: list[str] = []
    known = {one.name: one for one in FILTERS}
    order = ""
    for name, given in asked.lists():
        value = given[-1].strip()
        if name in _ELSEWHERE or not value:
            continue
        if len(given) > 1:
            problem = _("“{name}” is given {times} times; the last one is used.")
            problems.append(problem.format(name=shown(name), times=len(given)))
        if name == "order":
            if value in ORDERS:
                order = value
            else:
                problem = _("“{value}” is no order. Known are: {known}.")
                problems.append(problem.format(value=shown(value), known=", ".join(ORDERS)))
        elif name not in known:
            problem = _("There is no filter “{name}”; it was left out.")
            problems.append(problem.format(name=shown(name)))
        elif problem := _problem(known[name], value):
            problems.append(" ".join((problem, _("This filter was left out."))))
        else:
            values[name] = known[name].written(value)
    ordered = {one.name: values[one.name] for one in FILTERS if one.name in values}
    return Choice(ordered, tuple(problems), order or usual_order(values.get("q", "")))


def usual_order(searched: str) -> str:
    """The order that an address need not name."""
    return BEST if searched else NEWEST


def _problem(one: Filter, value: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Cf") for letter in value):
        return _("{filter} holds characters that cannot be read.").format(filter=_(one.label))
    if len(value) > LONGEST_SEARCH:
        problem = _("{filter} is longer than {most} characters.")
        return problem.format(filter=_(one.label), most=LONGEST_SEARCH)
    return one.problem(value)
