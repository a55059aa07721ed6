"""Who stays allowed: the list of exempt parties, and each with everybody who exempts it."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext

from moratoriums.models import Beneficiary, Exemption, Pledge
from moratoriums.queries import exempt_since
from moratoriums.vocabulary import BeneficiaryKind, ExemptionOrigin, ExemptionState
from website.lists.paging import turn
from website.lists.rows import listed, row_of
from website.records.happenings import seen_citations
from website.serving.days import Asked
from website.serving.page import dated, merged_notice, merged_to, page
from website.wording.facts import read_date
from website.wording.languages import figure, word

PER_PAGE = 50


@dated
def beneficiaries(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List every exempt party by its sort, with the number of records that exempt it."""
    shown = Pledge.objects.published().as_of(asked.day).values("pk")
    counted_records = Count(
        "exemptions",
        filter=Q(exemptions__pledge__in=shown) & exempt_since(asked.day, "exemptions__"),
    )
    found = (
        Beneficiary.objects.filter(merged_into=None)
        .annotate(records=counted_records)
        .filter(records__gt=0)
    )
    sorts = [
        (word(kind.label), [one for one in found if one.kind == kind.value])
        for kind in BeneficiaryKind
    ]
    context = {"sorts": [(label, members) for label, members in sorts if members]}
    return page(request, asked, "beneficiaries.html", context)


@dated
def beneficiary(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Answer who exempts somebody, since when and in which words."""
    found = get_object_or_404(Beneficiary.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(asked.link(merged_to(found.merged_into, slug)))
    theirs = (
        Exemption.objects.filter(exempt_since(asked.day), beneficiary=found)
        .select_related("beneficiary")
        .prefetch_related(seen_citations())
    )
    pledges = (
        listed(asked.day)
        .filter(pk__in=theirs.values("pledge"))
        .prefetch_related(Prefetch("exemptions", queryset=theirs, to_attr="exempting"))
    )
    turned = turn(request, pledges, PER_PAGE)
    context = {
        "beneficiary": found,
        "kind": BeneficiaryKind(found.kind),
        "entries": [_entry(one, asked) for one in turned.shown.object_list],
        "turned": turned,
        "merged": merged_notice(request, found.merged_from.all()),
        "records": _records(turned.shown.paginator.count, found),
    }
    return page(request, asked, "beneficiary.html", context)


def _records(number: int, found: Beneficiary) -> str:
    """How many records exempt somebody: "3 records exempt Thorn"."""
    told = ngettext("{number} record exempts {name}", "{number} records exempt {name}", number)
    return told.format(number=figure(number), name=found.name)


def _entry(pledge: Pledge, asked: Asked) -> dict[str, object]:
    """One record that exempts, with the words and the sources that say so."""
    exemption: Exemption = pledge.exempting[0]  # type: ignore[attr-defined]
    citations = list(exemption.citations.all())
    until = read_date(exemption.until)
    ended = until is None or until.earliest <= asked.day
    return {
        "row": row_of(pledge, asked.day),
        "address": f"{pledge.get_absolute_url()}#{exemption.anchor}",
        "exemption": exemption,
        "since": read_date(exemption.since),
        "until": until if ended else None,
        "origin": ExemptionOrigin(exemption.origin),
        "state": ExemptionState(exemption.state),
        "changed": ended and exemption.state != ExemptionState.ACTIVE,
        "quotes": [citation for citation in citations if citation.quote],
        "sources": [citation.source for citation in citations],
    }
