"""How the API behaves towards clients: limits, reading across origins, validators, errors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from website.api.limits import Allowance, take
from website.api.problems import problem

METHODS = "GET, HEAD, OPTIONS"
_EXPOSED = "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
_DAY_SECONDS = "86400"

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
        allowance = take(request)
        if allowance.spent:
            response: HttpResponseBase = problem(
                request, 429, f"Slow down: try again in {allowance.reset} seconds."
            )
            response["Retry-After"] = str(allowance.reset)
        else:
            response = _validated(request, _asked_as_get(view, request, *args, **kwargs))
        return _open(_counted(response, allowance))

    return answer


def _asked_as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Ask the view for the whole answer; of one to HEAD, the server sends the head alone."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _validated(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give an answer its ETag; a client that holds it already gets 304."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # may be kept, and is asked about each time
    return get_conditional_response(request, etag=etag, response=response) or response


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
