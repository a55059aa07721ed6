"""Freezing: the step that makes a version of the register, once."""

from __future__ import annotations

import re
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from moratoriums.services import restamp
from website.datasets.models import DatasetVersion, archive_folder
from website.datasets.packing import checksum, pack
from website.datasets.papers import Edition
from website.datasets.snapshot import snapshot
from website.exports.tables import TABLES, lines
from website.lists.rows import listed
from website.serving.days import Asked

_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[0-9]{1,3})?")


class NotFrozen(Exception):
    """No version was made; the message says why and what to do."""


def freeze_dataset(*, day: date, at: datetime, name: str = "") -> DatasetVersion:
    """Write the register as of ``day`` into an archive and put it on the list of versions.

    ``name`` is the day unless given; a second version of one day is named 2026-11-26.2.

    Raises:
        NotFrozen: the name cannot be used or is taken, or nothing is published.
    """
    name = name or day.isoformat()
    _demand_free(name)
    folder = archive_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        draft = Path(place) / "archive.zip"
        version = _packed(draft, Edition(name, day, settings.SITE_URL), at)
        draft.replace(version.path)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
            restamp()  # pages that list the versions are made anew
    except IntegrityError:
        if DatasetVersion.objects.get(name=name).path != version.path:
            version.path.unlink()
        raise NotFrozen(f"Version {name} was frozen by another process meanwhile.") from None
    return version


def freeze_month(*, day: date, at: datetime) -> DatasetVersion | None:
    """Freeze a version unless the month of ``day`` has one or nothing is published."""
    theirs = DatasetVersion.objects.filter(as_of__year=day.year, as_of__month=day.month)
    if theirs.exists() or not listed(day).exists():
        return None
    return freeze_dataset(day=day, at=at)


def broken_versions() -> list[str]:
    """Name every version whose archive is gone or is not what it was when it was frozen."""
    return [
        f"{one.name}: {'changed' if one.path.exists() else 'missing'} ({one.path})"
        for one in DatasetVersion.objects.all()
        if not one.path.exists() or checksum(one.path) != one.sha256
    ]


def _demand_free(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise NotFrozen(f"“{name}” is no name for a version. Write 2026-11-26 or 2026-11-26.2.")
    if DatasetVersion.objects.filter(name=name).exists():
        raise NotFrozen(
            f"Version {name} exists, and a version is never changed. Name another, such as "
            f"{name.partition('.')[0]}.2."
        )


def _packed(draft: Path, edition: Edition, at: datetime) -> DatasetVersion:
    asked = Asked(edition.as_of, edition.as_of)
    licence = (Path(settings.DATA_DIR) / "LICENSE").read_text(encoding="utf-8")
    with snapshot():
        records = listed(edition.as_of).order_by("slug")
        if not records.exists():
            raise NotFrozen("Nothing is published yet, so there is nothing to freeze.")
        tables = [(table, lines(table, records, asked)) for table in TABLES.values()]
        files = pack(draft, edition, tables, licence)
    return DatasetVersion(
        name=edition.name,
        as_of=edition.as_of,
        frozen_at=at,
        sha256=checksum(draft),
        size=draft.stat().st_size,
        files=[asdict(one) for one in files],
    )
