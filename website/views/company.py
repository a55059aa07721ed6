"""Companies: the list of them, and each with its pledges, its family and its groups."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404

from companies.models import Company
from companies.vocabulary import NameKind
from moratoriums.models import Pledge, Refusal
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import Force
from website.across.company_file import (
    SHOWN,
    contacts_of,
    exemptions_of,
    rulings_of,
    statements_of,
    watched_pages,
)
from website.across.family import below
from website.across.matrix import by_use, coverage_rows
from website.lists.counts import tally
from website.lists.paging import turn
from website.lists.rows import figure_of, listed, rows_of
from website.serving.days import Asked
from website.serving.page import dated, merged_notice, merged_to, page
from website.wording.languages import word
from website.wording.places import place_name

PER_PAGE = 500
RECORDS_SHOWN = 200
_BINDING = [Force.SETTLEMENT.value, Force.LAW.value]


@dated
def companies(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List every company with a published record, letter by letter."""
    shown = Pledge.objects.published().as_of(asked.day).order_by()
    with_record = Exists(shown.filter(company=OuterRef("pk")))
    turned = turn(request, Company.objects.current().filter(with_record).order_by("name"), PER_PAGE)
    members = list(turned.shown.object_list)
    numbers = dict(
        shown.filter(company__in=members).values_list("company").annotate(records=Count("pk"))
    )
    letters: dict[str, list[tuple[Company, int]]] = {}
    for one in members:
        letters.setdefault(_letter(one.name), []).append((one, numbers[one.pk]))
    context = {"letters": letters, "total": turned.shown.paginator.count, "turned": turned}
    return page(request, asked, "companies.html", context)


@dated
def company(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Show one company; a record merged into another leads there for good."""
    found = get_object_or_404(Company.objects.select_related("merged_into", "parent"), slug=slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(asked.link(merged_to(found.merged_into, slug)))
    family = request.GET.get("family") == "1"
    relatives = below(found)
    members = [found, *(relatives if family else [])]
    ids = [one.pk for one in members]
    records = listed(asked.day).filter(company__in=ids)
    context = {
        "company": found,
        "family": family,
        "family_address": f"{found.get_absolute_url()}?family=1",
        "relatives": relatives,
        "members_shown": members,
        "coverage": by_use(coverage_rows(members, asked.day)),
        "in_groups": rows_of(_in_groups(found, asked), asked.day),
        **_records(records, ids, asked),
        **_file(ids, asked),
        **_about(request, found, asked),
    }
    return page(request, asked, "company.html", context)


def _records(records: PledgeQuerySet, ids: list[int], asked: Asked) -> dict[str, Any]:
    """The records with their counts, those that bind by law or settlement apart."""
    drawn = list(records.prefetch_related("exemptions")[:RECORDS_SHOWN])
    counts = tally(records)
    rows = rows_of(drawn, asked.day)
    return {
        "counts": counts,
        "sentence": counts.sentence(asked.day),
        "exemptions": exemptions_of(ids, asked.day),
        "checked_last": records.aggregate(last=Max("checked_on"))["last"],
        "figure": figure_of(drawn, asked.day),
        "rows": rows,
        "left_out": counts.total - len(rows),
        "binding": [row for row in rows if row.pledge.force in _BINDING],
    }


def _file(ids: list[int], asked: Asked) -> dict[str, Any]:
    """What was said, asked, ruled and watched."""
    statements, pages = statements_of(ids, asked.day), watched_pages(ids)
    return {
        "statements": statements[:SHOWN],
        "more_statements": len(statements) > SHOWN,
        "contacts": contacts_of(ids, asked.day),
        "rulings": rulings_of(ids, asked.day),
        "watched": [] if asked.is_past else pages[:SHOWN],
        "more_pages": len(pages) > SHOWN,
    }


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first.isalpha() else "0–9"


def _in_groups(found: Company, asked: Asked) -> list[Pledge]:
    """The records of groups in which the company is a named member."""
    groups = found.member_of.values("group")
    return list(listed(asked.day).filter(company__in=groups)[:RECORDS_SHOWN])


def _about(request: HttpRequest, found: Company, asked: Asked) -> dict[str, Any]:
    """What stands beside the records: names, members, and, of today only, notes of no promise."""
    refusals = Refusal.objects.filter(who__icontains=found.name)
    return {
        "merged": merged_notice(request, found.merged_from.all()),
        "place": word(place_name(found.country)) if found.country else "",
        "names": [(word(NameKind(one.kind).label), one) for one in found.names.all()],
        "members": [one.member for one in found.memberships.select_related("member")],
        "refusals": refusals.none() if asked.is_past else refusals,
    }
