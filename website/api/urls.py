"""Addresses of the API; what is at none of them gets a problem document as well."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from website.api.endpoints import api
from website.api.manners import well_mannered
from website.api.openapi import openapi
from website.api.problems import problem

app_name = "api"


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say that nothing is at an address."""
    return problem(request, 404, "Nothing is at this address. The API is described at /api/.")


def _polite(pattern: URLPattern) -> URLPattern:
    return URLPattern(
        pattern.pattern, well_mannered(pattern.callback), pattern.default_args, pattern.name
    )


urlpatterns = [
    *(
        _polite(pattern)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
    path("", well_mannered(nothing), name="api-root"),
    path("openapi.json", well_mannered(openapi), name="openapi"),
    path("<path:rest>", well_mannered(nothing), name="nothing"),
]
