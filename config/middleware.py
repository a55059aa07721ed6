"""What holds for every answer: the pace, what browsers are told, a word when nothing is stored."""

import logging
from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.pace import Pace
from staff.visitors import network_of

log = logging.getLogger(__name__)

ADMIN_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
}


class AdminPolicyMiddleware:
    """Widens the content policy under /admin/ only. Stands right after CSPMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; mark the answer for CSPMiddleware, which writes the header."""
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined]
        return response


# What no page of ours asks of a visitor's machine, so that nothing that stands in one can either.
NOTHING_OF_THE_MACHINE = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture"),
        *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
        *("serial", "usb", "xr-spatial-tracking"),
    )
)


class PermissionsPolicyMiddleware:
    """Asks browsers to hand no sensor, camera or payment to a page of this site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and write the header on what comes back."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING_OF_THE_MACHINE)
        return response


class PaceMiddleware:
    """Answers 429 to a visitor who asks faster than anybody reads. Stands first, for it is cheap.

    What is asked from this machine is not counted, nor files, nor links that people were sent: the
    machines of a large mail provider open those for thousands of people.
    """

    FREE = ("/static/", "/follow", "/es/follow", "/healthz", "/readyz", "/health")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pace = Pace(settings.REQUESTS_PER_MINUTE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless its sender has had enough for this minute."""
        visitor = network_of(request)
        if visitor in ("127.0.0.1", "::", "") or request.path_info.startswith(self.FREE):
            return self.get_response(request)
        wait = self.pace.wait(visitor)
        if not wait:
            return self.get_response(request)
        text = (
            f"Too many requests. Try again in {wait} seconds; whole sets are at /data/.\n"
            f"Demasiadas solicitudes. Vuelva a intentarlo en {wait} segundos.\n"
        )
        answer = HttpResponse(text, status=429, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(wait)
        answer["Cache-Control"] = "no-store"
        return answer


class StoreTroubleMiddleware:
    """Says 503, try again, where the database is full, locked or away: not a fault of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer instead of the view that could not read or store; its transaction is undone."""
        if not isinstance(error, OperationalError):
            return None
        log.error("The database does not do its work: %s", error, exc_info=error)
        answer = render(request, "500.html", status=503)
        answer["Retry-After"] = "60"
        answer["Cache-Control"] = "no-store"
        return answer
