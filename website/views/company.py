"""Companies: the list of them, and each with its pledges, its family and its groups."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404

from companies.models import Company
from companies.vocabulary import NameKind
from moratoriums.models import Exemption, Pledge, Refusal
from website.counts import tally
from website.days import Asked
from website.page import dated, page
from website.places import place_name
from website.rows import figure_of, listed, rows_of


@dated
def companies(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List every company with a published record, letter by letter."""
    shown = Pledge.objects.published().as_of(asked.day)
    found = (
        Company.objects.current()
        .filter(pledges__in=shown.values("pk"))
        .annotate(records=Count("pledges", filter=Q(pledges__in=shown.values("pk")), distinct=True))
        .order_by("name")
    )
    letters: dict[str, list[Company]] = {}
    for one in found:
        letters.setdefault(_letter(one.name), []).append(one)
    context = {"letters": letters, "total": sum(len(names) for names in letters.values())}
    return page(request, asked, "companies.html", context)


@dated
def company(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Show one company; a record merged into another leads there for good."""
    found = get_object_or_404(Company.objects.select_related("merged_into", "parent"), slug=slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(asked.link(found.merged_into.get_absolute_url()))
    family = request.GET.get("family") == "1"
    subsidiaries = list(found.subsidiaries.filter(merged_into=None))
    members = [found, *(subsidiaries if family else [])]
    records = listed(asked.day).filter(company__in=members)
    drawn = list(records.prefetch_related("exemptions"))
    counts = tally(records)
    context = {
        "company": found,
        "counts": counts,
        "sentence": counts.sentence(asked.day),
        "exemptions": _exemptions(drawn, asked),
        "figure": figure_of(drawn, asked.day),
        "rows": rows_of(drawn, asked.day),
        "in_groups": rows_of(_in_groups(found, asked), asked.day),
        "family": family,
        "family_address": f"{found.get_absolute_url()}?family=1",
        "subsidiaries": subsidiaries,
        **_about(found, asked),
    }
    return page(request, asked, "company.html", context)


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first.isalpha() else "0–9"


def _exemptions(drawn: list[Pledge], asked: Asked) -> int:
    """How many exemptions the company's records name by the day."""
    since = Q(since_earliest=None) | Q(since_earliest__lte=asked.day)
    return Exemption.objects.filter(since, pledge__in=[one.pk for one in drawn]).count()


def _in_groups(found: Company, asked: Asked) -> list[Pledge]:
    """The records of groups in which the company is a named member."""
    groups = found.member_of.values("group")
    return list(listed(asked.day).filter(company__in=groups))


def _about(found: Company, asked: Asked) -> dict[str, Any]:
    """What stands beside the records: names, members, and, of today only, notes of no promise."""
    refusals = Refusal.objects.filter(who__icontains=found.name)
    return {
        "place": place_name(found.country) if found.country else "",
        "names": [(NameKind(one.kind).label, one) for one in found.names.all()],
        "members": [one.member for one in found.memberships.select_related("member")],
        "refusals": refusals.none() if asked.is_past else refusals,
    }
