"""Revisions: the whole record as it stood after each saved change, never altered."""

from __future__ import annotations

from django.db import models

from moratoriums.models.pledges import Pledge


class Revision(models.Model):
    """A pledge's record, in the text of the register's files, after one change."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField(help_text="The record as the register's files write it.")
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150, blank=True)
    significant = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "version"], name="revision_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.pledge} v{self.version}"
