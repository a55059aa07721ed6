"""What differs between two versions: records that came, went or changed, and in which columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from website.datasets.archives import read_table, tables_of

_DIGEST = 8
# A site that moved to another address changed no record.
_OF_THE_SITE = frozenset({"address"})


@dataclass(frozen=True)
class Change:
    """One record that differs between two versions."""

    table: str
    key: str
    what: Literal["added", "removed", "changed"]
    columns: tuple[str, ...] = ()


def changes(older: Path, newer: Path, keys: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Yield every difference, table by table, in the order of the newer version.

    ``keys`` names the key columns of the tables; in a table without them a record is the same
    only as a whole. Columns that one of the versions does not have are left out. Of each older
    record only digests are kept, eight bytes a column.
    """
    before = tables_of(older)
    for table in tables_of(newer):
        if table in before:
            yield from _table_changes(table, older, newer, keys.get(table, ()))


def _table_changes(table: str, older: Path, newer: Path, key: Sequence[str]) -> Iterator[Change]:
    old_rows, new_rows = read_table(older, table), read_table(newer, table)
    old_names, new_names = next(old_rows), next(new_rows)
    common = [name for name in new_names if name in old_names and name not in _OF_THE_SITE]
    if not key:
        yield from _whole_rows(table, _picked(old_rows, old_names, common),
                               _picked(new_rows, new_names, common))  # fmt: skip
        return
    places = [common.index(name) for name in key]
    known = {
        tuple(row[place] for place in places): _digests(row)
        for row in _picked(old_rows, old_names, common)
    }
    for row in _picked(new_rows, new_names, common):
        name = tuple(row[place] for place in places)
        was = known.pop(name, None)
        if was is None:
            yield Change(table, "/".join(name), "added")
        elif was != (now := _digests(row)):
            yield Change(table, "/".join(name), "changed", _differing(common, was, now))
    for name in known:
        yield Change(table, "/".join(name), "removed")


def _whole_rows(
    table: str, old: Iterator[Sequence[str]], new: Iterator[Sequence[str]]
) -> Iterator[Change]:
    """Compare a table without a key: each record counts as often as it occurs."""
    left = Counter(_Named(row) for row in old)
    for row in new:
        named = _Named(row)
        if left[named]:
            left[named] -= 1
        else:
            yield Change(table, named.label, "added")
    for named, number in left.items():
        for _ in range(number):
            yield Change(table, named.label, "removed")


class _Named:
    """A record known by its digest, with its first two columns to call it by."""

    def __init__(self, row: Sequence[str]) -> None:
        self.digest = blake2b("\x00".join(row).encode(), digest_size=16).digest()
        self.label = "/".join(row[:2])

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Named) and self.digest == other.digest


def _picked(
    rows: Iterator[list[str]], names: Sequence[str], wanted: Sequence[str]
) -> Iterator[list[str]]:
    places = [names.index(name) for name in wanted]
    return ([row[place] for place in places] for row in rows)


def _digests(row: Sequence[str]) -> bytes:
    return b"".join(blake2b(text.encode(), digest_size=_DIGEST).digest() for text in row)


def _differing(names: Sequence[str], was: bytes, now: bytes) -> tuple[str, ...]:
    return tuple(
        name
        for place, name in enumerate(names)
        if was[place * _DIGEST : (place + 1) * _DIGEST]
        != now[place * _DIGEST : (place + 1) * _DIGEST]
    )
