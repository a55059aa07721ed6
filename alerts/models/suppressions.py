"""Addresses that are never written to again, known by their fingerprint alone."""

from __future__ import annotations

from django.db import models


class Suppression(models.Model):
    """The SHA-256 of an address whose owner marked our mail as unwanted.

    It outlives everything else that was held on the person, so that nobody who types the address
    in can have it written to.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    since_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} since {self.since_at:%Y-%m-%d}"
