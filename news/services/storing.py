"""Writes what polls brought, many feeds in one transaction: entries, wordings, polls, feeds."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from news.identity import Keys, Known, Match, keys_of, match_entries
from news.models import Entry, Feed, Poll
from news.parsing.entries import ParsedEntry
from news.rows import Row, insert_rows
from news.services.recognising import known_entries
from news.services.renewing import renew_entry
from news.services.settling import Attempt, NotKept, Unchanged, settle
from outbound.fetching import Fetched

_OF_ENTRY = [
    "feed", "identity", "url", "title", "text", "publisher", "published_on", "published_at",
    "published_raw", "first_seen_at", "sha256", "link_key", "title_key",
]  # fmt: skip
_OF_POLL = [
    "feed", "polled_at", "seconds", "outcome", "http_status", "error", "moved_to", "body", "sha256",
    "new_entries", "changed_entries",
]  # fmt: skip
_OF_FEED = [field.attname for field in Feed._meta.concrete_fields]
_WRITTEN_BACK = [
    "title", "next_poll_at", "last_polled_at", "last_new_at", "wait_until", "gone_at", "failures",
    "failing_since", "last_error", "claim", "etag", "last_modified", "validated_url", "body_sha256",
    "marks", "ttl_minutes", "skip_hours", "skip_days", "moved_to", "moved_since", "moved_polls",
]  # fmt: skip
log = logging.getLogger(__name__)


def store_attempts(
    attempts: Sequence[Attempt],
    unchanged: Sequence[Unchanged],
    *,
    at: datetime,
    interval: timedelta,
) -> None:
    """Settle and keep all of it; if one feed's part cannot be kept, the others' still is."""
    for attempt in attempts:
        settle(attempt, at=at, interval=interval)
    try:
        _store(attempts, at, unchanged)
    except DatabaseError:
        for poll in unchanged:
            _store_unchanged_alone(poll, at)
        for attempt in attempts:
            _store_alone(attempt, at, interval)


def _store_unchanged_alone(poll: Unchanged, at: datetime) -> None:
    try:
        _store([], at, [poll])
    except DatabaseError:  # its feed was deleted meanwhile, say: there is nothing else to lose
        log.exception("A poll of feed %s cannot be kept", poll.feed.pk)


def _store_alone(attempt: Attempt, at: datetime, interval: timedelta) -> None:
    try:
        _store([attempt], at)
    except DatabaseError as error:
        log.exception("What a poll of feed %s brought cannot be kept", attempt.feed.pk)
        try:
            attempt.feed.refresh_from_db()  # what was settled before holds no more
        except Feed.DoesNotExist:
            return
        attempt.parsed = None
        attempt.problem = NotKept(f"What it brought cannot be kept ({type(error).__name__}).")
        settle(attempt, at=at, interval=interval)
        _store([attempt], at)


@transaction.atomic
def _store(attempts: Sequence[Attempt], at: datetime, unchanged: Sequence[Unchanged] = ()) -> None:
    there = _still_there(attempts)
    attempts = [attempt for attempt in attempts if attempt.feed.pk in there]
    held = {attempt.feed.pk: _held(attempt) for attempt in attempts if attempt.parsed}
    # A feed that never brought an entry has none on record.
    known = known_entries(
        {
            attempt.feed.pk: [keys for _, keys in held[attempt.feed.pk]]
            for attempt in attempts
            if attempt.parsed and attempt.feed.last_new_at
        }
    )
    rows: list[Row] = []
    for attempt in attempts:
        feed = attempt.feed.pk
        rows += _new_rows(attempt, held.get(feed, []), known.get(feed, []), at)
    insert_rows(Entry, _OF_ENTRY, rows)
    polls: list[Attempt | Unchanged] = [*attempts, *unchanged]
    insert_rows(Poll, _OF_POLL, [_poll_row(one, at) for one in polls])
    if touched := [attempt.feed for attempt in attempts if attempt.touched_feed]:
        feeds = [[getattr(feed, name) for name in _OF_FEED] for feed in touched]
        insert_rows(Feed, _OF_FEED, feeds, renewed=_WRITTEN_BACK)


def _still_there(attempts: Sequence[Attempt]) -> set[int]:
    """The feeds that nobody deleted meanwhile, nor can before all is written: else writing a feed
    back would bring it to life again.
    """
    if not attempts:
        return set()
    feeds = Feed.objects.filter(pk__in=[attempt.feed.pk for attempt in attempts])
    return set(feeds.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _held(attempt: Attempt) -> list[tuple[ParsedEntry, Keys]]:
    entries = attempt.parsed.entries if attempt.parsed else ()
    return [(entry, keys_of(entry)) for entry in entries]


def _new_rows(
    attempt: Attempt,
    held: Sequence[tuple[ParsedEntry, Keys]],
    known: Sequence[Known],
    at: datetime,
) -> Iterator[Row]:
    """The entries seen for the first time; those that changed are renewed on the way."""
    attempt.new_entries = attempt.changed_entries = 0
    for match in match_entries(held, known):
        if match.known is None:
            attempt.new_entries += 1
            yield _entry_row(attempt.feed, match, at)
        else:
            attempt.changed_entries += renew_entry(match, match.known, at=at)
    if attempt.new_entries:
        attempt.feed.last_new_at = at


def _entry_row(feed: Feed, match: Match, at: datetime) -> Row:
    entry, keys = match.entry, match.keys
    return (
        feed.pk,
        match.identity,
        entry.url,
        entry.label,
        entry.text,
        (feed.publisher or feed.title)[:200],
        entry.published_on,
        entry.published_at,
        entry.published_raw,
        at,
        entry.sha256,
        keys.link,
        keys.title,
    )


def _poll_row(attempt: Attempt | Unchanged, at: datetime) -> Row:
    feed, answer = attempt.feed, attempt.answer
    status, moved_to, body = None, "", None
    if isinstance(answer, Fetched):
        status = answer.status
        moved_to = answer.url[:2000] if answer.url != feed.url else ""
        if attempt.differs:
            body = answer.packed or zlib.compress(answer.body, 1)
    return (
        feed.pk,
        at,
        round(attempt.seconds, 3),
        attempt.outcome.value,
        status,
        attempt.error,
        moved_to,
        body,
        attempt.body_sha256,
        attempt.new_entries,
        attempt.changed_entries,
    )
