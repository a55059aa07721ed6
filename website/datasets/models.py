"""The table of frozen versions: what each archive is called, when it was made, its checksums."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class DatasetVersion(models.Model):
    """One frozen version; its archive lies under VAR_DIR and is told by its SHA-256.

    The row is written after the archive is in place, and the name is unique: whichever process
    comes second finds that the version exists.
    """

    name = models.CharField(max_length=20, unique=True)
    as_of = models.DateField(db_index=True)
    frozen_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes of the archive.")
    files = models.JSONField(help_text="Name, SHA-256, bytes and rows of each file in it.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="dataset_has_name"),
            models.CheckConstraint(condition=~Q(sha256=""), name="dataset_has_checksum"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dataset", args=[self.name])

    @property
    def archive_name(self) -> str:
        """What the archive is called when it is downloaded."""
        return f"moratorium-watch-{self.name}.zip"

    @property
    def path(self) -> Path:
        """Where the archive lies; the checksum in the name keeps two attempts apart."""
        return archive_folder() / f"{self.name}-{self.sha256[:16]}.zip"


def archive_folder() -> Path:
    """The folder of the archives, shared by all processes of the site."""
    return Path(settings.VAR_DIR) / "datasets"
