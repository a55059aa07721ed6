"""How fresh the record is: when it was last looked at, and what waits to be looked at."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moratoriums.models import PledgeEvent, Source
from moratoriums.status import STALE_DAYS
from moratoriums.vocabulary import CLOCK_KINDS, SourceHealth
from news.models import Feed, Poll, SourceCheck
from news.services import feed_troubles
from website.lists.counts import tally
from website.lists.rows import listed
from website.serving.days import Asked
from website.serving.page import dated, page
from website.upkeep.freshness import read_freshness
from website.wording.languages import figure
from website.wording.phrases import Phrase, day, fill


@dated
def freshness(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Say in words and figures how far the record can be relied on to be current."""
    records = listed(asked.day)
    stale_before = asked.day - timedelta(days=STALE_DAYS)
    clock = PledgeEvent.objects.filter(kind__in=[kind.value for kind in CLOCK_KINDS])
    health = dict(
        Source.objects.filter(seen_on__isnull=False)
        .values_list("health")
        .annotate(number=Count("pk"))
    )
    counts, events = tally(records), PledgeEvent.objects.public().up_to(asked.day).count()
    context = {
        "counts": counts,
        "sentence": _how_much(counts.total, events, asked),
        "fresh": read_freshness(),
        "stale": records.filter(Q(checked_on=None) | Q(checked_on__lt=stale_before)).count(),
        "review_due": records.filter(review_on__lte=asked.day).count(),
        "stale_days": STALE_DAYS,
        "last_flag": clock.aggregate(at=Max("recorded_at"))["at"],
        "last_event": PledgeEvent.objects.public().aggregate(at=Max("entered_at"))["at"],
        "sources": sum(health.values()),
        "health": [(word, health.get(word.value, 0)) for word in SourceHealth],
        "feeds": Feed.objects.filter(active=True).count(),
        "troubles": feed_troubles(now=timezone.now()),
        "last_look": SourceCheck.objects.aggregate(at=Max("checked_at"))["at"],
        "last_entry": Feed.objects.aggregate(at=Max("last_new_at"))["at"],
        "last_poll": Poll.objects.aggregate(at=Max("polled_at"))["at"],
    }
    response = page(request, asked, "status.html", context)
    response["Cache-Control"] = "no-cache"  # polls come and go without a change of the register
    return response


def _how_much(records: int, events: int, asked: Asked) -> Phrase:
    """Say how much stands on record."""
    return fill(
        _("{records} and {events} by {when}."),
        records=ngettext("{number} record", "{number} records", records).format(
            number=figure(records)
        ),
        events=ngettext("{number} event", "{number} events", events).format(number=figure(events)),
        when=day(asked.day),
    )
