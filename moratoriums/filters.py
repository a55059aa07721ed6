"""The one definition of the filters on records: what each reads, allows, and asks the database."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from companies.models import Company
from companies.vocabulary import Word
from moratoriums import search, status
from moratoriums.models import (
    BarredUse,
    Beneficiary,
    Check,
    Exemption,
    Jurisdiction,
    PledgeEvent,
)
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import (
    CONDUCT_KINDS,
    Conduct,
    EventKind,
    Force,
    Kind,
    Lifecycle,
    Technology,
    TermKind,
    WhoseUse,
)

LONGEST_SEARCH = 200
ANY, NONE = "any", "none"
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
_PLACE = re.compile(r"worldwide|[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")

# Pairs of a record's key and one value it has.
Spread = Callable[[PledgeQuerySet], Iterator[tuple[int, str]]]


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, the values it knows, and its question.

    ``ask`` puts a value to the database, about the day of the records. ``column`` or ``spread``
    say it the other way round, which value each record has, so that records can be counted by
    value; with ``bound`` the column holds a day that must not lie before, or after, the value.
    """

    name: str
    label: str
    ask: Callable[[str, date | None], Q]
    words: type[Word] | None = None
    check: Callable[[str], str] | None = None
    column: str | Coalesce = ""
    spread: Spread | None = None
    bound: Literal["", "from", "to"] = ""

    def problem(self, value: str) -> str:
        """Return why a value cannot be used, or nothing."""
        if self.words is not None:
            if value in self.words.values():
                return ""
            known = ", ".join(self.words.values())
            problem = _("“{value}” is no value of {filter}. Known are: {known}.")
            label = _(self.label).lower()
            return problem.format(value=_shown(value), filter=label, known=known)
        return self.check(value) if self.check else ""


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
            problems.append(problem.format(name=_shown(name), times=len(given)))
        if name == "order":
            if value in ORDERS:
                order = value
            else:
                problem = _("“{value}” is no order. Known are: {known}.")
                problems.append(problem.format(value=_shown(value), known=", ".join(ORDERS)))
        elif name not in known:
            problem = _("There is no filter “{name}”; it was left out.")
            problems.append(problem.format(name=_shown(name)))
        elif problem := _problem(known[name], value):
            problems.append(" ".join((problem, _("This filter was left out."))))
        else:
            values[name] = value
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


def _shown(text: str) -> str:
    """A reader's own text, cut so that it cannot fill the page."""
    return "".join(letter for letter in text if letter.isprintable())[:60]


def known_by(day: date | None) -> date | None:
    """Return the day by which a text must have been known to count; None for today and later."""
    return day if day and day < timezone.localdate() else None


def _search(value: str, day: date | None) -> Q:
    return Q(pk__in=search.keys_found(value, known_by=known_by(day)))


def _place(value: str, day: date | None) -> Q:
    within = Q(code=value) | Q(code__startswith=f"{value}-")
    return Q(Exists(Jurisdiction.objects.filter(within, pledge=OuterRef("pk"))))


def _places(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """Each place of each record, and the country it lies in."""
    for key, code in Jurisdiction.objects.values_list("pledge", "code").iterator():
        yield key, code
        if "-" in code:
            yield key, code.partition("-")[0]


def _exempts(value: str, day: date | None) -> Q:
    rows = Exemption.objects.filter(_exempt_on(day), pledge=OuterRef("pk"))
    if value == NONE:
        return ~Q(Exists(rows))
    return Q(Exists(rows if value == ANY else rows.filter(beneficiary__slug=value)))


def _exempt_parties(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """Each exempt party of each record, and whether there is any."""
    rows = Exemption.objects.filter(_exempt_on(records.day))
    some = set()
    for key, slug in rows.values_list("pledge", "beneficiary__slug").iterator():
        some.add(key)
        yield key, slug
        yield key, ANY
    for key in records.order_by().values_list("pk", flat=True).iterator():
        if key not in some:
            yield key, NONE


def _exempt_on(day: date | None) -> Q:
    """Exemptions that counted on a day: begun, as far as is known, and not over."""
    if day is None:
        return Q()
    begun = Q(since_earliest=None) | Q(since_earliest__lte=day)
    return begun & (Q(until_earliest=None) | Q(until_earliest__gt=day))


def _whose_use(value: str, day: date | None) -> Q:
    return Q(Exists(BarredUse.objects.filter(pledge=OuterRef("pk"), whose_use=value)))


def _whose_uses(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    yield from BarredUse.objects.values_list("pledge", "whose_use").iterator()


def _family(value: str, day: date | None) -> Q:
    return Q(company__in=Company.objects.all().family(value).values("pk"))


def _families(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """The company of each record, and every company above it."""
    above = {
        key: (slug, parent)
        for key, slug, parent in Company.objects.values_list("pk", "slug", "parent")
    }
    for key, company in records.order_by().values_list("pk", "company").iterator():
        seen: set[int] = set()
        at: int | None = company
        while at is not None and at not in seen:
            seen.add(at)
            slug, at = above[at]
            yield key, slug


def _conducts(records: PledgeQuerySet) -> Iterator[tuple[int, str]]:
    """What is on record about each record's conduct: few have anything, so they are looked up."""
    events = PledgeEvent.objects.filter(
        kind__in=[kind.value for kind in CONDUCT_KINDS],
        confirmed_at__isnull=False,
        happened_earliest__lte=records.day,
    )
    looks = Check.objects.filter(looked_on__lte=records.day)
    kinds: dict[int, list[EventKind]] = defaultdict(list)
    for key, kind in events.values_list("pledge", "kind"):
        kinds[key].append(EventKind(kind))
    looked = set(looks.values_list("pledge", flat=True))
    contrary = set(looks.filter(contrary_found=True).values_list("pledge", flat=True))
    for key in records.order_by().values_list("pk", flat=True).iterator():
        told = status.conduct(
            kinds.get(key, ()), looked=key in looked, contrary_found=key in contrary
        )
        yield key, told.value


def _check_company(value: str) -> str:
    if _SLUG.fullmatch(value) and Company.objects.filter(slug=value).exists():
        return ""
    problem = _("No company in the register has the short name “{value}”.")
    return problem.format(value=_shown(value))


def _check_sector(value: str) -> str:
    if Company.objects.filter(sector=value).exists():
        return ""
    problem = _("No company in the register is of the sector “{value}”.")
    return problem.format(value=_shown(value))


def _check_exempt(value: str) -> str:
    if value in (ANY, NONE):
        return ""
    if _SLUG.fullmatch(value) and Beneficiary.objects.filter(slug=value).exists():
        return ""
    problem = _("Nobody in the register is exempt under the short name “{value}”.")
    return problem.format(value=_shown(value))


def _check_place(value: str) -> str:
    if _PLACE.fullmatch(value):
        return ""
    problem = _("“{value}” is no place code. Write US, US-IL or worldwide.")
    return problem.format(value=_shown(value))


def _check_day(value: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and date.fromisoformat(value):
            return ""
    except ValueError:
        pass
    return _("“{value}” is no day. Write it as 2020-06-10.").format(value=_shown(value))


def _from_day(value: str, day: date | None) -> Q:
    return Q(announced_latest__gte=value) | Q(announced_on="", first_seen_on__gte=value)


def _to_day(value: str, day: date | None) -> Q:
    return Q(announced_earliest__lte=value) | Q(announced_on="", first_seen_on__lte=value)


def _of_column(
    name: str,
    label: str,
    column: str,
    words: type[Word] | None = None,
    check: Callable[[str], str] | None = None,
) -> Filter:
    """A filter whose value stands in one column of the records."""
    return Filter(name, label, lambda value, day: Q(**{column: value}), words, check, column)


FILTERS: tuple[Filter, ...] = (
    Filter("q", "Search", _search),
    _of_column("company", "Company", "company__slug", check=_check_company),
    Filter("family", "Company and its family", _family, check=_check_company, spread=_families),
    _of_column("status", "Status", "lifecycle", Lifecycle),
    Filter("use", "Whose use", _whose_use, WhoseUse, spread=_whose_uses),
    _of_column("kind", "Kind", "kind", Kind),
    _of_column("term", "Term", "state_term", TermKind),
    _of_column("force", "How it binds", "force", Force),
    replace(_of_column("conduct", "Conduct", "conduct", Conduct), column="", spread=_conducts),
    Filter("exempt", "Who is exempt", _exempts, check=_check_exempt, spread=_exempt_parties),
    Filter("place", "Place", _place, check=_check_place, spread=_places),
    _of_column("sector", "Sector", "company__sector", check=_check_sector),
    _of_column("technology", "Technology", "technology", Technology),
    Filter(
        "from",
        "Announced from",
        _from_day,
        check=_check_day,
        column=Coalesce("announced_latest", "first_seen_on"),
        bound="from",
    ),
    Filter(
        "to",
        "Announced to",
        _to_day,
        check=_check_day,
        column=Coalesce("announced_earliest", "first_seen_on"),
        bound="to",
    ),
)
