"""What this site is, who answers for it, and how to answer it."""

from __future__ import annotations

from email.utils import parseaddr
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
        "contact": _mail_link(settings.DEFAULT_FROM_EMAIL),
        "address": settings.SITE_URL,
    }
    return page(request, asked, "about.html", context)


def _mail_link(sender: str) -> SafeString:
    """An address to write to, as a link; the name before it is left out."""
    address = parseaddr(sender)[1] or sender
    return format_html('<a href="mailto:{}">{}</a>', quote(address, safe="@"), address)
