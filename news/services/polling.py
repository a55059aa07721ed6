"""Polls the feeds that are due: claim, fetch many at once, parse what is new, keep all of it."""

from __future__ import annotations

import functools
import queue
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from news.models import Feed
from news.models.feeds import FeedQuerySet
from news.parsers import ParserStopped, parsers
from news.parsing.entries import Document, NotAFeed, ParsedFeed
from news.services.claiming import (
    MOST,
    Claim,
    Claimed,
    claim_feeds,
    free_hosts,
    give_back,
    mend_clocks,
    share,
)
from news.services.feeds import adopt_address
from news.services.settling import Attempt, Unchanged, as_unchanged, move_holds
from news.services.storing import store_attempts
from outbound.addresses import PORTS
from outbound.fetching import DEADLINE_SECONDS, Fetched, Request
from outbound.many import Outcome, Pace, fetch_many

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_USUAL_PACE = Pace(run_seconds=40.0)  # other jobs wait for the worker
# What is kept at once; the time in seconds.
_MOST_TOGETHER, _MOST_ENTRIES, _MOST_BYTES, _LONGEST_WAIT = 500, 500, 2 * 1024 * 1024, 2.0


@dataclass(frozen=True)
class Manners:
    """How feeds are asked. The usual manners are for the open web.

    ``also`` holds pairs of host and port that may be fetched although they are not public.
    """

    pace: Pace = _USUAL_PACE
    also: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = PORTS


@dataclass
class Tally:
    """What a run did: polls by outcome, entries new and changed."""

    polls: dict[str, int] = field(default_factory=dict)
    new_entries: int = 0
    changed_entries: int = 0

    @property
    def feeds(self) -> int:
        """How many polls there were."""
        return sum(self.polls.values())

    def count(self, attempt: Attempt | Unchanged) -> None:
        """Add one poll."""
        outcome = attempt.outcome.value
        self.polls[outcome] = self.polls.get(outcome, 0) + 1
        self.new_entries += attempt.new_entries
        self.changed_entries += attempt.changed_entries


def poll_due_feeds(manners: Manners = Manners()) -> Tally:
    """Poll what is due, at most a tenth of all feeds at once; the rest follows in the next run."""
    at = timezone.now()
    mend_clocks(at)
    most = share(Feed.objects.polled().count())
    return _poll(Feed.objects.due(at), most, manners, Tally())


def poll_all_feeds(manners: Manners = Manners()) -> Tally:
    """Poll every feed once, due or not, save those whose publisher asked us to wait."""
    started, tally = timezone.now(), Tally()
    mend_clocks(started)
    polled = Q(last_polled_at__range=(started, started + _DAY)) & ~Q(claim="")  # not given back
    may = Q(wait_until=None) | Q(wait_until__lte=started)
    before = -1
    while tally.feeds > before:
        before = tally.feeds
        left = Feed.objects.polled().filter(may).exclude(polled).order_by("pk")
        _poll(left, MOST, manners, tally)
        time.sleep(manners.pace.gap_seconds)  # the hosts that were asked are free again
    return tally


def poll_feed(feed: Feed, manners: Manners = Manners()) -> Tally:
    """Poll one feed now, if nobody else does and its host may be asked."""
    return _poll(Feed.objects.polled().filter(pk=feed.pk), 1, manners, Tally())


_DAY = timedelta(days=1)


def _poll(wanted: FeedQuerySet, most: int, manners: Manners, tally: Tally) -> Tally:
    claim = claim_feeds(
        wanted,
        at=timezone.now(),
        most=most,
        lease=timedelta(seconds=manners.pace.run_seconds + 2 * DEADLINE_SECONDS),
        interval=_interval(),
    )
    if claim.feeds:
        run = _Run(claim, manners, tally)
        try:
            run.finish()
        finally:
            give_back(run.not_begun, at=timezone.now())
            free_hosts(claim, at=timezone.now() + timedelta(seconds=manners.pace.gap_seconds))
    return tally


def _interval() -> timedelta:
    return timedelta(minutes=settings.FEED_INTERVAL_MINUTES)


class _Run:
    """The polls of one claim, from the first request to the last row."""

    def __init__(self, claim: Claim, manners: Manners, tally: Tally) -> None:
        self._waiting = {feed.pk: feed for feed in claim.feeds}
        self._key = claim.key
        self._manners, self._tally = manners, tally
        self._inbox: queue.SimpleQueue[Outcome[int] | _Parsed] = queue.SimpleQueue()
        self._parsing = self._entries = self._bytes = 0
        self._done: list[Attempt] = []
        self._unchanged: list[Unchanged] = []
        self._kept_at = time.monotonic()

    @property
    def not_begun(self) -> list[Claimed]:
        """The feeds for which there was no time."""
        return list(self._waiting.values())

    @functools.cached_property
    def _feeds(self) -> dict[int, Feed]:
        """The feeds with all that is remembered of them, read while the first are asked for."""
        return {feed.pk: feed for feed in Feed.objects.filter(claim=self._key)}

    def finish(self) -> None:
        """Do it all, and keep what came as it comes."""
        requests = [(feed.pk, feed.host, self._request(feed)) for feed in self._waiting.values()]
        for event in fetch_many(requests, pace=self._manners.pace, inbox=self._inbox):
            self._handle(event)
        while self._parsing:
            self._handle(self._inbox.get())
        self._keep()

    def _request(self, feed: Claimed) -> Request:
        """Ask for the feed if it changed; validators go only to the address that gave them."""
        headers = {"Accept": _ACCEPT}
        if feed.etag:
            headers["If-None-Match"] = feed.etag
        if feed.last_modified:
            headers["If-Modified-Since"] = feed.last_modified
        return Request(
            feed.url,
            headers=headers,
            headers_at=feed.validated_url or feed.url,
            also=self._manners.also,
            ports=self._manners.ports,
        )

    def _handle(self, event: Outcome[int] | _Parsed) -> None:
        if isinstance(event, Outcome):
            claimed = self._waiting.pop(event.key)
            if unchanged := as_unchanged(
                claimed, event.answer, event.seconds, at=timezone.now(), interval=_interval()
            ):
                self._finish(unchanged)
                return
            feed = self._feeds.pop(event.key, None)
            if feed is None:
                return  # it was deleted meanwhile
            attempt = Attempt(feed, event.answer, event.seconds)
            if document := attempt.to_parse:
                self._parse(attempt, document)
            else:
                self._finish(attempt)
        else:
            self._parsing -= 1
            event.tell()
            self._finish(event.attempt)

    def _parse(self, attempt: Attempt, document: Document) -> None:
        self._parsing += 1
        result = parsers().submit(document, timezone.now())
        result.add_done_callback(lambda done: self._inbox.put(_Parsed(attempt, done)))

    def _finish(self, attempt: Attempt | Unchanged) -> None:
        if isinstance(attempt, Unchanged):
            self._unchanged.append(attempt)
        else:
            self._done.append(attempt)
            self._entries += len(attempt.parsed.entries) if attempt.parsed else 0
            self._bytes += len(attempt.answer.body) if isinstance(attempt.answer, Fetched) else 0
        if (
            time.monotonic() - self._kept_at > _LONGEST_WAIT
            or len(self._done) + len(self._unchanged) >= _MOST_TOGETHER
            or self._entries >= _MOST_ENTRIES
            or self._bytes >= _MOST_BYTES
        ):
            self._keep()

    def _keep(self) -> None:
        done, self._done, self._entries, self._bytes = self._done, [], 0, 0
        unchanged, self._unchanged = self._unchanged, []
        at = timezone.now()
        store_attempts(done, unchanged, at=at, interval=_interval())
        for one in unchanged:
            self._tally.count(one)
        for attempt in done:
            self._tally.count(attempt)
            if move_holds(attempt.feed, at):
                adopt_address(attempt.feed)
        self._kept_at = time.monotonic()


@dataclass(frozen=True)
class _Parsed:
    """A document that the parsers are done with."""

    attempt: Attempt
    result: Future[ParsedFeed]

    def tell(self) -> None:
        """Write the result into the attempt."""
        try:
            self.attempt.parsed = self.result.result()
        except (NotAFeed, ParserStopped) as problem:
            self.attempt.problem = problem
