"""The evidence watch: when each source is looked at, every look, and the texts that were found."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Case, IntegerField, Q, When

from moratoriums.models import Source
from moratoriums.vocabulary import SourceHealth


class SourceWatchQuerySet(models.QuerySet["SourceWatch"]):
    """Verbs about many watched sources."""

    def due(self, at: datetime) -> SourceWatchQuerySet:
        """Keep the sources whose next look has come."""
        return self.filter(next_check_at__lte=at)

    def unarchived(self, at: datetime) -> SourceWatchQuerySet:
        """Keep the sources without an archived copy for which one may be looked for now."""
        return self.filter(source__archived_url="", next_archive_at__lte=at)


class SourceWatch(models.Model):
    """When a source is looked at next; made for every source that somebody of ours has read."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="watch")
    next_check_at = models.DateTimeField(db_index=True)
    failures = models.PositiveIntegerField(
        default=0, help_text="Looks in a row that settled nothing."
    )
    strikes = models.PositiveIntegerField(
        default=0, help_text="Looks in a row that found the page missing."
    )
    next_archive_at = models.DateTimeField(db_index=True)
    archive_job = models.CharField(
        max_length=200, blank=True, help_text="The archive's name for a copy it is making."
    )
    archive_tries = models.PositiveIntegerField(default=0)
    archive_note = models.CharField(max_length=300, blank=True)

    objects = SourceWatchQuerySet.as_manager()

    class Meta:
        ordering = ["next_check_at"]
        verbose_name_plural = "source watches"

    def __str__(self) -> str:
        return str(self.source)


class CaptureQuerySet(models.QuerySet["Capture"]):
    """Verbs about many copies."""

    def waiting(self) -> CaptureQuerySet:
        """Keep the wordings that wait for an editor; those that lost a quote come first."""
        lost = Case(When(quotes_missing=[], then=1), default=0, output_field=IntegerField())
        return self.filter(state=Capture.State.WAITING).order_by(lost, "captured_at")


class Capture(models.Model):
    """The text of a source as it was found, once for each wording; kept for us, not published."""

    class State(models.TextChoices):
        KEPT = "kept", "Kept"
        WAITING = "waiting", "Waits for an editor"
        READ = "read", "Read by an editor"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="captures")
    captured_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    url = models.URLField(max_length=1000, help_text="The address that answered in the end.")
    sha256 = models.CharField(max_length=64, help_text="Of the text.")
    text = models.TextField()
    quotes_missing = models.JSONField(
        default=list, blank=True, help_text="Cited quotes that do not stand in it."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["-last_seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="capture_once_per_wording"),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "waiting", "read"]), name="capture_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-captured_at"], condition=Q(state="waiting"), name="capture_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.captured_at:%Y-%m-%d}"


class SourceCheck(models.Model):
    """One look at a source: what was found, kept for good.

    ``health`` is empty when the look settled nothing.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    health = models.CharField(max_length=16, choices=SourceHealth.choices(), blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    final_url = models.URLField(max_length=1000, blank=True)
    note = models.CharField(max_length=400, blank=True)
    capture = models.ForeignKey(
        Capture, null=True, blank=True, on_delete=models.SET_NULL, related_name="checks"
    )

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(health="") | Q(health__in=SourceHealth.values()),
                name="source_check_health_known",
            )
        ]

    def __str__(self) -> str:
        found = self.get_health_display() if self.health else "not settled"
        return f"{self.source}, {self.checked_at:%Y-%m-%d}: {found}"
