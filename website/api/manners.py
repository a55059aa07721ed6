"""How the API behaves towards clients: limits, reading across origins, validators, errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from website.api.problems import CONTENT_TYPE, problem
from website.serving.limits import Allowance, take
from website.serving.middleware import mark_of

METHODS = "GET, HEAD, OPTIONS"
_EXPOSED = "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
_DAY_SECONDS = "86400"
# Whoever takes none of these is told so. A browser takes anything.
_SPOKEN = ("application/json", CONTENT_TYPE)
# Other words than those of a page: an answer carries what is left of one client's allowance, so
# that it must not be kept for others.
ASK_AGAIN = "private, no-cache"

View = Callable[..., HttpResponseBase]


def well_mannered(view: View) -> View:
    """Answer GET, HEAD and OPTIONS from anywhere, within a client's allowance, with an ETag."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _open(_preflight())
        if request.method not in ("GET", "HEAD"):
            refused = problem(request, 405, f"This is read-only. It takes {METHODS}.")
            refused["Allow"] = METHODS
            return _open(refused)
        allowance = take(request, "api", settings.API_REQUESTS_PER_MINUTE)
        if allowance.spent:
            response: HttpResponseBase = problem(
                request, 429, f"Slow down: try again in {allowance.reset} seconds."
            )
            response["Retry-After"] = str(allowance.reset)
        elif request.headers.get("Accept") and not any(map(request.accepts, _SPOKEN)):
            response = problem(request, 406, f"Answers are {_SPOKEN[0]}; ask for that, or for */*.")
        else:
            response = _answered(view, request, *args, **kwargs)
        return _open(_counted(response, allowance))

    return answer


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Answer with the validator that pages have: the state of the register, the day, the address.

    So a client that holds the answer gets its 304 without the answer being made.
    """
    mark = mark_of(request)
    if mark and mark in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response: HttpResponseBase = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _asked_as_get(view, request, *args, **kwargs)
    if mark and response.status_code in (200, 304):
        response["ETag"] = f'W/"{mark}"'
        response["Cache-Control"] = ASK_AGAIN
    return response


def _asked_as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Ask the view for the whole answer; of one to HEAD, the server sends the head alone."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, Accept"
    response["Access-Control-Max-Age"] = _DAY_SECONDS
    return response


def _open(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _EXPOSED
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _counted(response: HttpResponseBase, allowance: Allowance) -> HttpResponseBase:
    response["RateLimit-Limit"] = str(allowance.limit)
    response["RateLimit-Remaining"] = str(allowance.remaining)
    response["RateLimit-Reset"] = str(allowance.reset)
    return response
