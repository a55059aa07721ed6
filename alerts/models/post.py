"""The outbox: which event went on its round, to whom it is owed, and the messages that left."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from alerts.models.subscribers import Subscriber, Subscription
from moratoriums.models import PledgeEvent


class Dispatch(models.Model):
    """One event that went through the post room, once: when, and how many people it concerned.

    Written together with its deliveries. An event that was looked at and concerned nobody, or
    was no news, has its row too, so that a later subscriber or a changed rule never digs it up.
    """

    event = models.OneToOneField(PledgeEvent, on_delete=models.CASCADE, related_name="dispatch")
    queued_at = models.DateTimeField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "dispatches"

    def __str__(self) -> str:
        return f"{self.event} to {self.people}"


class EmailQuerySet(models.QuerySet["Email"]):
    """Verbs about many messages."""

    def due(self, at: datetime) -> EmailQuerySet:
        """Keep what may be sent: waiting and not held back, or claimed by a sender that died."""
        waiting = Q(state=Email.State.QUEUED) & (Q(not_before_at=None) | Q(not_before_at__lte=at))
        abandoned = Q(state=Email.State.SENDING, lease_until__lte=at)
        return self.filter(waiting | abandoned)


class Email(models.Model):
    """One message to one person: claimed by one sender at a time, and marked after it was sent.

    An alert carries one or several deliveries; the others carry none.
    """

    class Kind(models.TextChoices):
        ALERT = "alert", "Alert"
        CONFIRMATION = "confirmation", "Confirmation"
        CORRECTION = "correction", "Correction"
        STILL_WANTED = "still_wanted", "Still wanted?"
        DUTY = "duty", "Editor's reminder"

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Dropped"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="emails")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ALERT)
    correction = models.ForeignKey(
        "alerts.Correction", null=True, blank=True, on_delete=models.CASCADE, related_name="emails"
    )
    duty = models.ForeignKey(
        "alerts.Duty", null=True, blank=True, on_delete=models.CASCADE, related_name="emails"
    )
    message_id = models.CharField(max_length=200, unique=True, help_text="The same at each try.")
    subject = models.CharField(max_length=200, blank=True)
    ladder_on = models.DateField(
        null=True, blank=True, help_text="The day whose reminders it carries, at most one mail."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    not_before_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    unclear_attempts = models.PositiveIntegerField(
        default=0, help_text="Tries after which nobody can know whether the server took it."
    )
    reason = models.CharField(max_length=300, blank=True, help_text="What the last try ran into.")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "ladder_on"],
                condition=Q(ladder_on__isnull=False),
                name="email_one_ladder_mail_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["alert", "confirmation", "still_wanted"])
                | Q(kind="correction", correction__isnull=False)
                | Q(kind="duty", duty__isnull=False),
                name="email_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "sending", "sent", "dropped", "failed", "unknown"]
                ),
                name="email_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "failed", "unknown"]) | ~Q(reason=""),
                name="email_given_up_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="email_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "not_before_at"], name="email_due"),
            models.Index(fields=["state", "lease_until"], name="email_abandoned"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.get_kind_display()} to {self.subscriber}"


class Delivery(models.Model):
    """One event owed to one subscriber, once, and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Dropped"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"

    event = models.ForeignKey(PledgeEvent, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(
        Subscription,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        help_text="Because of which they get it.",
    )
    email = models.ForeignKey(
        Email, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was not sent.")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent", "dropped", "failed", "unknown"]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "failed", "unknown"]) | ~Q(reason=""),
                name="delivery_given_up_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscriber"],
                condition=Q(state="queued", email=None),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.subscriber}"
