"""Where news comes from: the feeds that are polled, and every attempt to read one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Feed(models.Model):
    """A news feed that is polled on a timetable of its own."""

    url = models.URLField(max_length=1000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    next_poll_at = models.DateTimeField(null=True, blank=True, db_index=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "url"]
        constraints = [models.CheckConstraint(condition=~Q(url=""), name="feed_has_url")]

    def __str__(self) -> str:
        return self.title or self.url


class Poll(models.Model):
    """One attempt to read a feed, whatever came of it."""

    class Outcome(models.TextChoices):
        OK = "ok", "Read"
        NOT_MODIFIED = "not_modified", "Not modified"
        GONE = "gone", "Gone"
        ERROR = "error", "Error"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="polls")
    polled_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    body = models.BinaryField(null=True, blank=True)
    new_entries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-polled_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["ok", "not_modified", "gone", "error"]),
                name="poll_outcome_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.polled_at:%Y-%m-%d %H:%M}: {self.outcome}"
