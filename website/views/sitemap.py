"""The site map for search engines, in parts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from website.taking.sitemap import SECTIONS, index, part, parts_of

_XML = "application/xml; charset=utf-8"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts."""
    return HttpResponse(index(), content_type=_XML)


@require_safe
def sitemap_part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """List the addresses of one part."""
    if section not in SECTIONS or not 1 <= number <= parts_of(section):
        raise Http404("The site map has no such part.")
    return HttpResponse(part(section, number), content_type=_XML)
