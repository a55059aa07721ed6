"""Counter-cases: companies that were asked, or reported, and gave no promise."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse

from moratoriums.models import Refusal, Source
from website.serving.days import Asked
from website.serving.page import dated, page


@dated
def refusals(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the notes with the sources that somebody has seen."""
    seen = Prefetch("sources", queryset=Source.objects.filter(seen_on__isnull=False))
    found = Refusal.objects.prefetch_related(seen).order_by("who")
    return page(request, asked, "refusals.html", {"refusals": found})
