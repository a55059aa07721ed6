"""Up to five companies side by side: the same questions put to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from moratoriums.filters import Choice
from moratoriums.models import Exemption, Pledge
from moratoriums.queries import exempt_on
from website.across.company_file import contacts_of
from website.across.comparing import Column, column_of
from website.across.matrix import by_use, coverage_rows
from website.exports.comparison import COMPARISON, Compared
from website.exports.measure import in_measure
from website.exports.streams import FORMS
from website.lists.rows import listed, rows_of
from website.lists.selection import Selection
from website.serving.days import Asked
from website.serving.page import dated, page
from website.views.exports import as_file, head_of
from website.wording.list_sentences import compare_sentence

MOST = 5
RECORDS_READ = 500
CHOICES_SHOWN = 400
EXAMPLES = 3


@dataclass(frozen=True)
class Chosen:
    """The companies asked for, in the order of the address, and what could not be used."""

    companies: Sequence[Company]
    problems: Sequence[str]


@dated
def compare(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Set companies side by side; without any, offer the choice."""
    chosen = _read(request)
    records, cut = _records(chosen.companies, asked.day)
    columns = _columns(chosen.companies, records, asked.day)
    choices = _choices()
    examples = [] if columns else _examples(asked)
    context = {
        "columns": columns,
        "files": _files(chosen.companies, asked) if columns else [],
        "coverage": by_use(coverage_rows(chosen.companies, asked.day)),
        "problems": chosen.problems,
        "sentence": compare_sentence(
            [(one.company.name, one.total, one.in_force) for one in columns],
            MOST,
        ),
        "boxes": _boxes(chosen.companies),
        "examples": examples,
        "example": _canonical(examples),
        "choices": choices if len(choices) <= CHOICES_SHOWN else [],
        "cut": cut,
        "records_read": RECORDS_READ,
        "most": MOST,
        "canonical_path": _canonical(chosen.companies),
    }
    return page(request, asked, "compare.html", context)


@in_measure
@dated
def comparison(request: HttpRequest, asked: Asked, suffix: str) -> HttpResponseBase:
    """Send the same as a file, a row for each company; what the page would leave out is refused."""
    chosen = _read(request)
    records, cut = _records(chosen.companies, asked.day)
    if chosen.problems or not chosen.companies or cut:
        told = "\n".join(chosen.problems) or "Name companies: ?company=amazon&company=ibm"
        if cut:
            told = (
                f"These companies have more than {RECORDS_READ} records together. Ask for fewer "
                "companies, or take the table of pledges: /pledges.csv?company=amazon"
            )
        text = f"Nothing was exported.\n\n{told}\n"
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    found = chosen.companies
    columns = _columns(found, records, asked.day)
    lines = map(Compared, columns, coverage_rows(found, asked.day))
    head = head_of(COMPARISON, asked, {"companies": [one.slug for one in found]})
    return as_file(COMPARISON, lines, f"moratorium-watch-comparison-{asked.day}.{suffix}", head)


def _columns(
    companies: Sequence[Company], records: Mapping[int, list[Pledge]], day: date
) -> list[Column]:
    """What each company's records say, in the order asked for."""
    contacts = contacts_of([one.pk for one in companies], day)
    return [
        column_of(
            one,
            rows_of(records[one.pk], day),
            [contact for contact in contacts if contact.pledge.company_id == one.pk],
        )
        for one in companies
    ]


def _files(companies: Sequence[Company], asked: Asked) -> list[tuple[str, str]]:
    """The comparison's files by form."""
    query = urlencode([("company", one.slug) for one in companies])
    return [
        (form.upper(), asked.link(f"{reverse('comparison', args=[form])}?{query}"))
        for form in FORMS
    ]


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


def _records(companies: Sequence[Company], day: date) -> tuple[dict[int, list[Pledge]], bool]:
    """The companies' newest records on the day, with what a column tells of them; whether there
    are more.
    """
    held = Exemption.objects.filter(exempt_on(day)).select_related("beneficiary")
    found = (
        listed(day)
        .filter(company__in=[one.pk for one in companies])
        .prefetch_related("jurisdictions", Prefetch("exemptions", queryset=held))
        .order_by("-announced_earliest", "slug")
    )
    records: dict[int, list[Pledge]] = defaultdict(list)
    newest = list(found[: RECORDS_READ + 1])
    for one in newest[:RECORDS_READ]:
        records[one.company_id].append(one)
    return records, len(newest) > RECORDS_READ


def _canonical(companies: Sequence[Company]) -> str:
    asked = urlencode([("company", one.slug) for one in companies])
    return f"{reverse('compare')}?{asked}" if asked else reverse("compare")


def _choices() -> list[tuple[str, str]]:
    with_record = Company.objects.current().filter(
        pk__in=Pledge.objects.published().order_by().values("company")
    )
    return list(with_record.order_by("name").values_list("slug", "name")[: CHOICES_SHOWN + 1])


def _examples(asked: Asked) -> list[Company]:
    """The companies with the most records on the day, for readers who have chosen none."""
    counts = Selection(Choice(), asked).counts("company")
    most = sorted(counts, key=lambda slug: (-counts[slug], slug))[:EXAMPLES]
    return list(Company.objects.filter(slug__in=most).order_by("name"))


def _boxes(companies: Sequence[Company]) -> list[tuple[int, str]]:
    """One box for each company chosen, and empty ones up to MOST."""
    slugs = [one.slug for one in companies]
    return list(enumerate([*slugs, *[""] * (MOST - len(slugs))], 1))
