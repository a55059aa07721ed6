"""Who asked to be told, of what, and the tokens in the links they were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from alerts.models.following import NOTHING_SINGLE, Following, once_per


class Subscriber(models.Model):
    """One address that asked to be told; speaks only after it was confirmed."""

    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When a question to this address was last put in the post."
    )
    asked_times = models.PositiveIntegerField(
        default=0, help_text="Questions that nobody has answered."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(
        null=True, blank=True, help_text="When they last chose something themselves."
    )
    still_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When they were asked whether they still want the mails."
    )
    paused_until = models.DateField(
        null=True, blank=True, help_text="Nothing that happens before this day is told to them."
    )
    moves_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="moves_to",
        help_text="The address whose subscriptions come here once this one is confirmed.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subscriber",
        help_text="The editor whose address it is.",
    )

    class Meta:
        ordering = ["id"]
        permissions = [("export_subscriber", "Can export what is held on subscribers")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_once_per_address"),
            models.CheckConstraint(condition=~Q(email=""), name="subscriber_has_address"),
        ]

    def __str__(self) -> str:
        return self.email


class Subscription(Following):
    """What one subscriber follows, which steps before an end they want, and how often they hear.

    Each one is confirmed by itself: anybody can type in the address of somebody who already
    gets mails.
    """

    class Frequency(models.TextChoices):
        IMMEDIATE = "immediate", "As it happens"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    frequency = models.CharField(
        max_length=9, choices=Frequency.choices, default=Frequency.IMMEDIATE
    )
    absence = models.BooleanField(
        default=False, help_text="Told when nothing is announced by a week before an end."
    )
    heartbeat = models.BooleanField(
        default=False, help_text="Told also when nothing happened: a digest comes even if empty."
    )
    as_editor = models.BooleanField(
        default=False, help_text="An editor's: every step of the clock, with its task."
    )
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Following.Meta):
        ordering = ["id"]
        constraints = [
            *Following.Meta.constraints,
            *once_per("subscriber"),
            *[
                models.UniqueConstraint(
                    fields=["subscriber"],
                    condition=NOTHING_SINGLE & Q(as_editor=as_editor),
                    name=name,
                )
                for as_editor, name in (
                    (False, "subscription_to_everything_once"),
                    (True, "subscription_as_editor_once"),
                )
            ],
            models.CheckConstraint(
                condition=Q(as_editor=False) | NOTHING_SINGLE,
                name="subscription_as_editor_to_everything",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=["immediate", "daily", "weekly"]),
                name="subscription_frequency_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["followed_filter"],
                condition=~Q(followed_filter=""),
                name="subscription_searches",
            ),
            models.Index(
                fields=["frequency"],
                condition=~Q(frequency="immediate"),
                name="subscription_digests",
            ),
            models.Index(
                fields=["frequency"],
                condition=Q(heartbeat=True),
                name="subscription_heartbeats",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} follows {self.followed}"

    @property
    def followed(self) -> str:
        """What is followed, in words."""
        return "the editors' work" if self.as_editor else super().followed


class Token(models.Model):
    """The fingerprint of a secret that was sent to one subscriber in a link.

    Each message carries a secret of its own, and only its SHA-256 is kept: the table opens no
    link. A token that confirms or acts for an editor runs out; one that leaves works as long as the
    subscriber exists.
    """

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "Confirm"
        LEAVE = "leave", "Leave"
        DUTY = "duty", "Take up a duty"
        CALENDAR = "calendar", "Calendar"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    sha256 = models.CharField(max_length=64, unique=True)
    duty = models.ForeignKey("alerts.Duty", null=True, blank=True, on_delete=models.CASCADE)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["confirm", "leave", "calendar"], duty=None)
                | Q(purpose="duty", duty__isnull=False),
                name="token_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.subscriber}"
