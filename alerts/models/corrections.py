"""Corrections: what was wrong in alerts that left, told to everybody who got them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from moratoriums.models import PledgeEvent


class Correction(models.Model):
    """One mail to all who were told of one event: what was wrong, and what is right."""

    event = models.ForeignKey(PledgeEvent, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(help_text="What was wrong, and what is right. Plain text.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        permissions = [("send_correction", "Can send a correction to those who got an alert")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_has_text"),
        ]

    def __str__(self) -> str:
        return f"Correction of {self.event}"
