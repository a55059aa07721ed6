"""Sees to it that every source has a copy in a web archive."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings

from moratoriums.partial_dates import parse
from moratoriums.services import note_source_copy
from news.archive import Archive, ArchiveFailed, Copy
from news.models import SourceWatch

log = logging.getLogger(__name__)

ASK_AFTER_JOB = timedelta(minutes=5)
LEASE = timedelta(hours=1)
FIRST_WAIT = timedelta(days=1)
LONGEST_WAIT = timedelta(days=60)


def configured_archive() -> Archive:
    """The archive that the settings name."""
    return Archive(settings.ARCHIVE_LOOKUP_URL, settings.ARCHIVE_SAVE_URL, settings.ARCHIVE_KEY)


def keep_archived_copies(*, at: datetime, limit: int = 10, archive: Archive | None = None) -> int:
    """Look for an archived copy of sources without one, and order those that nobody has made.

    Each source waits twice as long after each try that came to nothing, sixty days at most, and
    is never given up. Safe to run in several processes at once.

    Returns:
        How many sources got a copy.
    """
    archive = archive or configured_archive()
    got = 0
    due = SourceWatch.objects.unarchived(at).order_by("next_archive_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        claim = SourceWatch.objects.unarchived(at).filter(pk=pk)
        if not claim.update(next_archive_at=at + LEASE):
            continue
        watch = SourceWatch.objects.select_related("source").get(pk=pk)
        try:
            copy = _next_step(watch, archive, at)
        except ArchiveFailed as error:
            _wait(watch, str(error), at)
            continue
        if copy:
            note_source_copy(watch.source, by="the watch", at=at, archived_url=copy.url)
            SourceWatch.objects.filter(pk=pk).update(archive_job="", archive_note="")
            got += 1
    return got


def _next_step(watch: SourceWatch, archive: Archive, at: datetime) -> Copy | None:
    """Ask after the order that is out, or for a copy, or order one; None while one is made."""
    if watch.archive_job:
        copy = archive.finished_copy(watch.archive_job)
        if copy is None:
            _ask_again(watch, watch.archive_job, at)
        return copy
    source = watch.source
    seen = parse(source.published_on).earliest if source.published_on else source.seen_on
    wanted = datetime(seen.year, seen.month, seen.day, tzinfo=at.tzinfo) if seen else at
    copy = archive.closest_copy(source.url, to=wanted)
    if copy is None and not archive.may_save:
        raise ArchiveFailed("The archive has no copy, and no key is set with which to order one.")
    if copy is None:
        _ask_again(watch, archive.order_copy(source.url), at)
    return copy


def _ask_again(watch: SourceWatch, job: str, at: datetime) -> None:
    SourceWatch.objects.filter(pk=watch.pk).update(
        archive_job=job, next_archive_at=at + ASK_AFTER_JOB, archive_note="A copy is being made."
    )


def _wait(watch: SourceWatch, why: str, at: datetime) -> None:
    wait = min(FIRST_WAIT * 2 ** min(watch.archive_tries, 10), LONGEST_WAIT)
    SourceWatch.objects.filter(pk=watch.pk).update(
        archive_job="",
        archive_tries=watch.archive_tries + 1,
        archive_note=why[:300],
        next_archive_at=at + wait,
    )
    log.info("No archived copy of %s yet: %s", watch.source.slug, why)
