"""Who polls what: hosts and feeds are claimed by conditional UPDATEs before anything is asked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from news.models import Feed, Host
from news.schedule import INTERVAL, LONGEST_WAIT

FEWEST, MOST = 10, 1000  # feeds begun in one run
_PARTS = 10  # what falls due at the same moment is begun over as many runs


def share(feeds: int) -> int:
    """How many feeds one run may begin: a tenth, so that a crowd is spread over ten minutes."""
    return max(FEWEST, min(MOST, -(-feeds // _PARTS)))


def mend_clocks(at: datetime) -> None:
    """Bring back what a clock that ran ahead has put off for too long."""
    too_late = at + LONGEST_WAIT + timedelta(days=1)
    Feed.objects.filter(next_poll_at__gt=too_late).update(next_poll_at=at + INTERVAL)
    Feed.objects.filter(wait_until__gt=too_late).update(wait_until=None)
    Host.objects.filter(free_at__gt=at + timedelta(hours=1)).update(free_at=at)


def claim_feeds(
    wanted: Q, *, at: datetime, most: int, lease: timedelta, interval: timedelta = INTERVAL
) -> list[Feed]:
    """Claim feeds that nobody else polls, on hosts that nobody else asks.

    Their next poll is set an interval ahead before anything is asked: whatever happens to us, no
    feed is asked again at once, and none is forgotten.

    Args:
        wanted: which feeds, of those that are polled at all.
        lease: for how long the hosts are ours unless ``free_hosts`` gives them back.
    """
    asked_now = Host.objects.filter(free_at__gt=at).values("name")
    waiting = Feed.objects.polled().filter(wanted).exclude(host__in=asked_now)
    chosen = list(waiting.order_by("next_poll_at", "pk").values_list("pk", "host")[:most])
    if not chosen:
        return []
    claim = secrets.token_hex(16)
    names = {host for _, host in chosen}
    with transaction.atomic():
        known = set(Host.objects.filter(name__in=names).values_list("name", flat=True))
        Host.objects.bulk_create(
            [Host(name=name, free_at=at) for name in sorted(names - known)], ignore_conflicts=True
        )
        Host.objects.filter(name__in=names, free_at__lte=at).update(claim=claim, free_at=at + lease)
        ours = Host.objects.filter(claim=claim).values_list("name", flat=True)
        Feed.objects.polled().filter(
            wanted, pk__in=[pk for pk, _ in chosen], host__in=list(ours)
        ).update(claim=claim, next_poll_at=at + interval, last_polled_at=at)
    return list(Feed.objects.filter(claim=claim).order_by("pk"))


def free_hosts(feeds: list[Feed], *, at: datetime) -> None:
    """Give the hosts of a claim back; they may be asked again from ``at`` on."""
    claims = {feed.claim for feed in feeds}
    Host.objects.filter(claim__in=claims).update(free_at=at, claim="")


def give_back(feeds: list[Feed], *, at: datetime) -> None:
    """Feeds that were claimed and not asked are due again, as if never claimed."""
    Feed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(next_poll_at=at, claim="")
