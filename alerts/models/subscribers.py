"""Who asked to be told, of what, and the tokens in the links they were sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge


class Subscriber(models.Model):
    """One address that asked to be told; speaks only after it was confirmed."""

    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When a question to this address was last put in the post."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_once_per_address"),
            models.CheckConstraint(condition=~Q(email=""), name="subscriber_has_address"),
        ]

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """What one subscriber follows: everything, a company, a pledge or a beneficiary.

    Each one is confirmed by itself: anybody can type in the address of somebody who already
    gets mails.
    """

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.CASCADE)
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.CASCADE)
    beneficiary = models.ForeignKey(Beneficiary, null=True, blank=True, on_delete=models.CASCADE)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
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
        return str(self.pledge or self.company or self.beneficiary or "everything on record")


class Token(models.Model):
    """The fingerprint of a secret that was sent to one subscriber in a link.

    Each message carries a secret of its own, and only its SHA-256 is kept: the table opens no
    link. A token that confirms runs out; one that leaves works as long as the subscriber exists.
    """

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "Confirm"
        LEAVE = "leave", "Leave"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["confirm", "leave"]), name="token_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.subscriber}"
