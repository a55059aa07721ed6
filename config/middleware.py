"""What every answer tells a browser beside its policy, and the one place where that is loosened."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

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
