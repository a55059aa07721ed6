"""What came back: bounces and complaints, and the test mails that went round."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alerts.models.post import Email
from alerts.models.subscribers import Subscriber


class Return(models.Model):
    """One report that a message did not arrive, or was not wanted."""

    class Kind(models.TextChoices):
        NO_MAILBOX = "no_mailbox", "No such mailbox"
        REFUSED = "refused", "Refused"
        DELAYED = "delayed", "Delayed"
        COMPLAINT = "complaint", "Marked as unwanted"

    email = models.ForeignKey(Email, on_delete=models.CASCADE, related_name="returns")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="returns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    said = models.CharField(max_length=300, blank=True, help_text="What the other side said.")
    received_at = models.DateTimeField()
    stopped = models.BooleanField(
        default=False, help_text="Mail to this address stopped because of it."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["email", "kind"], name="return_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["no_mailbox", "refused", "delayed", "complaint"]),
                name="return_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subscriber}"


class RoundTrip(models.Model):
    """One mail from the site to itself: when it left, and when it was seen again."""

    message_id = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Test alert of {self.sent_at:%Y-%m-%d %H:%M}"
