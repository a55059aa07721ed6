"""Who a request comes from, once the second factor is counted: every view asks ``request.user``."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from staff import second_factor

# A visit is noted this often, in seconds: the session lasts for SESSION_COOKIE_AGE after the last.
_NOTED_EVERY = 300


class AdmissionMiddleware:
    """Hides an account whose second factor is missing; it stays at ``request.signed_in``.

    So no view can forget to ask. Nothing is looked at before a view asks who it is: public pages
    never do, and so depend on no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the admitted account, or nobody, where views look."""
        signed_in: Any = request.user
        request.signed_in = signed_in  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _admitted(request, signed_in))  # type: ignore[assignment]
        return self.get_response(request)


def _admitted(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated:
        return user
    _note_visit(request)
    return user if second_factor.admits(user) else AnonymousUser()


def _note_visit(request: HttpRequest) -> None:
    """Let a session that is used go on; one that is not ends by itself."""
    now = int(time.time())
    if now - request.session.get("seen", 0) >= _NOTED_EVERY:
        request.session["seen"] = now
