"""What changed in one week: what happened in it, and what was entered in it about earlier days."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from website.across.weeks import Week, read_week, week_of
from website.lists.paging import turn
from website.records.happenings import happenings_of, timeline_events
from website.serving.days import Asked
from website.serving.page import dated, page
from website.wording.list_sentences import week_sentence

HAPPENED_SHOWN = 200
PER_PAGE = 50


@dated
def this_week(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the week of the day asked for; its own address is the page's canonical one."""
    return _answer(request, asked, week_of(asked.day))


@dated
def week(request: HttpRequest, asked: Asked, label: str) -> HttpResponse:
    """Show one week at its permanent address."""
    try:
        return _answer(request, asked, read_week(label))
    except ValueError as error:
        raise Http404(str(error)) from None


def _answer(request: HttpRequest, asked: Asked, shown: Week) -> HttpResponse:
    events = timeline_events(asked.day)
    inside = Q(happened_earliest__gte=shown.first, happened_earliest__lte=shown.last)
    happened = events.filter(inside)
    turned = turn(request, events.filter(_entered(shown)).exclude(inside), PER_PAGE)
    number = happened.count()
    context = {
        "week": shown,
        "sentence": week_sentence(
            shown.number, shown.first, shown.last, number, turned.shown.paginator.count
        ),
        "happened": happenings_of(happened[:HAPPENED_SHOWN]),
        "left_out": max(0, number - HAPPENED_SHOWN),
        "entered": happenings_of(turned.shown.object_list),
        "turned": turned,
        "still_runs": shown.first <= asked.day <= shown.last,
        "canonical_path": reverse("week", args=[shown.label]),
    }
    return page(request, asked, "week.html", context)


def _entered(shown: Week) -> Q:
    """Ask for what was recorded between the week's midnights in the site's time zone."""
    first = _midnight(shown, 0)
    return Q(recorded_at__gte=first, recorded_at__lt=_midnight(shown, 7))


def _midnight(shown: Week, days: int) -> datetime:
    moment = datetime.combine(shown.first + timedelta(days=days), time.min)
    return timezone.make_aware(moment)
