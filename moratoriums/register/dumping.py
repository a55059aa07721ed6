"""Writes what readers may see into a folder of register files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from moratoriums.register.directory import FOLDERS
from moratoriums.register.stored import public_texts


@dataclass
class Dumped:
    """How many files a dump wrote, and which files in the folder belong to no record."""

    files: int = 0
    written: int = 0
    strangers: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{self.files} files, {self.written} of them written anew."
        if self.strangers:
            told += f"\nWithout a record here (left as they are): {', '.join(self.strangers)}."
        return told


def dump_register(directory: Path) -> Dumped:
    """Write every published record; a file that says it already is not touched.

    Drafts and verdicts that wait for a second editor are left out.

    Raises:
        OSError: the folder cannot be written.
        ValueError: a record cannot be said as a file; the message names it.
    """
    dumped = Dumped()
    with transaction.atomic():
        for folder in FOLDERS:
            _dump(directory / folder, folder, dumped)
    return dumped


def _dump(place: Path, folder: str, dumped: Dumped) -> None:
    place.mkdir(parents=True, exist_ok=True)
    names = set()
    for slug, text in public_texts(folder):
        path = place / f"{slug}.yaml"
        names.add(path.name)
        raw = text.encode()
        dumped.files += 1
        if not path.is_file() or path.read_bytes() != raw:
            path.write_bytes(raw)
            dumped.written += 1
    dumped.strangers += [
        str(path) for path in sorted(place.glob("*.yaml")) if path.name not in names
    ]
