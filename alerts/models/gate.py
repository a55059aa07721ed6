"""The gate of the outbox: whose it is, whether it is shut, and what the mail server last said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Gate(models.Model):
    """One row: mail leaves only while it is open and the database is where it was.

    ``place`` says where the database was when mail last left (see ``alerts.place``). A copy on
    another machine, or a backup put back, is somewhere else, and its outbox stays shut until a
    person has looked at it.
    """

    place = models.CharField(max_length=100, blank=True)
    runs = models.PositiveBigIntegerField(default=0, help_text="Runs in which a mail left.")
    shut_at = models.DateTimeField(null=True, blank=True)
    shut_because = models.CharField(max_length=300, blank=True)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="What keeps the mail server from taking mail."
    )
    trouble_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="gate_only_one"),
            models.CheckConstraint(
                condition=Q(shut_at=None) | ~Q(shut_because=""), name="gate_shut_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return "The gate of the outbox"
