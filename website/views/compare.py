"""Up to five companies side by side: the same questions put to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from moratoriums.models import Exemption, Pledge
from moratoriums.queries import exempt_on
from website.company_file import contacts_of
from website.comparing import column_of
from website.days import Asked
from website.list_sentences import compare_sentence
from website.matrix import by_use, coverage_rows
from website.page import dated, page
from website.rows import listed, rows_of

MOST = 5
RECORDS_READ = 500
CHOICES_SHOWN = 400


@dataclass(frozen=True)
class Chosen:
    """The companies asked for, in the order of the address, and what could not be used."""

    companies: Sequence[Company]
    problems: Sequence[str]


@dated
def compare(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Set companies side by side; without any, offer the choice."""
    chosen = _read(request)
    records = _records(chosen.companies, asked.day)
    contacts = contacts_of([one.pk for one in chosen.companies], asked.day)
    columns = [
        column_of(
            one,
            rows_of(records[one.pk], asked.day),
            [contact for contact in contacts if contact.pledge.company_id == one.pk],
        )
        for one in chosen.companies
    ]
    choices = _choices()
    context = {
        "columns": columns,
        "coverage": by_use(coverage_rows(chosen.companies, asked.day)),
        "problems": chosen.problems,
        "sentence": compare_sentence(
            [(one.company.name, one.total, one.in_force) for one in columns],
            MOST,
        ),
        "boxes": _boxes(chosen.companies),
        "choices": choices if len(choices) <= CHOICES_SHOWN else [],
        "cut": sum(map(len, records.values())) >= RECORDS_READ,
        "records_read": RECORDS_READ,
        "most": MOST,
        "canonical_path": _canonical(chosen.companies),
    }
    return page(request, asked, "compare.html", context)


def _read(request: HttpRequest) -> Chosen:
    given = [slug.strip() for slug in request.GET.getlist("company") if slug.strip()]
    wanted = list(dict.fromkeys(given))
    problems = []
    if len(wanted) > MOST:
        most = _("At most {most} companies stand side by side; the others were left out.")
        problems.append(most.format(most=MOST))
    wanted = [slug for slug in wanted[:MOST] if _readable(slug)]
    known = {one.slug: one for one in Company.objects.current().filter(slug__in=wanted)}
    unknown = len(set(given[:MOST])) - len(known)
    if unknown > 0:
        told = ngettext(
            "{number} name in the address is no company on record and was left out.",
            "{number} names in the address are no companies on record and were left out.",
            unknown,
        )
        problems.append(told.format(number=unknown))
    return Chosen([known[slug] for slug in wanted if slug in known], problems)


def _readable(slug: str) -> bool:
    return slug.isprintable() and len(slug) <= 80  # the longest short name


def _records(companies: Sequence[Company], day: date) -> dict[int, list[Pledge]]:
    """The companies' records on the day, with what a column tells of them."""
    held = Exemption.objects.filter(exempt_on(day)).select_related("beneficiary")
    found = (
        listed(day)
        .filter(company__in=[one.pk for one in companies])
        .prefetch_related("jurisdictions", Prefetch("exemptions", queryset=held))
        .order_by("-announced_earliest", "slug")
    )
    records: dict[int, list[Pledge]] = defaultdict(list)
    for one in found[:RECORDS_READ]:
        records[one.company_id].append(one)
    return records


def _canonical(companies: Sequence[Company]) -> str:
    asked = urlencode([("company", one.slug) for one in companies])
    return f"{reverse('compare')}?{asked}" if asked else reverse("compare")


def _choices() -> list[tuple[str, str]]:
    with_record = Company.objects.current().filter(
        pk__in=Pledge.objects.published().order_by().values("company")
    )
    return list(with_record.order_by("name").values_list("slug", "name")[: CHOICES_SHOWN + 1])


def _boxes(companies: Sequence[Company]) -> list[tuple[int, str]]:
    """One box for each company chosen, and empty ones up to MOST."""
    slugs = [one.slug for one in companies]
    return list(enumerate([*slugs, *[""] * (MOST - len(slugs))], 1))
