"""One source: what it is, whether it can still be read, and everything it supports."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from moratoriums.models import Citation, Pledge, Source
from website.days import Asked
from website.page import dated, page
from website.sources import ReadSource

CITATIONS_SHOWN = 500


@dated
def source(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Show a source that somebody has seen and that a public record cites."""
    found = get_object_or_404(Source, slug=slug, seen_on__isnull=False)
    citations = found.citations.select_related(*_TARGETS)
    cited = [_cited(one) for one in citations[:CITATIONS_SHOWN]]
    said = found.statements.filter(pledge__in=Pledge.objects.published())
    statements = list(said.select_related("pledge")[:CITATIONS_SHOWN])
    context = {
        "source": found,
        "known": ReadSource(found),
        "quoted": any(one["quote"] for one in cited if one) or bool(statements),
        "more": citations.count() - CITATIONS_SHOWN,
        "cited": [one for one in cited if one],
        "statements": statements,
        "refusals": found.refusals.all(),
    }
    if not (context["cited"] or context["statements"] or context["refusals"]):
        raise Http404("No public record cites this source.")
    return page(request, asked, "source.html", context)


_TARGETS = (
    "pledge",
    "event__pledge",
    "exemption__pledge",
    "exemption__beneficiary",
)


def _cited(citation: Citation) -> dict[str, object] | None:
    """What a citation supports, if readers may see it."""
    event, exemption = citation.event, citation.exemption
    pledge = citation.pledge or (event.pledge if event else exemption.pledge if exemption else None)
    if pledge is None or pledge.published_at is None or pledge.merged_into_id:
        return None
    if event and event.confirmed_at is None:
        return None
    if event:
        what, address = event.get_kind_display(), event.get_absolute_url()
    elif exemption:
        what = f"Exemption of {exemption.beneficiary.name}"
        address = exemption.get_absolute_url()
    else:
        what, address = "The record as a whole", pledge.get_absolute_url()
    return {"what": what, "address": address, "pledge": pledge, "quote": citation.quote}
