"""Reads the archives of frozen versions: one file of them, or one table row by row."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 64 * 1024


def read_member(path: Path, name: str) -> Iterator[bytes]:
    """Yield a file of an archive piece by piece."""
    with zipfile.ZipFile(path) as archive, archive.open(name) as member:
        while piece := member.read(_CHUNK):
            yield piece


def read_table(path: Path, name: str) -> Iterator[list[str]]:
    """Yield the records of a table of an archive, the names of its columns first."""
    with zipfile.ZipFile(path) as archive, archive.open(f"{name}.csv") as member:
        yield from csv.reader(io.TextIOWrapper(member, encoding="utf-8", newline=""))


def tables_of(path: Path) -> list[str]:
    """The tables an archive holds, in its order; the codebook is none of them."""
    with zipfile.ZipFile(path) as archive:
        names = [name.removesuffix(".csv") for name in archive.namelist() if name.endswith(".csv")]
    return [name for name in names if name != "codebook"]
