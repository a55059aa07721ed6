"""The whole register as a map: company by company, whose use is covered, exempt or left unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from companies.models import Company
from moratoriums.models import Jurisdiction, Pledge
from moratoriums.queries import PledgeQuerySet
from website.across.matrix import applies_in, counted, coverage_rows
from website.lists.paging import turn
from website.serving.days import Asked
from website.serving.page import dated, page
from website.wording.languages import word
from website.wording.list_sentences import coverage_sentence
from website.wording.places import is_place, place_name

T = TypeVar("T")
PER_PAGE = 50
CHOICES_SHOWN = 400
# Of more companies than this the uses are not counted: it would take seconds.
COUNTED_MOST = 1000


@dataclass(frozen=True)
class Narrowed:
    """What the map is narrowed to, and what of the address could not be used."""

    sector: str = ""
    place: str = ""
    problems: tuple[str, ...] = ()


@dated
def coverage(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show where the gaps are: each company with a record, and what its records say of each use."""
    narrowed = _read(request, asked)
    records = Pledge.objects.published().as_of(asked.day)
    if narrowed.place:
        records = records.filter(applies_in(narrowed.place)).distinct()
    companies = _companies(records, narrowed.sector)
    turned = turn(request, companies, PER_PAGE)
    total = turned.shown.paginator.count
    every = companies if total <= COUNTED_MOST else ()
    place = word(place_name(narrowed.place)) if narrowed.place else ""
    context = {
        "narrowed": narrowed,
        "sentence": coverage_sentence(total, narrowed.sector, place, asked.day),
        "rows": coverage_rows(turned.shown.object_list, asked.day, records),
        "companies": total,
        "sums": counted(coverage_rows(every, asked.day, records)),
        "turned": turned,
        "sectors": _with_chosen(_sectors(asked.day), narrowed.sector, 0),
        "places": _with_chosen(_places(asked.day), narrowed.place, place),
        "canonical_path": _canonical(narrowed),
    }
    return page(request, asked, "coverage.html", context)


def _read(request: HttpRequest, asked: Asked) -> Narrowed:
    """Read sector and place; what cannot be used is named, not dropped without a word."""
    sector = request.GET.get("sector", "").strip()
    place = request.GET.get("place", "").strip()
    problems = []
    if sector and sector not in dict(_sectors(max(asked.day, asked.today))):
        problems.append(_("No company with a record is in the sector asked for; it was left out."))
        sector = ""
    if place and not is_place(place):
        problems.append(_("The place asked for is no place code; write US, US-IL or worldwide."))
        place = ""
    return Narrowed(sector, place, tuple(problems))


def _canonical(narrowed: Narrowed) -> str:
    used = [("sector", narrowed.sector), ("place", narrowed.place)]
    asked = urlencode([(name, value) for name, value in used if value])
    return f"{reverse('coverage')}?{asked}" if asked else reverse("coverage")


def _companies(records: PledgeQuerySet, sector: str) -> Any:
    named = Exists(records.order_by().filter(company=OuterRef("pk")))
    found = Company.objects.current().filter(named).order_by("name")
    return found.filter(sector=sector) if sector else found


def _sectors(day: date) -> list[tuple[str, int]]:
    """The sectors of companies with a record by a day, with how many companies each has."""
    records = Pledge.objects.published().as_of(day).order_by()
    with_record = Exists(records.filter(company=OuterRef("pk")))
    found = (
        Company.objects.current()
        .filter(with_record)
        .exclude(sector="")
        .order_by("sector")
        .values_list("sector")
        .annotate(number=Count("pk"))
    )
    return [(sector, number) for sector, number in found[:CHOICES_SHOWN]]


def _with_chosen(offered: list[tuple[str, T]], chosen: str, beside: T) -> list[tuple[str, T]]:
    """What is offered, and what was chosen, though no record of the day has it."""
    if not chosen or chosen in dict(offered):
        return offered
    return [*offered, (chosen, beside)]


def _places(day: date) -> list[tuple[str, str]]:
    """The places that records name by a day, by name."""
    records = Pledge.objects.published().as_of(day).order_by().values("pk")
    codes = (
        Jurisdiction.objects.filter(pledge__in=records)
        .order_by("code")
        .values_list("code", flat=True)
        .distinct()
    )
    return sorted(((code, word(place_name(code))) for code in codes), key=lambda pair: pair[1])
