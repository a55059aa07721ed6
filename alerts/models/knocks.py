"""How often somebody knocked within an hour, without keeping who it was."""

from __future__ import annotations

from django.db import models


class Knock(models.Model):
    """Requests of one sender at one door within one hour.

    The sender is a keyed hash that changes every day, and the row is erased a day later.
    """

    sender = models.CharField(max_length=64)
    door = models.CharField(max_length=12)
    hour_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["sender", "door", "hour_at"], name="knock_once"),
        ]

    def __str__(self) -> str:
        return f"{self.times} at {self.door}"
