"""Calls to other machines: who is called about what, and what became of each call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alerts.models.claims import Claimed, ClaimedQuerySet
from alerts.models.following import Following
from moratoriums.models import PledgeEvent


class Webhook(Following):
    """One address that is called when something happens to what it follows."""

    class Format(models.TextChoices):
        STANDARD = "standard", "Signed JSON (Standard Webhooks)"
        SLACK = "slack", "Slack"
        MATTERMOST = "mattermost", "Mattermost"

    name = models.CharField(max_length=100, help_text="Whose it is and what for.")
    url = models.URLField(max_length=500, help_text="https://…; it must be on the public internet.")
    format = models.CharField(max_length=10, choices=Format.choices, default=Format.STANDARD)
    secret = models.CharField(max_length=100, help_text="Signs each call; give it to the receiver.")
    active = models.BooleanField(default=True, help_text="Off: nothing is queued for it.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="No call has been taken since; after five days it is off."
    )

    class Meta(Following.Meta):
        ordering = ["id"]
        constraints = [
            *Following.Meta.constraints,
            models.CheckConstraint(condition=~Q(secret=""), name="webhook_has_secret"),
            models.CheckConstraint(
                condition=Q(format__in=["standard", "slack", "mattermost"]),
                name="webhook_format_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CallQuerySet(ClaimedQuerySet["Call"]):
    """Verbs about many calls."""


class Call(Claimed):
    """One event owed to one webhook, once, and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Calling"
        TAKEN = "taken", "Taken"
        DROPPED = "dropped", "Dropped"
        FAILED = "failed", "Failed"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    event = models.ForeignKey(PledgeEvent, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=40, unique=True, help_text="The same at each try.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, help_text="What the last try met.")
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [("replay_call", "Can make calls again")]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="call_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "taken", "dropped", "failed"]),
                name="call_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_at__isnull=False), name="call_taken_has_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before_at"], name="call_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
