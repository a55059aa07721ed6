"""The heartbeat of the recurring jobs: one row for each run, so that silence is noticed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Max, Q


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """Verbs about many runs."""

    def last_well(self) -> dict[str, datetime]:
        """When each job last began a run that ended well, by its name."""
        well = self.filter(ok=True).order_by().values_list("name")
        return dict(well.annotate(at=Max("started_at")))

    def last_ended(self) -> dict[str, JobRun]:
        """The last run of each job that has ended, by its name."""
        ended = self.filter(ended_at__isnull=False).order_by().values("name")
        latest = ended.annotate(latest=Max("pk")).values("latest")
        return {run.name: run for run in self.filter(pk__in=latest)}


class JobRun(models.Model):
    """One run of one job: when it began and ended, and what came of it.

    A run without an end is going on, or its worker was killed.
    """

    name = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ok = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True, help_text="What it ran into.")
    counts = models.JSONField(default=dict, blank=True, help_text="What it did, in numbers.")

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ok=False) | Q(ended_at__isnull=False, error=""),
                name="job_run_well_has_ended",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="job_run_has_name"),
        ]
        indexes = [models.Index(fields=["name", "started_at"], name="job_run_latest")]

    def __str__(self) -> str:
        return f"{self.name} at {self.started_at:%Y-%m-%d %H:%M}"
