"""Whether the site does its work: jobs that are late, mail that waits, feeds that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Min

from alerts.models import Email, RoundTrip
from alerts.services.gate import trouble
from moratoriums.models import JobRun
from news.models import Feed

OLDEST_MAIL = timedelta(hours=24)
# A test alert leaves every six hours; one that has not come round within two is missing.
ROUND_TRIP = timedelta(hours=2)
SILENT_FAILURES = 5
# One a night, and two hours in which it may be late.
OLDEST_BACKUP = timedelta(hours=26)


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and what to do about it.

    ``red`` ones make the health page fail; the others are for editors and operators to know.
    """

    key: str
    text: str
    advice: str
    red: bool = True


@dataclass(frozen=True)
class Job:
    """One job of the timetable: how often it runs, and how its last runs went."""

    name: str
    every: timedelta
    last_well_at: datetime | None
    last_error: str

    def late(self, at: datetime, since: datetime | None) -> bool:
        """Whether no run ended well within twice its period and the time one run may take.

        A job that has never run is late only when others have been running for so long.
        """
        patience = 2 * self.every + timedelta(seconds=settings.CELERY_TASK_HARD_LIMIT_SECONDS)
        last = self.last_well_at or since
        return last is not None and at - last > patience


def read_jobs() -> list[Job]:
    """Every job of the timetable with its last runs."""
    well, ended = JobRun.objects.last_well(), JobRun.objects.last_ended()
    jobs = []
    timetable: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
    for entry in timetable.values():
        name = str(entry["task"])
        last = ended.get(name)
        error = last.error if last and not last.ok else ""
        jobs.append(Job(name, entry["schedule"], well.get(name), error))
    return jobs


def read_findings(at: datetime) -> list[Finding]:
    """Everything that is not as it should be now."""
    return [*_jobs(at), *_outbox(at), *_round_trip(at), *_backups(at), *_feeds()]


def _jobs(at: datetime) -> Iterator[Finding]:
    since = JobRun.objects.aggregate(first=Min("started_at"))["first"]
    for job in read_jobs():
        if job.late(at, since):
            last = f"{job.last_well_at:%Y-%m-%d %H:%M %Z}" if job.last_well_at else "never"
            error = f" Its last run met: {job.last_error}" if job.last_error else ""
            yield Finding(
                "late job",
                f"The job {job.name} is late: it last ended well {last}.{error}",
                "See that clock (manage.py tick), worker (manage.py work) and broker run.",
            )


def _outbox(at: datetime) -> Iterator[Finding]:
    if said := trouble():
        yield Finding("outbox", f"No mail leaves: {said}", "See docs/alerts.md, When mail waits.")
    waits = Email.objects.filter(state__in=[Email.State.QUEUED, Email.State.SENDING])
    oldest = waits.aggregate(oldest=Min("queued_at"))["oldest"]
    if oldest is not None and at - oldest > OLDEST_MAIL:
        yield Finding(
            "old mail",
            f"The oldest mail has waited since {oldest:%Y-%m-%d %H:%M %Z}.",
            "Its reason stands in the admin under Emails.",
        )
    unknown = Email.objects.filter(state=Email.State.UNKNOWN).count()
    if unknown:
        yield Finding(
            "unknown mail",
            f"Of {unknown} mail(s) nobody knows whether they arrived.",
            "Decide on the admin's first page: sent, or send again.",
            red=False,
        )


def _round_trip(at: datetime) -> Iterator[Finding]:
    if not settings.TEST_ALERT_TO:
        return
    last = RoundTrip.objects.filter(sent_at__lt=at - ROUND_TRIP).first()
    if last is not None and last.returned_at is None:
        yield Finding(
            "test alert",
            f"The test alert of {last.sent_at:%Y-%m-%d %H:%M %Z} has not come round.",
            "See whether mail to TEST_ALERT_TO arrives and whether BOUNCES_URL can be read.",
        )


def _backups(at: datetime) -> Iterator[Finding]:
    """Red when backups were made here and then stopped; what else makes them is not seen here."""
    made = [path.stat().st_mtime for path in settings.BACKUP_DIR.glob("moratorium-*")]
    if made and at.timestamp() - max(made) > OLDEST_BACKUP.total_seconds():
        newest = datetime.fromtimestamp(max(made), UTC)
        yield Finding(
            "backup",
            f"The newest backup is of {newest:%Y-%m-%d %H:%M %Z}.",
            "Run manage.py backup, and see why it did not run by itself.",
        )


def _feeds() -> Iterator[Finding]:
    failing = Feed.objects.filter(active=True, failures__gte=SILENT_FAILURES).count()
    if failing:
        yield Finding(
            "feeds",
            f"{failing} feed(s) failed {SILENT_FAILURES} times in a row or more.",
            "Look at them in the admin under Feeds.",
            red=False,
        )


def well(findings: Iterable[Finding]) -> bool:
    """Whether nothing among the findings makes the health page fail."""
    return not any(finding.red for finding in findings)
