"""What one answer means for a feed: its outcome, its next poll, what is remembered of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar

from news.models import Feed, Poll
from news.parsers import ParserStopped
from news.parsing.entries import Document, NotAFeed, ParsedFeed, known_marks
from news.schedule import Past, Wishes, next_poll, retry_after
from news.services.claiming import Claimed
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
    _before: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._before = dict(vars(self.feed))
        if isinstance(self.answer, Fetched) and self.answer.body:
            self.body_sha256 = sha256(self.answer.body).hexdigest()
            self.differs = self.body_sha256 != self.feed.body_sha256

    @property
    def touched_feed(self) -> bool:
        """Whether anything is to be written into the feed."""
        return vars(self.feed) != self._before

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


@dataclass(frozen=True)
class Unchanged:
    """A poll that changes nothing about its feed: all there is to write is that it was made."""

    feed: Claimed
    answer: Fetched
    seconds: float
    new_entries: ClassVar[int] = 0
    changed_entries: ClassVar[int] = 0
    outcome: ClassVar[Poll.Outcome] = Poll.Outcome.NOT_MODIFIED
    error: ClassVar[str] = ""
    body_sha256: ClassVar[str] = ""
    differs: ClassVar[bool] = False


def as_unchanged(
    feed: Claimed,
    answer: Fetched | FetchFailed,
    seconds: float,
    *,
    at: datetime,
    interval: timedelta,
) -> Unchanged | None:
    """A poll after which ``settle`` would leave the feed as it is, told without its whole row.

    Most polls are such: not modified, with the validators that are on record, and no other wish
    about the next poll than the usual. None for any other.
    """
    if not feed.calm or not isinstance(answer, Fetched) or answer.status != 304:
        return None
    if answer.moved_for_good:
        return None
    headers = answer.headers
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    said = (etag, modified, answer.url)
    if (etag or modified) and said != (feed.etag, feed.last_modified, feed.validated_url):
        return None
    planned = next_poll(
        at, status=304, headers=headers, wishes=Wishes(), past=Past(), interval=interval
    )
    return Unchanged(feed, answer, seconds) if planned is None else None


def settle(attempt: Attempt, *, at: datetime, interval: timedelta) -> None:
    """Write into the feed, and into the attempt, what came of it."""
    attempt.outcome, attempt.error = _outcome(attempt)
    feed, answer = attempt.feed, attempt.answer
    good = attempt.outcome in (Poll.Outcome.OK, Poll.Outcome.NOT_MODIFIED)
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
    _plan(attempt, at, interval)


def _plan(attempt: Attempt, at: datetime, interval: timedelta) -> None:
    """Put the next poll where publisher and past want it, if that is later than claimed."""
    feed, answer = attempt.feed, attempt.answer
    status = answer.status if isinstance(answer, Fetched) else None
    headers = answer.headers if isinstance(answer, Fetched) else {}
    asked = retry_after(at, status=status, headers=headers)
    feed.wait_until = at + asked if asked is not None else None
    planned = next_poll(
        at,
        status=status,
        headers=headers,
        wishes=feed.wishes,
        past=Past(feed.failures, isinstance(attempt.problem, ParserStopped)),
        interval=interval,
        chance=random.random(),  # noqa: S311 (spreads polls, guards nothing)
    )
    if planned is not None:
        feed.next_poll_at = planned


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
        feed.skip_hours = " ".join(map(str, parsed.skip_hours))
        feed.skip_days = " ".join(map(str, parsed.skip_days))


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
