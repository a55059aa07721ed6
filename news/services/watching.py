"""The evidence watch: looks at each source on its schedule and keeps what it finds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from moratoriums.models import Source
from moratoriums.services import cited_quotes, note_source_copy, note_source_health, restamp
from moratoriums.vocabulary import SourceClass, SourceHealth
from news.articles import NotAnArticle, read_article_bytes
from news.door import fingerprint, web_address
from news.models import Capture, SourceCheck, SourceWatch
from news.services.rewording import propose_rewording
from news.watching import Answer, Verdict, judge_source, likeness, next_check
from news.watching.judging import ALIKE
from news.watching.schedule import WATCHED_CLASSES
from outbound.fetching import Fetched, FetchFailed, fetch

# A newly watched source is looked at within two days, not all of them at once.
APART = timedelta(minutes=10)
LEASE = timedelta(hours=1)
BUDGET_SECONDS = 150
MOST_WORDINGS = 50  # of one source; a page that differs at every look is kept no longer
_FREE = re.compile(rb'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)

Fetcher = Callable[[str], Fetched]


def begin_watching(*, at: datetime) -> int:
    """Put every source that somebody has read on the schedule; returns how many were new."""
    fresh = Source.objects.filter(seen_on__isnull=False, watch=None).order_by("pk")
    rows = [
        SourceWatch(source=source, next_check_at=at + number * APART, next_archive_at=at)
        for number, source in enumerate(fresh)
    ]
    SourceWatch.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def check_due_sources(*, at: datetime, limit: int = 20, fetcher: Fetcher = fetch) -> int:
    """Look at the sources that are due; safe to run in several processes at once.

    One source that cannot be read never keeps the others waiting for their turn.

    Returns:
        How many were looked at.
    """
    begin_watching(at=at)
    stop_at = time.monotonic() + BUDGET_SECONDS
    done = 0
    for pk in list(SourceWatch.objects.due(at).values_list("pk", flat=True)[:limit]):
        if time.monotonic() > stop_at:
            break
        claimed = SourceWatch.objects.due(at).filter(pk=pk).update(next_check_at=at + LEASE)
        if claimed:
            watch = SourceWatch.objects.select_related("source").get(pk=pk)
            check_source(watch, at=at, fetcher=fetcher)
            done += 1
    return done


def check_source(watch: SourceWatch, *, at: datetime, fetcher: Fetcher = fetch) -> SourceCheck:
    """Look at one source now and write down what was found.

    A wording that takes away a cited quote, or changes a page of the company's own or its terms,
    waits for an editor; the first becomes a proposal for each pledge that cites the words.
    """
    answer, digest = _look(watch.source, fetcher)
    return _write(watch, answer, digest, at)


def _look(source: Source, fetcher: Fetcher) -> tuple[Answer, str]:
    """The answer of a source's address, and the hash of the text or document that came."""
    try:
        fetched = fetcher(source.url)
    except FetchFailed as error:
        return Answer(source.url, failure=f"It cannot be reached: {error}"[:300]), ""
    answer = Answer(
        source.url,
        web_address(fetched.url),
        fetched.status,
        to_be_paid=bool(_FREE.search(fetched.body)),
    )
    if fetched.status != 200:
        return answer, ""
    try:
        article = read_article_bytes(fetched.body, fetched.content_type)
    except NotAnArticle as error:
        return Answer(source.url, answer.final_url, 200, failure=str(error)[:300]), ""
    text = f"{article.title}\n\n{article.text}".strip()
    read = Answer(source.url, answer.final_url, 200, text, answer.to_be_paid)
    return read, fingerprint(text)


@transaction.atomic
def _write(watch: SourceWatch, answer: Answer, digest: str, at: datetime) -> SourceCheck:
    source = watch.source
    read = baseline(source)
    quotes = cited_quotes(source)
    verdict = judge_source(
        answer, quotes=quotes, first_text=read.text if read else "", strikes=watch.strikes
    )
    capture = _keep(source, answer, digest, verdict, read, at) if verdict.readable else None
    check = SourceCheck.objects.create(
        source=source,
        checked_at=at,
        health=verdict.health or "",
        http_status=answer.status or None,
        final_url=answer.final_url,
        note=verdict.note[:400],
        capture=capture,
    )
    _settle(watch, verdict, at)
    if capture and verdict.health == SourceHealth.QUOTE_GONE and read:
        propose_rewording(capture, before=read, quotes=quotes)
    return check


def baseline(source: Source) -> Capture | None:
    """The copy that later ones are compared with: the last an editor read, else the first."""
    read = source.captures.filter(state=Capture.State.READ).order_by("-captured_at").first()
    return read or source.captures.order_by("captured_at", "pk").first()


def _keep(
    source: Source,
    answer: Answer,
    digest: str,
    verdict: Verdict,
    read: Capture | None,
    at: datetime,
) -> Capture | None:
    """The copy of this wording; one that differs by a date or a menu counts as the one before."""
    same = source.captures.filter(sha256=digest).first()
    last = source.captures.first()
    if same is None and last and likeness(last.text, answer.text) >= ALIKE:
        same = last if last.quotes_missing == list(verdict.quotes_missing) else None
    if same:
        Capture.objects.filter(pk=same.pk).update(last_seen_at=at)
        return same
    if source.captures.count() >= MOST_WORDINGS:
        return None
    lost = verdict.health == SourceHealth.QUOTE_GONE
    watched = SourceClass(source.source_class) in WATCHED_CLASSES
    waits = read is not None and (lost or watched)
    capture = Capture.objects.create(
        source=source,
        captured_at=at,
        last_seen_at=at,
        url=answer.final_url or source.url,
        sha256=digest,
        text=answer.text,
        quotes_missing=list(verdict.quotes_missing),
        state=Capture.State.WAITING if waits else Capture.State.KEPT,
    )
    if read is None:
        note_source_copy(source, by="the watch", at=at, sha256=digest, captured_at=at)
    return capture


def _settle(watch: SourceWatch, verdict: Verdict, at: datetime) -> None:
    """Move the next look, and say on the source itself how it is, if this look settled it."""
    settled = verdict.health is not None
    failures = 0 if settled else watch.failures + 1
    source_class = SourceClass(watch.source.source_class)
    SourceWatch.objects.filter(pk=watch.pk).update(
        failures=failures,
        strikes=F("strikes") + 1 if verdict.strike else 0,
        next_check_at=next_check(source_class, verdict.health, failures=failures, at=at),
    )
    if verdict.health is not None:
        note_source_health(watch.source, verdict.health, at=at)
    else:
        restamp()  # the look itself is shown


@transaction.atomic
def mark_capture_read(capture: Capture, *, by: str, at: datetime) -> None:
    """An editor has read a new wording: later ones are compared with it, and health follows.

    Reading it decides nothing about a pledge; its proposals stay on the desk.
    """
    Capture.objects.filter(pk=capture.pk).update(
        state=Capture.State.READ, reviewed_at=at, reviewed_by=by
    )
    earlier = Capture.objects.filter(
        source=capture.source, state=Capture.State.WAITING, captured_at__lte=capture.captured_at
    )
    earlier.update(state=Capture.State.KEPT)
    capture.refresh_from_db()
