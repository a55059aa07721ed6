"""What was read in an entry and waits for an editor, or was decided by one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from moratoriums.models import Pledge
from news.models.entries import Entry
from news.vocabulary import Relation


class Proposal(models.Model):
    """Facts read out of an entry, each with its quote, waiting for an editor's decision.

    ``facts`` is a list of dicts ``{"name", "value", "quote", "start", "end", "rule",
    "confidence"}`` (offsets into ``entry.whole``) under one company and act. ``company_slug`` is
    empty for a company that the register does not know.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="proposals")
    key = models.CharField(max_length=200, help_text="Company and act: one proposal for each.")
    company_name = models.CharField(max_length=200)
    company_slug = models.SlugField(max_length=80, blank=True)
    act = models.CharField(max_length=24)
    facts = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was dismissed.")
    pledge = models.ForeignKey(
        Pledge, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    near = models.ForeignKey(
        Pledge,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The pledge on record that it seems to be about.",
    )
    relation = models.CharField(max_length=12, choices=Relation.choices(), blank=True)
    clause = models.CharField(max_length=120, blank=True, help_text="Key of the clause it touches.")
    near_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["state", "-proposed_at"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "key"], name="proposal_once_per_entry"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "accepted", "dismissed"]),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="proposal_decided_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="proposal_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_name}: {self.act}"
