"""How often somebody may try to sign in: counted by django-axes, by name and address together.

Never by name alone: whoever knows an editor's name could then keep that editor out for ever. Not by
address alone either, at the same limit: an office shares one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from staff.visitors import network_of

# Wrong answers from one address, for whatever names, that count as much as one for one name.
OF_ONE_ADDRESS = 6


class SignInBackend(AxesStandaloneBackend):
    """Turns away whoever tried too often. A call without a request is our own, not a visitor's."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Return nothing when they may try.

        Raises:
            PermissionDenied: they tried too often.
        """
        if request is not None:
            super().authenticate(request, **credentials)


class Attempts(AxesDatabaseHandler):
    """Counts in the database, so that every web process knows."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The wrong answers for this name from this address; many for other names count too."""
        recent = _recent(request)
        by_name = int(super().get_failures(request, credentials))
        total = recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
        return max(by_name, int(total) // OF_ONE_ADDRESS)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """Count a wrong answer of a visitor."""
        if request is not None:
            super().user_login_failed(sender, credentials, request, **kwargs)


def visitor_of(request: HttpRequest) -> str | None:
    """The address that django-axes counts by."""
    return network_of(request) or None


def turned_away(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say in plain words what happened and when to try again, the same for every name."""
    now = timezone.now()
    until = _until(request) or now + settings.AXES_COOLOFF_TIME
    wait = max(until - now, timedelta(seconds=1))
    minutes = -(-int(wait.total_seconds()) // 60)
    context = {"until": until, "minutes": minutes, "title": "Too many attempts"}
    answer = render(request, "staff/turned_away.html", context, status=429)
    answer["Retry-After"] = str(int(wait.total_seconds()) + 1)
    answer["Cache-Control"] = "no-store"
    return answer


def let_in(*, name: str = "", address: str = "") -> int:
    """Forget the wrong answers for a name, from an address, or all; return how many rows went."""
    rows = AccessAttempt.objects.all()
    if name:
        rows = rows.filter(username=name)
    if address:
        rows = rows.filter(ip_address=address)
    return int(rows.delete()[0])


def forget_old_attempts(*, at: datetime) -> int:
    """Erase what no longer counts: names and addresses are kept no longer than they are needed."""
    rows = AccessAttempt.objects.filter(attempt_time__lt=at - settings.AXES_COOLOFF_TIME)
    return int(rows.delete()[0])


def _recent(request: HttpRequest) -> Any:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(ip_address=visitor_of(request), attempt_time__gte=since)


def _until(request: HttpRequest) -> datetime | None:
    """When the last wrong answer from there stops counting."""
    last = _recent(request).aggregate(last=Max("attempt_time"))["last"]
    return last + settings.AXES_COOLOFF_TIME if last else None
