"""What runs out, what ran out without a word, and what pledges wait for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Prefetch, Q
from django.http import HttpRequest, HttpResponse

from moratoriums.models import Condition, Pledge, Statement
from moratoriums.status import ENDS_SOON_DAYS
from moratoriums.vocabulary import (
    SETTLED_HEALTH,
    STANDING,
    CheckPlace,
    ConditionHealth,
    Lifecycle,
    StatementRole,
)
from website.lists.counts import tally
from website.lists.paging import turn
from website.lists.rows import listed, row_of, rows_of
from website.records.searching import Look, search_of
from website.serving.days import Asked
from website.serving.page import dated, page
from website.wording.facts import read_date
from website.wording.languages import figure
from website.wording.list_sentences import conditions_sentence, ending_sentence, silence_sentence
from website.wording.sentences import would_change

PER_PAGE = 50
LATER_SHOWN = 50
_FAR = 366 * 30  # days: further ahead no end is on record


@dated
def ending(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List what ends in the next 90 days, what ends later, and what comes up for review."""
    records = listed(asked.day)
    turned = turn(request, records.ends_soon(asked.day), PER_PAGE)
    later = records.ending_within(_FAR, asked.day).filter(
        Q(state_end_earliest__gt=asked.day + timedelta(days=ENDS_SOON_DAYS))
    )
    soon = asked.day + timedelta(days=ENDS_SOON_DAYS)
    reviews = records.filter(Q(lifecycle__in=STANDING), review_on__lte=soon).order_by(
        "review_on", "slug"
    )
    context = {
        "sentence": ending_sentence(turned.shown.paginator.count, ENDS_SOON_DAYS, asked.day),
        "rows": rows_of(turned.shown.object_list, asked.day),
        "turned": turned,
        "later": rows_of(later[:LATER_SHOWN], asked.day),
        "reviews": rows_of(reviews[:LATER_SHOWN], asked.day),
        "days": ENDS_SOON_DAYS,
    }
    return page(request, asked, "ending.html", context)


@dated
def silence(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List what lapsed in silence or is past its end, with its days and the search."""
    found = listed(asked.day).filter(
        Q(lifecycle__in=[Lifecycle.PAST_END, Lifecycle.LAPSED]),
    )
    said = Statement.objects.filter(role=StatementRole.REPLY, source__seen_on__isnull=False)
    ordered = found.order_by(F("state_end_earliest").asc(nulls_last=True), "slug").prefetch_related(
        "checks", Prefetch("statements", queryset=said, to_attr="replies")
    )
    turned = turn(request, ordered, PER_PAGE)
    counts = tally(found)
    context = {
        "counts": counts,
        "sentence": silence_sentence(
            counts.lifecycles[Lifecycle.LAPSED], counts.lifecycles[Lifecycle.PAST_END], asked.day
        ),
        "entries": [_silent_entry(one, asked) for one in turned.shown.object_list],
        "turned": turned,
    }
    return page(request, asked, "silence.html", context)


def _silent_entry(pledge: Pledge, asked: Asked) -> dict[str, Any]:
    """One record with the days since its end, the search since then, and what would end it."""
    row = row_of(pledge, asked.day)
    looks = [
        Look(CheckPlace(one.place), one.looked_on, one.found)
        for one in pledge.checks.all()
        if one.looked_on <= asked.day
    ]
    replies = [
        one.said_earliest
        for one in pledge.replies  # type: ignore[attr-defined]  # set by the prefetch above
        if one.said_earliest and one.said_earliest <= asked.day
    ]
    end = row.facts.end.earliest if row.facts.end else None
    left = row.facts.days_left
    return {
        "row": row,
        "day": figure(-left) if left is not None and left <= 0 else "",
        "search": search_of(looks, replies, end),
        "next": would_change(row.facts)[0],
    }


@dated
def conditions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List what standing pledges wait for; how far each has come is known of today only."""
    standing = listed(asked.day).filter(Q(lifecycle__in=STANDING))
    waited = Condition.objects.filter(
        ends_pledge=True, pledge__in=standing.order_by().values("pk")
    ).select_related("pledge__company")
    if not asked.is_past:
        waited = waited.exclude(health__in=SETTLED_HEALTH)
    turned = turn(
        request, waited.order_by(F("last_movement_on").desc(nulls_last=True), "pk"), PER_PAGE
    )
    context = {
        "sentence": conditions_sentence(turned.shown.paginator.count, asked.day),
        "entries": [
            {
                "condition": one,
                "health": ConditionHealth(one.health),
                "expected": read_date(one.expected_on),
            }
            for one in turned.shown.object_list
        ],
        "turned": turned,
    }
    return page(request, asked, "conditions.html", context)
