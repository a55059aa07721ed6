"""What a step of the clock puts before editors, and who has taken it up."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from moratoriums.models import Pledge
from moratoriums.vocabulary import CLOCK_KINDS, EventKind


class Duty(models.Model):
    """One day of one pledge that somebody has to look at: an end, a review, a condition.

    Editors are reminded of it step by step. One who acknowledges it ends the reminders; one who
    puts it off moves them to a day; one to whom it is assigned gets them alone.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=24, choices=EventKind.choices())
    about_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=150, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    snoozed_by = models.CharField(max_length=150, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="duties",
    )

    class Meta:
        ordering = ["about_on", "id"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["pledge", "kind", "about_on"], name="duty_once"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in CLOCK_KINDS)),
                name="duty_of_the_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.pledge}, {self.about_on}"

    def rests_on(self, day: date) -> bool:
        """Whether nobody is reminded on a day: somebody took it up, or put it off."""
        return self.acknowledged_at is not None or (
            self.snoozed_until is not None and self.snoozed_until > day
        )
