"""The front page: where the records stand, what ends soon, what changed, and the timeline."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from moratoriums.filters import Choice
from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import CLOCK_KINDS, EventKind, Lifecycle
from website.lists.rows import PledgeRow, figure_of, listed, rows_of
from website.lists.selection import Selection
from website.records.happenings import (
    Happening,
    by_year,
    happenings_of,
    newest_events,
    timeline_events,
    years_with_events,
)
from website.serving.days import Asked
from website.serving.page import dated, page

EVENTS_SHOWN = 25
BARS_SHOWN = 120
ROWS_SHOWN = 8
MONTH, RECENT = timedelta(days=31), timedelta(days=365)
CHANGES_SHOWN = 3

# What happened around a pledge without changing it, and what only we have decided or noted.
_NO_CHANGE = [
    kind.value
    for kind in (
        *CLOCK_KINDS,
        EventKind.ANNOUNCED,
        EventKind.COMPANY_CHANGED,
        EventKind.CORRECTED,
        EventKind.DEADLINE,
        EventKind.INTENT,
        EventKind.MARKED_UNCLEAR,
        EventKind.RELATED_LAUNCH,
        EventKind.RELATED_WITHDRAWAL,
        EventKind.REVIEW_PENDING,
        EventKind.SOURCE_REMOVED,
    )
]


@dated
def front(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer at a glance: what is in force, what ends soon, what went silent, what changed."""
    day = asked.day
    records = Selection(Choice(), asked)
    counts = records.tally
    past_end = Selection(Choice({"status": Lifecycle.PAST_END.value}, order="end"), asked)
    drawn = records.read(records.keys(0, BARS_SHOWN), "exemptions")
    ends_soon = rows_of(listed(day).ends_soon(day)[:ROWS_SHOWN], day)
    context = {
        "counts": counts,
        "sentence": counts.sentence(day),
        "ends_soon": ends_soon,
        "next_end": None if ends_soon else _next_end(day),
        "past_end": rows_of(past_end.read(past_end.keys(0, ROWS_SHOWN)), day),
        "past_end_total": counts.lifecycles[Lifecycle.PAST_END],
        "changes": _changes(day),
        "years": [
            (year, number, reverse("timeline", args=[year]))
            for year, number in years_with_events(day)
        ],
        "timeline": by_year(newest_events(day, EVENTS_SHOWN)),
        "events_shown": EVENTS_SHOWN,
        "figure": figure_of(drawn, day),
        "first_record": None if counts.total else _first_record(),
    }
    return page(request, asked, "front.html", context)


def _next_end(day: date) -> PledgeRow | None:
    """The nearest end that lies ahead, so that an empty list still says what comes."""
    ahead = listed(day).ending_within(366 * 30, day).first()
    return rows_of([ahead], day)[0] if ahead else None


def _changes(day: date) -> list[Happening]:
    """The newest changes of a year; a month is looked through first, for it mostly has them."""
    changed = timeline_events(day).filter(significant=True).exclude(kind__in=_NO_CHANGE)
    found: list[PledgeEvent] = []
    for span in (MONTH, RECENT):
        found = list(changed.filter(happened_earliest__gt=day - span)[:CHANGES_SHOWN])
        if len(found) == CHANGES_SHOWN:
            break
    return happenings_of(found)


def _first_record() -> PledgeEvent | None:
    """The first event of the register, for readers who ask about a day before it."""
    return (
        PledgeEvent.objects.public()
        .filter(Q(happened_earliest__isnull=False))
        .order_by("happened_earliest")
        .first()
    )
