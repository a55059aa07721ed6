"""The post room's tables: who asked to be told of what, and what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge, PledgeEvent


class Subscriber(models.Model):
    """One address that asked to be told; speaks only after it was confirmed."""

    email = models.EmailField(max_length=254)
    token_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the token in the links of this person."
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_once_per_address"),
            models.CheckConstraint(condition=~Q(email=""), name="subscriber_has_address"),
        ]

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """What one subscriber follows: everything, a company, a pledge or a beneficiary."""

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.CASCADE)
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.CASCADE)
    beneficiary = models.ForeignKey(Beneficiary, null=True, blank=True, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company=None, pledge=None)
                | Q(company=None, beneficiary=None)
                | Q(pledge=None, beneficiary=None),
                name="subscription_follows_one_thing",
            ),
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=Q(company=None, pledge=None, beneficiary=None),
                name="subscription_to_everything_once",
            ),
            *[
                models.UniqueConstraint(
                    fields=["subscriber", followed],
                    condition=Q(**{f"{followed}__isnull": False}),
                    name=f"subscription_to_{followed}_once",
                )
                for followed in ("company", "pledge", "beneficiary")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} follows {self.followed}"

    @property
    def followed(self) -> str:
        """What is followed, in words."""
        return str(self.pledge or self.company or self.beneficiary or "everything")


class Email(models.Model):
    """One message as it was handed over; may carry several deliveries."""

    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One event to one subscriber, once: the row is claimed, sent, and only then marked."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Dropped"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"

    event = models.ForeignKey(PledgeEvent, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    email = models.ForeignKey(
        Email, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(auto_now_add=True)
    not_before_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, help_text="Why dropped or failed.")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "sending", "sent", "dropped", "failed", "unknown"]
                ),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "failed"]) | ~Q(reason=""),
                name="delivery_given_up_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.subscriber}"
