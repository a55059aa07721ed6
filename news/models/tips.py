"""What readers send in: a tip, where it stands, and what was answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class TipQuerySet(models.QuerySet["Tip"]):
    """Verbs about many tips."""

    def waiting(self) -> TipQuerySet:
        """Keep the tips that nobody has decided, the oldest first."""
        return self.filter(state=Tip.State.NEW).order_by("received_at")

    def since(self, moment: datetime) -> TipQuerySet:
        """Keep the tips that arrived after a moment."""
        return self.filter(received_at__gt=moment)


class Tip(models.Model):
    """One tip. Its sender sees it under a link that only they were shown.

    Nothing about the sender is asked for; ``sender`` is a hash that limits how many one machine
    sends in a day, and is erased after that day.
    """

    class State(models.TextChoices):
        NEW = "new", "Waiting to be read"
        TAKEN_UP = "taken_up", "Taken up"
        DECLINED = "declined", "Not taken up"

    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    email = models.EmailField(blank=True, help_text="For an answer; erased after the decision.")
    about = models.CharField(
        max_length=200, blank=True, help_text="The page from which it was sent."
    )
    sender = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    answer = models.TextField(blank=True, help_text="Shown to the sender under their link.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    objects = TipQuerySet.as_manager()

    PROMISED = timedelta(days=7)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(url=""), name="tip_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=["new", "taken_up", "declined"]), name="tip_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None)
                | (~Q(state="new") & Q(decided_at__isnull=False) & ~Q(answer="")),
                name="tip_decided_with_answer",
            ),
        ]

    def __str__(self) -> str:
        return (self.text or self.url).strip()[:80]

    @property
    def decide_by(self) -> datetime:
        """Until when the sender was promised an answer."""
        return self.received_at + self.PROMISED
