"""oEmbed 1.0: from the address of a page to the snippet that shows its card elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import override

from companies.models import Company
from moratoriums.models import Pledge
from website.embeds.frames import Frame, company_frame, pledge_frame
from website.lists.rows import listed
from website.serving.days import Asked, BadDay, read_day
from website.wording.languages import language_of

CACHE_SECONDS = 3600
_PAGES = {"pledge": "pledge", "pledge_card": "pledge", "company": "company",
          "company_card": "company"}  # fmt: skip


class NoEmbed(Exception):
    """The address has no card; the message says which addresses have."""


@dataclass(frozen=True)
class Wanted:
    """What a consumer asks for."""

    url: str
    max_width: int | None = None
    max_height: int | None = None


def answer(wanted: Wanted) -> dict[str, Any]:
    """Return the oEmbed response of type "rich" for the address of a record or organisation.

    Raises:
        NoEmbed: the address is none of ours, or shows nothing that has a card.
    """
    frame = _frame(wanted.url).fitted(wanted.max_width, wanted.max_height)
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Moratorium Watch",
        "provider_url": settings.SITE_URL,
        "title": frame.title,
        "html": frame.html(),
        "width": frame.width,
        "height": frame.height,
        "cache_age": CACHE_SECONDS,
    }


def as_xml(response: dict[str, Any]) -> str:
    """Return the response in oEmbed's XML form."""
    parts = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in response.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{parts}</oembed>\n'


def _frame(url: str) -> Frame:
    refused = NoEmbed(
        f"No card for this address. Records ({settings.SITE_URL}/p/...) and organisations "
        f"({settings.SITE_URL}/c/...) have one."
    )
    ours = urlsplit(settings.SITE_URL)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise refused from None
    if parts.netloc.lower() != ours.netloc.lower() or parts.scheme not in ("http", "https"):
        raise refused
    with override(language_of(parts.path)):  # the card of a Spanish page is Spanish
        found = _card(parts)
    if found is None:
        raise refused
    return found


def _card(parts: SplitResult) -> Frame | None:
    """The card of the page at an address of this site, if there is one."""
    try:
        match = resolve(parts.path)
        asked = read_day(parse_qs(parts.query).get("as_of", [""])[0], timezone.localdate())
    except (Resolver404, BadDay):
        return None
    what = _PAGES.get(match.url_name or "")
    return _found(what, match.kwargs.get("slug", ""), asked) if what else None


def _found(what: str, slug: str, asked: Asked) -> Frame | None:
    """The card of what the address names; for a merged record, that of its successor."""
    if what == "pledge":
        public = Pledge.objects.filter(published_at__isnull=False).select_related("merged_into")
        pledge = public.filter(slug=slug).first()
        return pledge_frame(pledge.merged_into or pledge, asked) if pledge else None
    company = Company.objects.select_related("merged_into").filter(slug=slug).first()
    if company is None:
        return None
    company = company.merged_into or company
    return company_frame(company, asked, listed(asked.day).filter(company=company).count())
