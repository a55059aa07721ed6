"""Whole tables in measure: they cost more to make than pages, so that each client has fewer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from website.serving.limits import take

View = Callable[..., HttpResponseBase]


def in_measure(view: View) -> View:
    """Answer 429 to a client that has had its files of this minute, and say where whole sets are.

    A client that asks whether its file is still true, by its ETag, is answered before this.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        allowance = take(request, "export", settings.EXPORTS_PER_MINUTE)
        if not allowance.spent:
            return view(request, *args, **kwargs)
        text = (
            f"Nothing was exported: {allowance.limit} files a minute go to one network address. "
            f"Try again in {allowance.reset} seconds, or take a frozen version, with every table "
            f"in one file: {settings.SITE_URL}/data/\n"
        )
        refused = HttpResponse(text, status=429, content_type="text/plain; charset=utf-8")
        refused["Retry-After"] = str(allowance.reset)
        refused["Cache-Control"] = "no-store"
        refused["Access-Control-Allow-Origin"] = "*"
        refused["Access-Control-Expose-Headers"] = "Retry-After"
        return refused

    return answer
