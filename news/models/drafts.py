"""What editors have typed on the page of an article and not decided yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from news.models.entries import Entry

HOLD = timedelta(minutes=15)  # without a sign of life the page is free again


class Draft(models.Model):
    """The form of one article as last saved, and who has it open.

    ``data`` holds what the browser sent: field name to the list of its values. ``version`` is
    raised by every save; a form that was opened at another one is a conflict.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="draft")
    data = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.CharField(max_length=150, blank=True)
    held_by = models.CharField(max_length=150, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(
        max_length=150, blank=True, help_text="Who sent it to a second editor."
    )
    asked_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["entry"]

    def __str__(self) -> str:
        return f"Draft of {self.entry}"

    def held_by_other(self, name: str, at: datetime) -> bool:
        """Whether somebody else has the page open and gave a sign of life lately."""
        return bool(
            self.held_by and self.held_by != name and self.held_at and at - self.held_at < HOLD
        )


class Rescue(models.Model):
    """What an editor sent that could not be saved: logged out, or somebody else was faster."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="rescues")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "by"], name="rescue_once_per_editor")
        ]

    def __str__(self) -> str:
        return f"Rescued for {self.by}: {self.entry}"
