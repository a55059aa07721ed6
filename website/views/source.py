"""One source: what it is, whether it can still be read, and everything it supports."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from moratoriums.models import Citation, Pledge, Source, Statement
from moratoriums.vocabulary import SourceHealth
from news.models import SourceCheck
from website.exports.asof import citations_of, statements_of
from website.records.sources import ReadSource, localdate
from website.serving.days import Asked
from website.serving.page import dated, page

CITATIONS_SHOWN = 500
CHECKS_SHOWN = 24


@dated
def source(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Show a source that somebody has seen and that a public record cites."""
    found = get_object_or_404(Source, slug=slug, seen_on__isnull=False)
    refusals = list(found.refusals.all())
    now = Asked(asked.today, asked.today)
    if not (refusals or any(rows.exists() for rows in _standing_on(found, now))):
        raise Http404("No public record cites this source.")
    citations, said = _standing_on(found, asked)
    cited = [_cited(one) for one in citations.select_related(*_TARGETS)[:CITATIONS_SHOWN]]
    statements = list(said.select_related("pledge")[:CITATIONS_SHOWN])
    context = {
        "source": found,
        "known": ReadSource(found),
        "quoted": any(one["quote"] for one in cited) or bool(statements),
        "more": citations.count() - CITATIONS_SHOWN,
        "cited": cited,
        "statements": statements,
        "refusals": refusals,
        "checks": [_looked(one) for one in _checks(found, asked)],
    }
    return page(request, asked, "source.html", context)


def _standing_on(found: Source, asked: Asked) -> tuple[QuerySet[Citation], QuerySet[Statement]]:
    """What stood on a source by a day: the citations of public records, and words taken from it."""
    by_then = Pledge.objects.published().as_of(asked.day)
    return (
        citations_of(by_then, asked).filter(source=found),
        statements_of(by_then, asked).filter(source=found),
    )


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


def _cited(citation: Citation) -> dict[str, object]:
    """What a citation supports, and where that stands."""
    event, exemption, pledge = citation.event, citation.exemption, citation.pledge
    if event:
        pledge = event.pledge
        what, address = _(str(event.get_kind_display())), event.get_absolute_url()
    elif exemption:
        pledge = exemption.pledge
        what = _("Exemption of {name}").format(name=exemption.beneficiary.name)
        address = exemption.get_absolute_url()
    else:
        what, address = _("The record as a whole"), pledge.get_absolute_url() if pledge else ""
    return {"what": what, "address": address, "pledge": pledge, "quote": citation.quote}
