"""Writes what polls brought, many feeds in one transaction: entries, wordings, polls, feeds."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q

from news.identity import Known, Match, keys_of, match_entries
from news.models import Entry, Feed, Poll
from news.services.renewing import renew_entry
from news.services.settling import Attempt, NotKept, settle
from outbound.fetching import Fetched

_KEYS_AT_ONCE = 400  # in one query
_WRITTEN_BACK = [
    "title", "next_poll_at", "last_polled_at", "last_new_at", "wait_until", "gone_at", "failures",
    "failing_since", "last_error", "claim", "etag", "last_modified", "validated_url", "body_sha256",
    "marks", "ttl_minutes", "skip_hours", "skip_days", "moved_to", "moved_since", "moved_polls",
]  # fmt: skip
log = logging.getLogger(__name__)


def store_attempts(attempts: Sequence[Attempt], *, at: datetime, interval: timedelta) -> None:
    """Settle and keep all of it; if one feed's part cannot be kept, the others' still is."""
    for attempt in attempts:
        settle(attempt, at=at, interval=interval)
    try:
        _store(attempts, at)
    except DatabaseError:
        for attempt in attempts:
            _store_alone(attempt, at, interval)


def _store_alone(attempt: Attempt, at: datetime, interval: timedelta) -> None:
    try:
        _store([attempt], at)
    except DatabaseError as error:
        log.exception("What a poll of feed %s brought cannot be kept", attempt.feed.pk)
        attempt.feed.refresh_from_db()  # what was settled before holds no more
        attempt.parsed = None
        attempt.problem = NotKept(f"What it brought cannot be kept ({type(error).__name__}).")
        settle(attempt, at=at, interval=interval)
        _store([attempt], at)


@transaction.atomic
def _store(attempts: Sequence[Attempt], at: datetime) -> None:
    Entry.objects.bulk_create(
        [entry for attempt in attempts for entry in _new_entries(attempt, at)], batch_size=500
    )
    Poll.objects.bulk_create([_poll(attempt, at) for attempt in attempts])
    # One statement for all: rows that are there are updated, in these columns alone.
    Feed.objects.bulk_create(
        [attempt.feed for attempt in attempts],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN_BACK,
    )


def _new_entries(attempt: Attempt, at: datetime) -> Iterator[Entry]:
    """The entries seen for the first time; those that changed are renewed on the way."""
    attempt.new_entries = attempt.changed_entries = 0
    if attempt.parsed is None:
        return
    for match in match_entries(attempt.parsed.entries, _known(attempt)):
        if match.known is None:
            attempt.new_entries += 1
            yield _new_entry(attempt.feed, match)
        else:
            attempt.changed_entries += renew_entry(match, match.known, at=at)
    if attempt.new_entries:
        attempt.feed.last_new_at = at


def _known(attempt: Attempt) -> list[Known]:
    """The entries on record that anything in the document might be."""
    feed = attempt.feed
    if feed.last_new_at is None or attempt.parsed is None:
        return []  # it never brought an entry
    held = [keys_of(entry) for entry in attempt.parsed.entries]
    found: dict[int, Known] = {}
    for start in range(0, len(held), _KEYS_AT_ONCE):
        some = held[start : start + _KEYS_AT_ONCE]
        names = [name for keys in some for name in (keys.usual, keys.fuller)]
        links = [keys.link for keys in some if keys.link]
        titles = [keys.title for keys in some]
        rows = Entry.objects.filter(
            Q(identity__in=names) | Q(link_key__in=links) | Q(title_key__in=titles), feed=feed
        ).values_list("pk", "identity", "link_key", "title_key", "sha256", "published_at")
        found |= {row[0]: Known(*row) for row in rows.order_by("pk")}
    return list(found.values())


def _new_entry(feed: Feed, match: Match) -> Entry:
    entry = match.entry
    return Entry(
        feed=feed,
        identity=match.identity,
        url=entry.url,
        title=entry.label,
        text=entry.text,
        publisher=(feed.publisher or feed.title)[:200],
        published_on=entry.published_on,
        published_at=entry.published_at,
        published_raw=entry.published_raw,
        sha256=entry.sha256,
        link_key=match.keys.link,
        title_key=match.keys.title,
    )


def _poll(attempt: Attempt, at: datetime) -> Poll:
    feed, answer = attempt.feed, attempt.answer
    poll = Poll(
        feed=feed,
        polled_at=at,
        seconds=round(attempt.seconds, 3),
        outcome=attempt.outcome,
        error=attempt.error,
        sha256=attempt.body_sha256,
        new_entries=attempt.new_entries,
        changed_entries=attempt.changed_entries,
    )
    if isinstance(answer, Fetched):
        poll.http_status = answer.status
        poll.moved_to = answer.url[:2000] if answer.url != feed.url else ""
        if attempt.differs:
            poll.body = zlib.compress(answer.body, 1)
    return poll
