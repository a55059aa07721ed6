"""Keeping the heartbeat: each run of a recurring job is noted when it begins and when it ends."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from moratoriums.models import JobRun

KEEP = timedelta(days=14)
# Clocks of two machines may differ by less than this without being wrong.
CLOCKS_DIFFER = timedelta(minutes=10)

# Set when the worker is asked to stop: a long job looks at it between two steps. Made before the
# worker forks, so that its children see it.
stopping = multiprocessing.Event()


class JobTrouble(Exception):
    """A job did what it could and something outside keeps it from its purpose; says what."""


@contextmanager
def noted_run(name: str) -> Iterator[JobRun]:
    """Note one run of a job; the block may set its ``counts``.

    An error is noted and goes on its way, save for ``JobTrouble``, which is only noted.
    """
    run = JobRun.objects.create(name=name, started_at=timezone.now())
    try:
        yield run
    except BaseException as error:
        run.error = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        if isinstance(error, JobTrouble):
            run.error = str(error)[:300]
            _end(run)
            return
        _end(run)
        raise
    run.ok = True
    _end(run)


def forget_old_runs(*, at: datetime) -> int:
    """Delete runs older than two weeks, but the last good one of each job."""
    last = JobRun.objects.filter(ok=True).order_by().values("name").annotate(last=Max("pk"))
    kept = [row["last"] for row in last]
    old = JobRun.objects.filter(started_at__lt=at - KEEP).exclude(pk__in=kept)
    return old.delete()[0]


def ran_ahead(at: datetime) -> bool:
    """Whether a run is noted that began so far in the future that a clock must have been wrong."""
    return JobRun.objects.filter(started_at__gt=at + CLOCKS_DIFFER).exists()


def forget_runs_ahead(at: datetime) -> int:
    """Delete the runs of a wrong clock: they would hide for as long that a job does not run."""
    return JobRun.objects.filter(started_at__gt=at).delete()[0]


def _end(run: JobRun) -> None:
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at", "ok", "error", "counts"])
