"""The one definition of the filters on records: what each reads, allows, and asks the database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict

from companies.models import Company, CompanyName
from companies.vocabulary import Word
from moratoriums.models import BarredUse, Beneficiary, Exemption, Jurisdiction
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import (
    Conduct,
    Force,
    Kind,
    Lifecycle,
    Technology,
    TermKind,
    WhoseUse,
)

LONGEST_SEARCH = 200
ANY, NONE = "any", "none"
ORDERS = {
    "newest": "Newest announcement first",
    "oldest": "Oldest announcement first",
    "company": "Company, A to Z",
    "end": "Earliest end first",
}
_ORDER_FIELDS = {
    "newest": ("-announced_earliest", "slug"),
    "oldest": ("announced_earliest", "slug"),
    "company": ("company__name", "announced_earliest", "slug"),
}
_PLACE = re.compile(r"worldwide|[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_ELSEWHERE = frozenset({"as_of", "page"})


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, the values it knows, and its question."""

    name: str
    label: str
    ask: Callable[[str], Q]
    words: type[Word] | None = None
    check: Callable[[str], str] | None = None

    def problem(self, value: str) -> str:
        """Return why a value cannot be used, or nothing."""
        if self.words is not None:
            if value in self.words.values():
                return ""
            known = ", ".join(self.words.values())
            return f"“{_shown(value)}” is no value of {self.label.lower()}. Known are: {known}."
        return self.check(value) if self.check else ""


@dataclass(frozen=True)
class Choice:
    """What a reader asked for: the values that can be used, and what is wrong with the others."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    order: str = "newest"

    def query(self, **changes: str) -> str:
        """Return the filters as an address has them, in stable order; an empty value drops one."""
        wanted = {**self.values, **({"order": self.order} if self.order != "newest" else {})}
        wanted.update(changes)
        names = [one.name for one in FILTERS] + ["order", "page"]
        return urlencode([(name, wanted[name]) for name in names if wanted.get(name)])

    def condition(self) -> Q:
        """All filters as one condition on records that carry their state and conduct."""
        asked = Q()
        for one in FILTERS:
            if value := self.values.get(one.name):
                asked &= one.ask(value)
        return asked

    def apply(self, records: PledgeQuerySet) -> PledgeQuerySet:
        """Keep the records that pass every filter, in the order asked for."""
        records = records.filter(self.condition())
        if self.order == "end":
            return records.order_by(F("state_end_earliest").asc(nulls_last=True), "slug")
        return records.order_by(*_ORDER_FIELDS[self.order])


def read_choice(asked: QueryDict) -> Choice:
    """Read the filters of an address; nothing that is wrong is dropped without a word."""
    values: dict[str, str] = {}
    problems: list[str] = []
    known = {one.name: one for one in FILTERS}
    order = "newest"
    for name, given in asked.lists():
        value = given[-1].strip()
        if name in _ELSEWHERE or not value:
            continue
        if len(given) > 1:
            problems.append(f"“{_shown(name)}” is given {len(given)} times; the last one is used.")
        if name == "order":
            if value in ORDERS:
                order = value
            else:
                problems.append(f"“{_shown(value)}” is no order. Known are: {', '.join(ORDERS)}.")
        elif name not in known:
            problems.append(f"There is no filter “{_shown(name)}”; it was left out.")
        elif problem := _problem(known[name], value):
            problems.append(f"{problem} This filter was left out.")
        else:
            values[name] = value
    return Choice(values, tuple(problems), order)


def _problem(one: Filter, value: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Cf") for letter in value):
        return f"{one.label} holds characters that cannot be read."
    if len(value) > LONGEST_SEARCH:
        return f"{one.label} is longer than {LONGEST_SEARCH} characters."
    return one.problem(value)


def _shown(text: str) -> str:
    """A reader's own text, cut so that it cannot fill the page."""
    return "".join(letter for letter in text if letter.isprintable())[:60]


def _search(value: str) -> Q:
    named = CompanyName.objects.filter(company=OuterRef("company"), name__icontains=value)
    return (
        Q(title__icontains=value)
        | Q(summary__icontains=value)
        | Q(company__name__icontains=value)
        | Q(Exists(named))
    )


def _place(value: str) -> Q:
    within = Q(code=value) | Q(code__startswith=f"{value}-")
    return Q(Exists(Jurisdiction.objects.filter(within, pledge=OuterRef("pk"))))


def _exempts(value: str) -> Q:
    rows = Exemption.objects.filter(pledge=OuterRef("pk"))
    if value == NONE:
        return ~Q(Exists(rows))
    return Q(Exists(rows if value == ANY else rows.filter(beneficiary__slug=value)))


def _whose_use(value: str) -> Q:
    return Q(Exists(BarredUse.objects.filter(pledge=OuterRef("pk"), whose_use=value)))


def _check_company(value: str) -> str:
    if _SLUG.fullmatch(value) and Company.objects.filter(slug=value).exists():
        return ""
    return f"No company in the register has the short name “{_shown(value)}”."


def _check_exempt(value: str) -> str:
    if value in (ANY, NONE):
        return ""
    if _SLUG.fullmatch(value) and Beneficiary.objects.filter(slug=value).exists():
        return ""
    return f"Nobody in the register is exempt under the short name “{_shown(value)}”."


def _check_place(value: str) -> str:
    if _PLACE.fullmatch(value):
        return ""
    return f"“{_shown(value)}” is no place code. Write US, US-IL or worldwide."


def _check_day(value: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and date.fromisoformat(value):
            return ""
    except ValueError:
        pass
    return f"“{_shown(value)}” is no day. Write it as 2020-06-10."


def _equal(column: str) -> Callable[[str], Q]:
    return lambda value: Q(**{column: value})


def _from_day(value: str) -> Q:
    return Q(announced_latest__gte=value) | Q(announced_on="", first_seen_on__gte=value)


def _to_day(value: str) -> Q:
    return Q(announced_earliest__lte=value) | Q(announced_on="", first_seen_on__lte=value)


FILTERS: tuple[Filter, ...] = (
    Filter("q", "Search", _search),
    Filter("company", "Company", _equal("company__slug"), check=_check_company),
    Filter("status", "Status", _equal("lifecycle"), Lifecycle),
    Filter("use", "Whose use", _whose_use, WhoseUse),
    Filter("kind", "Kind", _equal("kind"), Kind),
    Filter("term", "Term", _equal("state_term"), TermKind),
    Filter("force", "How it binds", _equal("force"), Force),
    Filter("conduct", "Conduct", _equal("conduct"), Conduct),
    Filter("exempt", "Who is exempt", _exempts, check=_check_exempt),
    Filter("place", "Place", _place, check=_check_place),
    Filter("technology", "Technology", _equal("technology"), Technology),
    Filter("from", "Announced from", _from_day, check=_check_day),
    Filter("to", "Announced to", _to_day, check=_check_day),
)
