"""The lanes of what the intake watches: tips, changed pages, lost sources, feeds in trouble."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from moratoriums.models import Source
from moratoriums.vocabulary import SourceHealth
from news.desk.lanes import Lane, Waiting, add_lane
from news.models import Capture, Tip
from news.services import feed_troubles

LOST = (SourceHealth.GONE, SourceHealth.QUOTE_GONE, SourceHealth.PAYWALLED)


def _tips(most: int) -> Sequence[Waiting]:
    return [
        Waiting(
            str(tip),
            reverse("admin:news_tip_change", args=[tip.pk]),
            f"answer promised by {timezone.localdate(tip.decide_by)}",
            tip.received_at,
        )
        for tip in Tip.objects.waiting()[:most]
    ]


def _changed(most: int) -> Sequence[Waiting]:
    waiting = Capture.objects.waiting().select_related("source").defer("text")
    return [
        Waiting(
            str(capture.source),
            reverse("admin:news_capture_change", args=[capture.pk]),
            f"{len(capture.quotes_missing)} cited quotes are not in it"
            if capture.quotes_missing
            else "the cited words still stand in it",
            capture.captured_at,
        )
        for capture in waiting[:most]
    ]


def _lost(most: int) -> Sequence[Waiting]:
    sources = Source.objects.filter(health__in=LOST).order_by("health_checked_at")
    return [
        Waiting(
            str(source),
            reverse("admin:moratoriums_source_change", args=[source.pk]),
            SourceHealth(source.health).label,
            source.health_checked_at,
        )
        for source in sources[:most]
    ]


def _feeds(most: int) -> Sequence[Waiting]:
    return [
        Waiting(
            str(trouble.feed),
            reverse("admin:news_feed_change", args=[trouble.feed.pk]),
            f"{trouble.text} {_next_try(trouble.next_try_at)}".strip(),
            trouble.feed.failing_since,
        )
        for trouble in feed_troubles(now=timezone.now())[:most]
    ]


def _next_try(moment: object) -> str:
    return f"Next try {moment:%Y-%m-%d %H:%M}." if moment else ""


LANES = (
    Lane(
        "tips",
        "Tips",
        "What readers sent in. Each was promised an answer within seven days.",
        lambda: Tip.objects.waiting().count(),
        _tips,
        "news.view_tip",
    ),
    Lane(
        "changed",
        "Pages changed",
        "Watched pages that read differently: cited words that are gone come first.",
        lambda: Capture.objects.waiting().count(),
        _changed,
        "news.view_capture",
    ),
    Lane(
        "lost",
        "Sources lost",
        "Sources of published records that readers can no longer check where they were.",
        lambda: Source.objects.filter(health__in=LOST).count(),
        _lost,
        "moratoriums.view_source",
    ),
    Lane(
        "feeds",
        "Feeds in trouble",
        "Feeds that fail, fell silent against their own rhythm, moved, are slow, or ended.",
        lambda: len(feed_troubles(now=timezone.now())),
        _feeds,
        "news.view_feed",
    ),
)


def add_lanes() -> None:
    """Put these lanes on the queue page."""
    for lane in LANES:
        add_lane(lane)
