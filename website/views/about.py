"""What this site is, who answers for it, and how to answer it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from moratoriums.models import Pledge, Source
from website.serving.days import Asked
from website.serving.page import dated, page


@dated
def about(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Say what the record is for, how to reply to it, its licence, and what it keeps of readers."""
    records = Pledge.objects.published().as_of(asked.day).order_by()
    context = {
        "records": records.count(),
        "companies": records.values("company").distinct().count(),
        "sources": Source.objects.filter(seen_on__isnull=False).count(),
        "contact": settings.DEFAULT_FROM_EMAIL,
        "address": settings.SITE_URL,
    }
    return page(request, asked, "about.html", context)
