"""Feeds are added, asked for at once, paused and let go of old bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, Subquery

from news.models import Feed, Poll
from outbound.addresses import ClosedAddress, take_public

ASKED_AGAIN = timedelta(minutes=5)  # the soonest a person can have a feed polled again
BODIES_KEPT = timedelta(days=30)
POLLS_KEPT = timedelta(days=400)


def add_feed(
    url: str,
    *,
    at: datetime,
    title: str = "",
    publisher: str = "",
    check: Callable[[str], object] = take_public,
) -> tuple[Feed, bool]:
    """Take a feed in, to be polled at once; also says whether it is new.

    Args:
        check: raises ClosedAddress for an address that may not be fetched.

    Raises:
        ValueError: the address is none that may be fetched; the message says why.
    """
    url = url.strip()
    try:
        check(url)
    except ClosedAddress as error:
        raise ValueError(f"{url} is not taken: {error}.") from error
    try:
        with transaction.atomic():
            fields = {"title": title, "publisher": publisher, "next_poll_at": at}
            return Feed.objects.get_or_create(url=url, defaults=fields)
    except IntegrityError:  # somebody else was quicker
        return Feed.objects.get(url=url), False


def poll_soon(feed: Feed, *, at: datetime) -> str:
    """Put a feed first in line, and say in words what will happen.

    Pressed often, it still asks once: never within five minutes, and never before the time that
    the publisher asked us to wait until. A feed that was gone is asked again.
    """
    again = Q(last_polled_at=None) | Q(last_polled_at__lte=at - ASKED_AGAIN)
    again |= Q(last_polled_at__gt=at)  # the clock went back
    waited = Q(wait_until=None) | Q(wait_until__lte=at)
    chosen = Feed.objects.filter(again, waited, pk=feed.pk, active=True)
    if chosen.update(next_poll_at=at, gone_at=None):
        return f"{feed} will be polled within a minute."
    feed.refresh_from_db()
    if not feed.active:
        return f"{feed} is paused. Resume it first."
    if feed.wait_until and feed.wait_until > at:
        return f"{feed} is not polled before {feed.wait_until:%d %b %H:%M}: its publisher asked so."
    return f"{feed} was polled less than five minutes ago; it is not asked again so soon."


def pause_feeds(pks: list[int]) -> int:
    """Ask these feeds no more; all they brought is kept."""
    return Feed.objects.filter(pk__in=pks, active=True).update(active=False)


def resume_feeds(pks: list[int], *, at: datetime) -> int:
    """Ask these feeds again, soon."""
    return Feed.objects.filter(pk__in=pks, active=False).update(
        active=True, next_poll_at=at, failures=0, failing_since=None
    )


def adopt_address(feed: Feed) -> bool:
    """Take the address that permanent redirects have led to for long; says whether it could.

    Another feed may have it already: then this one is paused and says so.
    """
    former = feed.url
    try:
        with transaction.atomic():
            feed.url = feed.moved_to
            feed.moved_to, feed.moved_since, feed.moved_polls = "", None, 0
            feed.save(update_fields=["url", "host", "moved_to", "moved_since", "moved_polls"])
    except IntegrityError:
        Feed.objects.filter(pk=feed.pk).update(
            active=False, last_error=f"It moved to {feed.url}, which is polled already."
        )
        feed.url = former
        return False
    return True


def prune_polls(*, at: datetime) -> tuple[int, int]:
    """Drop bytes older than 30 days and polls older than 400; says how many of each.

    The newest bytes of a feed stay: later polls that brought the same refer to them.
    """
    newest = (
        Poll.objects.filter(feed=OuterRef("feed")).exclude(body=None).order_by("-polled_at", "-pk")
    )
    old = Poll.objects.filter(polled_at__lt=at - BODIES_KEPT).exclude(body=None)
    spare = old.annotate(newest=Subquery(newest.values("pk")[:1])).exclude(newest=F("pk"))
    bodies = Poll.objects.filter(pk__in=list(spare.values_list("pk", flat=True))).update(body=None)
    polls, _ = Poll.objects.filter(polled_at__lt=at - POLLS_KEPT, body=None).delete()
    return bodies, polls
