"""The public log of alerts: when, about which step of which record, and to how many."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from alerts.models import Dispatch
from alerts.notices import step_name
from website.serving.days import Asked
from website.serving.page import dated, page

SHOWN = 100


@dataclass(frozen=True)
class Logged:
    """One alert that went out."""

    dispatch: Dispatch
    step: str


@dated
def alert_log(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List what went out up to the day asked for, newest first, without any address."""
    went_out = Dispatch.objects.filter(
        people__gt=0,
        queued_at__date__lte=asked.day,
        event__pledge__published_at__isnull=False,
        event__pledge__merged_into=None,
    )
    rows = went_out.select_related("event__pledge").order_by("-queued_at", "-pk")
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    logged = [Logged(row, step_name(row.event)) for row in shown]
    return page(request, asked, "alert_log.html", {"logged": logged, "shown": shown})
