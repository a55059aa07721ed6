"""Which feeds are in trouble now, from what their polls left behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Q

from news.feed_health import SILENT_AT_LEAST, Pulse, Trouble, troubles
from news.models import Feed, Poll

_SLOW_OVER = timedelta(days=7)
_RHYTHM_OVER = timedelta(days=365)


@dataclass(frozen=True)
class FeedTrouble:
    """One thing that is wrong with one feed, and when it is asked next."""

    feed: Feed
    kind: Trouble
    text: str
    next_try_at: datetime | None


def feed_troubles(*, now: datetime) -> list[FeedTrouble]:
    """What is wrong with feeds that are not paused, the gravest first.

    Only feeds that can be silent are asked for their rhythm, so that the work does not grow with
    the number of polls of those that are well.
    """
    quiet_since = now - SILENT_AT_LEAST
    feeds = list(Feed.objects.filter(active=True).defer("marks"))
    quiet = [feed.pk for feed in feeds if (feed.last_new_at or feed.added_at) <= quiet_since]
    arrivals, seconds = _arrivals(quiet, now), _usual_seconds(now)
    found = [
        FeedTrouble(feed, kind, text, feed.next_poll_at)
        for feed in feeds
        for kind, text in troubles(
            _pulse(feed, arrivals.get(feed.pk, []), seconds.get(feed.pk, 0.0)), now
        )
    ]
    order = list(Trouble)
    return sorted(found, key=lambda one: (order.index(one.kind), str(one.feed)))


def _pulse(feed: Feed, arrivals: list[datetime], usual_seconds: float) -> Pulse:
    if feed.last_new_at and not arrivals:
        arrivals = [feed.last_new_at]
    return Pulse(
        added_at=feed.added_at,
        arrivals=arrivals,
        failures=feed.failures,
        failing_since=feed.failing_since,
        last_error=feed.last_error,
        moved_to=feed.moved_to,
        usual_seconds=usual_seconds,
        gone=feed.gone_at is not None,
    )


def _arrivals(feeds: Collection[int], now: datetime) -> dict[int, list[datetime]]:
    """When polls of some feeds brought something new; the first poll of each brought what lay
    there already and is no arrival."""
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = (
        Poll.objects.filter(feed__in=feeds, new_entries__gt=0, polled_at__gte=now - _RHYTHM_OVER)
        .order_by("polled_at")
        .values_list("feed_id", "polled_at")
    )
    for feed, polled_at in rows:
        found[feed].append(polled_at)
    return {feed: moments[1:] or moments for feed, moments in found.items()}


def _usual_seconds(now: datetime) -> dict[int, float]:
    answered = ~Q(outcome__in=[Poll.Outcome.ERROR, Poll.Outcome.BLOCKED])
    rows = Poll.objects.filter(answered, polled_at__gte=now - _SLOW_OVER).values("feed_id")
    return dict(rows.annotate(usual=Avg("seconds")).order_by().values_list("feed_id", "usual"))
