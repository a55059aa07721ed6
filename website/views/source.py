"""One source: what it is, whether it can still be read, and everything it supports."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from moratoriums.models import Citation, Pledge, Source
from moratoriums.vocabulary import SourceHealth
from news.models import SourceCheck
from website.records.sources import ReadSource, localdate
from website.serving.days import Asked
from website.serving.page import dated, page

CITATIONS_SHOWN = 500
CHECKS_SHOWN = 24


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
        "checks": [_looked(one) for one in _checks(found, asked)],
    }
    if not (context["cited"] or context["statements"] or context["refusals"]):
        raise Http404("No public record cites this source.")
    return page(request, asked, "source.html", context)


def _checks(found: Source, asked: Asked) -> list[SourceCheck]:
    """The latest looks at a source by a day, the newest first."""
    looks = found.checks.filter(checked_at__date__lte=asked.day)
    return list(looks.select_related("capture").defer("capture__text")[:CHECKS_SHOWN])


def _looked(check: SourceCheck) -> dict[str, object]:
    """One look: the day, what was found, and the hash of the wording that was there."""
    return {
        "on": localdate(check.checked_at),
        "health": SourceHealth(check.health) if check.health else None,
        "note": check.note,
        "sha256": check.capture.sha256 if check.capture else "",
    }


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
        what, address = _(str(event.get_kind_display())), event.get_absolute_url()
    elif exemption:
        what = _("Exemption of {name}").format(name=exemption.beneficiary.name)
        address = exemption.get_absolute_url()
    else:
        what, address = _("The record as a whole"), pledge.get_absolute_url()
    return {"what": what, "address": address, "pledge": pledge, "quote": citation.quote}
