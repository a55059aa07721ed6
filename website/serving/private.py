"""Pages behind a link that one person was sent: kept by nobody, found by nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts import services
from website.serving.senders import sender_of

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Mark a page that a secret in the address opens.

    Its forms need no CSRF token, and so set no cookie: the secret is what allows them, and a
    mail program that unsubscribes in one click has nothing else to show. Whoever tries links
    that nobody was sent is turned away after a while; a link that is right always works.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = view(request, *args, **kwargs)
        except services.UnknownToken:
            response = _unknown(request)
        except services.TokenTooOld:
            response = _page(request, "follow/too_old.html", 410)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def _unknown(request: HttpRequest) -> HttpResponse:
    if services.guesses_too_often(sender_of(request), at=timezone.now()):
        return _page(request, "follow/too_many.html", 429)
    return _page(request, "follow/unknown.html", 404)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"canonical_path": reverse("follow")}, status=status)
