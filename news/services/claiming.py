"""Who polls what: hosts and feeds are claimed by conditional UPDATEs before anything is asked."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q

from news.models import Feed, Host
from news.models.feeds import FeedQuerySet
from news.schedule import INTERVAL, LONGEST_WAIT, usual_next_poll

FEWEST, MOST = 10, 1000  # feeds begun in one run
_PARTS = 10  # what falls due at the same moment is begun over as many runs

_CALM = ExpressionWrapper(
    Q(
        failures=0,
        failing_since=None,
        last_error="",
        wait_until=None,
        gone_at=None,
        moved_to="",
        moved_since=None,
        moved_polls=0,
        ttl_minutes=None,
        skip_hours="",
        skip_days="",
    )
    & ~Q(body_sha256=""),
    output_field=BooleanField(),
)


def share(feeds: int) -> int:
    """How many feeds one run may begin: a tenth, so that a crowd is spread over ten minutes."""
    return max(FEWEST, min(MOST, -(-feeds // _PARTS)))


def mend_clocks(at: datetime) -> None:
    """Bring back what a clock that ran ahead has put off for too long."""
    too_late = at + LONGEST_WAIT + timedelta(days=1)
    Feed.objects.filter(next_poll_at__gt=too_late).update(next_poll_at=at + INTERVAL)
    Feed.objects.filter(wait_until__gt=too_late).update(wait_until=None)
    Host.objects.filter(free_at__gt=at + timedelta(hours=1)).update(free_at=at)


@dataclass(frozen=True)
class Claimed:
    """A feed that is ours for one poll, as far as it is needed to ask for it."""

    pk: int
    host: str
    url: str
    etag: str
    last_modified: str
    validated_url: str
    calm: bool  # it was read, and nothing else is on record that an answer could end


@dataclass(frozen=True)
class Claim:
    """Feeds that nobody else polls meanwhile, and the key that says so in their rows."""

    key: str
    feeds: list[Claimed]


def claim_feeds(
    wanted: FeedQuerySet,
    *,
    at: datetime,
    most: int,
    lease: timedelta,
    interval: timedelta = INTERVAL,
) -> Claim:
    """Claim feeds that nobody else polls, on hosts that nobody else asks.

    Their next poll is set before anything is asked, an interval after the time within which they
    are: whatever happens to us, no feed is asked again at once, and none is forgotten.

    Args:
        wanted: the feeds to choose from, in the order in which they should come.
        lease: for how long the hosts are ours unless ``free_hosts`` gives them back.
    """
    asked_now = Host.objects.filter(free_at__gt=at).values("name")
    waiting = wanted.exclude(host__in=asked_now)
    chosen = list(waiting.values_list("pk", "host")[:most])
    if not chosen:
        return Claim("", [])
    claim = secrets.token_hex(16)
    names = {host for _, host in chosen}
    with transaction.atomic():
        known = set(Host.objects.filter(name__in=names).values_list("name", flat=True))
        Host.objects.bulk_create(
            [Host(name=name, free_at=at) for name in sorted(names - known)], ignore_conflicts=True
        )
        hosts = Host.objects.filter(name__in=names, free_at__lte=at)
        if hosts.update(claim=claim, free_at=at + lease) < len(names):  # some are asked by others
            names = set(Host.objects.filter(claim=claim).values_list("name", flat=True))
        wanted.filter(pk__in=[pk for pk, _ in chosen], host__in=names).update(
            claim=claim,
            last_polled_at=at,
            next_poll_at=usual_next_poll(
                at,
                within=lease,
                interval=interval,
                chance=random.random(),  # noqa: S311 (spreads polls, guards nothing)
            ),
        )
    rows = Feed.objects.filter(claim=claim).order_by("pk").annotate(calm=_CALM)
    names_of = [field.name for field in fields(Claimed)]
    return Claim(claim, [Claimed(*row) for row in rows.values_list(*names_of)])


def free_hosts(claim: Claim, *, at: datetime) -> None:
    """Give the hosts of a claim back; they may be asked again from ``at`` on."""
    Host.objects.filter(claim=claim.key).update(free_at=at, claim="")


def give_back(feeds: list[Claimed], *, at: datetime) -> None:
    """Feeds that were claimed and not asked are due again, as if never claimed."""
    if feeds:
        Feed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(next_poll_at=at, claim="")
