"""Conditions that pledges wait for, and the log of where editors looked."""

from __future__ import annotations

from django.db import models

from moratoriums.fields import PartialDateField
from moratoriums.models.constraints import in_order, known, not_empty
from moratoriums.models.pledges import Pledge
from moratoriums.vocabulary import CheckPlace, ConditionHealth


class Condition(models.Model):
    """Something a pledge waits for, or a day to watch for it."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="conditions")
    what = models.CharField(max_length=300, help_text="What must happen.")
    would_count = models.TextField(blank=True, help_text="What would count as its happening.")
    ends_pledge = models.BooleanField(
        default=True, help_text="Off: worth watching, but the pledge does not end with it."
    )
    health = models.CharField(
        max_length=16, choices=ConditionHealth.choices(), default=ConditionHealth.NOT_WATCHED
    )
    expected_on = PartialDateField(earliest="expected_earliest", latest="expected_latest")
    expected_earliest = models.DateField(null=True, editable=False)
    expected_latest = models.DateField(null=True, editable=False)
    last_movement_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "what"], name="condition_once_per_pledge"),
            not_empty("what", "condition_says_what"),
            known("health", ConditionHealth, "condition_health_known"),
            in_order("expected_earliest", "expected_latest", "condition_expected_in_order"),
        ]
        indexes = [models.Index(fields=["expected_earliest"], name="condition_expected")]

    def __str__(self) -> str:
        return self.what


class Check(models.Model):
    """One look for news of a pledge: where, on which day, by whom, and what was found."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="checks")
    place = models.CharField(max_length=16, choices=CheckPlace.choices())
    looked_on = models.DateField()
    looked_by = models.CharField(max_length=150, blank=True)
    contrary_found = models.BooleanField(default=False)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ["looked_on", "id"]
        verbose_name_plural = "checks (search log)"
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "place", "looked_on"], name="check_once_per_place_and_day"
            ),
            known("place", CheckPlace, "check_place_known"),
        ]

    def __str__(self) -> str:
        return f"{self.place} on {self.looked_on}"
