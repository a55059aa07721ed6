"""Who stays allowed: the list of exempt parties, and each with everybody who exempts it."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404

from moratoriums.models import Beneficiary, Exemption, Pledge
from moratoriums.vocabulary import BeneficiaryKind, ExemptionOrigin, ExemptionState
from website.days import Asked
from website.happenings import seen_citations
from website.page import dated, page
from website.phrases import counted
from website.rows import listed, read_date, row_of


def _since(asked: Asked, prefix: str = "") -> Q:
    """Exemptions on record by the day; one without a day counts from its pledge's start."""
    return Q(**{f"{prefix}since_earliest": None}) | Q(**{f"{prefix}since_earliest__lte": asked.day})


@dated
def beneficiaries(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List every exempt party by its sort, with the number of records that exempt it."""
    shown = Pledge.objects.published().as_of(asked.day).values("pk")
    counted_records = Count(
        "exemptions", filter=Q(exemptions__pledge__in=shown) & _since(asked, "exemptions__")
    )
    found = (
        Beneficiary.objects.filter(merged_into=None)
        .annotate(records=counted_records)
        .filter(records__gt=0)
    )
    sorts = [
        (kind.label, [one for one in found if one.kind == kind.value]) for kind in BeneficiaryKind
    ]
    context = {"sorts": [(label, members) for label, members in sorts if members]}
    return page(request, asked, "beneficiaries.html", context)


@dated
def beneficiary(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Answer who exempts somebody, since when and in which words."""
    found = get_object_or_404(Beneficiary.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(asked.link(found.merged_into.get_absolute_url()))
    theirs = (
        Exemption.objects.filter(_since(asked), beneficiary=found)
        .select_related("beneficiary")
        .prefetch_related(seen_citations())
    )
    pledges = (
        listed(asked.day)
        .filter(pk__in=theirs.values("pledge"))
        .prefetch_related(Prefetch("exemptions", queryset=theirs, to_attr="exempting"))
    )
    entries = [_entry(one, asked) for one in pledges]
    context = {
        "beneficiary": found,
        "kind": BeneficiaryKind(found.kind),
        "entries": entries,
        "records": counted(len(entries), "record exempts", "records exempt"),
    }
    return page(request, asked, "beneficiary.html", context)


def _entry(pledge: Pledge, asked: Asked) -> dict[str, object]:
    """One record that exempts, with the words and the sources that say so."""
    exemption: Exemption = pledge.exempting[0]  # type: ignore[attr-defined]
    citations = list(exemption.citations.all())
    until = read_date(exemption.until)
    ended = until is None or until.earliest <= asked.day
    return {
        "row": row_of(pledge, asked.day),
        "exemption": exemption,
        "since": read_date(exemption.since),
        "until": until if ended else None,
        "origin": ExemptionOrigin(exemption.origin),
        "state": ExemptionState(exemption.state),
        "changed": ended and exemption.state != ExemptionState.ACTIVE,
        "quotes": [citation.quote for citation in citations if citation.quote],
        "sources": [citation.source for citation in citations],
    }
