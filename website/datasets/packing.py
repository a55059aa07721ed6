"""Writes the archive of a version: the same register and name give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from website.datasets import papers
from website.datasets.papers import Edition, Packed
from website.exports import codebook
from website.exports.columns import Table
from website.exports.streams import csv_text

# A ZIP file dates its members; one day for all keeps the bytes free of the clock.
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def pack(
    path: Path, edition: Edition, tables: Sequence[tuple[Table, Iterable[Any]]], licence: str
) -> list[Packed]:
    """Write an archive to ``path``, row by row, and return its files in their order.

    ``tables`` holds each table with its rows.
    """
    files: dict[str, Packed] = {}
    known = [table for table, _ in tables]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for table, lines in tables:
            counted = _Counted(lines)
            packed = _add(archive, f"{table.name}.csv", csv_text(table, counted))
            files[packed.name] = Packed(packed.name, packed.sha256, packed.size, counted.number)
        texts: dict[str, Callable[[], str]] = {
            "codebook.csv": lambda: _codebook(known),
            "datapackage.json": lambda: papers.datapackage(edition, known, files),
            "CITATION.cff": lambda: papers.citation_file(edition),
            "README.md": lambda: papers.readme(edition, known, files),
            "LICENSE": lambda: licence,
            "SHA256SUMS": lambda: papers.checksums(list(files.values())),
        }
        for name, text in texts.items():
            files[name] = _add(archive, name, [text()])
    return list(files.values())


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, lines: Iterable[Any]) -> None:
        self._lines, self.number = lines, 0

    def __iter__(self) -> Iterator[Any]:
        for line in self._lines:
            self.number += 1
            yield line


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterable[str]) -> Packed:
    member = zipfile.ZipInfo(name, _MEMBER_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr, member.create_system = _REGULAR_FILE, _UNIX
    digest, size = hashlib.sha256(), 0
    with archive.open(member, "w", force_zip64=True) as target:
        for chunk in chunks:
            raw = chunk.encode()
            digest.update(raw)
            size += len(raw)
            target.write(raw)
    return Packed(name, digest.hexdigest(), size)


def _codebook(tables: Sequence[Table]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(codebook.HEADER)
    writer.writerows(codebook.rows(tables))
    return buffer.getvalue()


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
