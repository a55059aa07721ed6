"""What one answer means for a feed: its outcome, its next poll, what is remembered of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from news.models import Feed, Poll
from news.parsers import ParserStopped
from news.parsing.entries import Document, NotAFeed, ParsedFeed, known_marks
from news.schedule import Past, Wishes, next_poll, retry_after
from outbound.fetching import Blocked, Fetched, FetchFailed

MOVES_TO_ADOPT = 3  # polls that a permanent redirect has to hold, and for a day at least
MOVE_HOLDS = timedelta(days=1)
_LONGEST_ETAG, _LONGEST_DATE, _LONGEST_URL = 500, 200, 2000
_LONGEST_ADDRESS = 1000


class NotKept(Exception):
    """The database refused what a poll brought."""


@dataclass
class Attempt:
    """One poll of one feed while it is worked on: the answer, and what the parser made of it."""

    feed: Feed
    answer: Fetched | FetchFailed
    seconds: float
    parsed: ParsedFeed | None = None
    problem: NotAFeed | ParserStopped | NotKept | None = None
    new_entries: int = 0
    changed_entries: int = 0
    outcome: Poll.Outcome = Poll.Outcome.OK
    error: str = ""
    body_sha256: str = field(init=False, default="")
    differs: bool = field(init=False, default=False)  # from what was read last

    def __post_init__(self) -> None:
        if isinstance(self.answer, Fetched) and self.answer.body:
            self.body_sha256 = sha256(self.answer.body).hexdigest()
            self.differs = self.body_sha256 != self.feed.body_sha256

    @property
    def to_parse(self) -> Document | None:
        """The document, if there is one that was not read before."""
        answer = self.answer
        if not isinstance(answer, Fetched) or answer.status != 200 or not self.differs:
            return None
        if not answer.body.strip():
            return None
        known = known_marks(bytes(self.feed.marks))
        return Document(answer.body, answer.content_type, answer.url, known)


def settle(attempt: Attempt, *, at: datetime, interval: timedelta) -> None:
    """Write into the feed, and into the attempt, what came of it."""
    attempt.outcome, attempt.error = _outcome(attempt)
    good = attempt.outcome in (Poll.Outcome.OK, Poll.Outcome.NOT_MODIFIED)
    feed, answer = attempt.feed, attempt.answer
    if good:
        feed.failures, feed.failing_since, feed.last_error = 0, None, ""
    else:
        feed.failures += 1
        feed.failing_since = feed.failing_since or at
        feed.last_error = attempt.error
    if isinstance(answer, Fetched) and good:
        _remember(feed, attempt, answer)
        _note_move(feed, answer, at)
    feed.gone_at = at if attempt.outcome == Poll.Outcome.GONE else None
    status = answer.status if isinstance(answer, Fetched) else None
    headers = answer.headers if isinstance(answer, Fetched) else {}
    asked = retry_after(at, status=status, headers=headers)
    feed.wait_until = at + asked if asked is not None else None
    feed.next_poll_at = next_poll(
        at,
        status=status,
        headers=headers,
        wishes=Wishes(feed.ttl_minutes, tuple(feed.skip_hours), tuple(feed.skip_days)),
        past=Past(feed.failures, isinstance(attempt.problem, ParserStopped)),
        interval=interval,
        chance=random.random(),  # noqa: S311 (spreads polls, guards nothing)
    )


def _outcome(attempt: Attempt) -> tuple[Poll.Outcome, str]:
    answer = attempt.answer
    if isinstance(answer, Blocked):
        return Poll.Outcome.BLOCKED, f"Not fetched: {answer}"
    if isinstance(answer, FetchFailed):
        return Poll.Outcome.ERROR, f"Not fetched: {answer}"
    if answer.status == 304:
        if attempt.feed.body_sha256:
            return Poll.Outcome.NOT_MODIFIED, ""
        return Poll.Outcome.ERROR, "It answered 304, not modified, though it was never read."
    if answer.status == 410:
        return Poll.Outcome.GONE, "It answered 410: gone for good."
    if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
        return Poll.Outcome.RATE_LIMITED, f"It answered {answer.status}: asked to wait."
    if answer.status != 200:
        return Poll.Outcome.ERROR, f"It answered {answer.status}."
    if attempt.problem:
        return Poll.Outcome.ERROR, str(attempt.problem)
    if not answer.body.strip():
        return Poll.Outcome.ERROR, "It is empty."
    return Poll.Outcome.OK, ""


def _remember(feed: Feed, attempt: Attempt, answer: Fetched) -> None:
    """Keep what the next poll needs; only of an answer that was read, or it would be lost."""
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    if answer.status == 200 or etag or modified:
        # Byte for byte or not at all: a cut validator is none.
        feed.etag = etag if len(etag) <= _LONGEST_ETAG else ""
        feed.last_modified = modified if len(modified) <= _LONGEST_DATE else ""
        feed.validated_url = answer.url if len(answer.url) <= _LONGEST_URL else ""
    if answer.status == 200:
        feed.body_sha256 = attempt.body_sha256
    if attempt.parsed:
        parsed = attempt.parsed
        feed.title = feed.title or parsed.title
        feed.marks = parsed.marks
        feed.ttl_minutes = parsed.ttl_minutes
        feed.skip_hours, feed.skip_days = list(parsed.skip_hours), list(parsed.skip_days)


def _note_move(feed: Feed, answer: Fetched, at: datetime) -> None:
    """Count how long a permanent redirect has led to the same place."""
    if not answer.moved_for_good or len(answer.url) > _LONGEST_ADDRESS:
        feed.moved_to, feed.moved_since, feed.moved_polls = "", None, 0
    elif feed.moved_to == answer.url:
        feed.moved_polls += 1
    else:
        feed.moved_to, feed.moved_since, feed.moved_polls = answer.url, at, 1


def move_holds(feed: Feed, at: datetime) -> bool:
    """Whether a permanent redirect has held long enough to be taken as the feed's address."""
    return (
        feed.moved_since is not None
        and feed.moved_polls >= MOVES_TO_ADOPT
        and at - feed.moved_since >= MOVE_HOLDS
    )
