"""Stories: the same news in several outlets, as one row of the queue, and how it was decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from news.vocabulary import DeskAction, DismissReason


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories by where they stand on a day."""

    def waiting(self, day: date) -> Self:
        """New ones, and those whose snooze is over."""
        over = Q(state=Story.State.SNOOZED, snoozed_until__lte=day)
        return self.filter(Q(state=Story.State.NEW) | over)

    def snoozed(self, day: date) -> Self:
        """Those put off to a later day."""
        return self.filter(state=Story.State.SNOOZED, snoozed_until__gt=day)

    def dismissed_since(self, moment: datetime) -> Self:
        """Those dismissed since a moment."""
        return self.filter(state=Story.State.DISMISSED, decided_at__gte=moment)

    def done(self) -> Self:
        """Those that became part of the register."""
        return self.filter(state=Story.State.DONE)


class QuietRule(models.Model):
    """Words in a headline or an outlet's name whose stories go to the dismissed ones by themselves.

    Every such story stays in the tab "Dismissed", under the rule, and is brought back with it.
    """

    pattern = models.CharField(max_length=100, unique=True, help_text="Plain words; case is equal.")
    active = models.BooleanField(default=True, help_text="Off: lifted, and kept for the list.")
    hits = models.PositiveIntegerField(default=0, editable=False)
    made_by = models.CharField(max_length=150, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-active", "pattern"]
        constraints = [
            models.CheckConstraint(condition=~Q(pattern=""), name="quiet_rule_has_pattern")
        ]

    def __str__(self) -> str:
        return f"“{self.pattern}”"

    def matches(self, *texts: str) -> bool:
        """Whether its words stand in one of the texts."""
        return any(self.pattern.casefold() in text.casefold() for text in texts)


class Story(models.Model):
    """The same news in several outlets, folded into one and never hidden.

    ``parts`` says of what the score is made: a list of ``[label, amount]``.
    """

    class State(models.TextChoices):
        NEW = "new", "New"
        SNOOZED = "snoozed", "Snoozed"
        DISMISSED = "dismissed", "Dismissed"
        DONE = "done", "Done"

    title = models.CharField(max_length=400)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    snoozed_until = models.DateField(null=True, blank=True)
    assigned_to = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    quieted_by = models.ForeignKey(
        QuietRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="stories"
    )
    score = models.FloatField(default=0)
    parts = models.JSONField(default=list, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-first_seen_at"]
        verbose_name_plural = "stories"
        indexes = [models.Index(fields=["state", "-score"], name="story_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "snoozed", "dismissed", "done"]),
                name="story_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="snoozed") | Q(snoozed_until__isnull=False),
                name="story_snoozed_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What an editor did with a story, in one press of a key; rows are only ever added.

    ``before`` is what an undo puts back: the story's columns, the proposals it decided, and the
    citations it made. ``features`` is what the ranker sees of the story at that moment.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="decisions")
    press = models.CharField(max_length=32, db_index=True, help_text="One press, many stories.")
    action = models.CharField(max_length=12, choices=DeskAction.choices())
    reason = models.CharField(max_length=12, choices=DismissReason.choices(), blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict)
    features = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=DeskAction.values()), name="decision_action_known"
            ),
            models.CheckConstraint(
                condition=~Q(action="dismiss") | ~Q(reason=""), name="decision_dismissal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.story}"


class RankerReport(models.Model):
    """One training of the ranker: its weights, and how it did on decisions it never saw.

    ``precision`` is the share that editors took of what it scored at least one half, among the
    held-back decisions; ``rules_precision`` the same for the rules' confidence alone on as many
    stories. Both are empty where too few were held back. The newest report with weights scores.
    """

    made_at = models.DateTimeField(db_index=True)
    trained_on = models.PositiveIntegerField()
    held_back = models.PositiveIntegerField()
    precision = models.FloatField(null=True, blank=True)
    recall = models.FloatField(null=True, blank=True)
    rules_precision = models.FloatField(null=True, blank=True)
    intercept = models.FloatField(default=0)
    weights = models.JSONField(default=dict, blank=True, help_text="Feature: weight.")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Ranker of {self.made_at:%Y-%m-%d}"
