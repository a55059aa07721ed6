"""What editors were told of a day's troubles: one note for each day at most."""

from __future__ import annotations

from django.db import models


class Note(models.Model):
    """One day's note to all editors; the day is unique, so that trouble is told once a day."""

    day_on = models.DateField(unique=True)
    subject = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-day_on"]

    def __str__(self) -> str:
        return f"{self.day_on}: {self.subject}"
