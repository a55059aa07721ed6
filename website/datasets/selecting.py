"""The filters of the list, asked of a frozen version: the same question gives the same bytes.

A frozen version has no database. What each filter means to its tables is said here, and a test
demands that the live tables of the same day answer alike.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict

from moratoriums.filters import ANY, FILTERS, NONE
from website.datasets.archives import read_table
from website.exports.cells import SEPARATOR

Row = Mapping[str, str]


class Unselectable(ValueError):
    """A filter cannot be asked of a frozen version; the message says why."""


@dataclass(frozen=True)
class Parties:
    """The organisations of a version: the sector of each, and the one it belongs to."""

    sectors: Mapping[str, str]
    parents: Mapping[str, str]

    def family(self, company: str) -> set[str]:
        """Return an organisation and all those above it."""
        found: set[str] = set()
        while company and company not in found:
            found.add(company)
            company = self.parents.get(company, "")
        return found


def _listed(cell: str) -> list[str]:
    return cell.split(SEPARATOR) if cell else []


def _equal(column: str) -> Callable[[Row, str, Parties], bool]:
    return lambda row, value, parties: row[column] == value


def _exempts(row: Row, value: str, parties: Parties) -> bool:
    exempt = _listed(row["exemptions"])
    return bool(exempt) if value == ANY else not exempt if value == NONE else value in exempt


def _within(row: Row, value: str, parties: Parties) -> bool:
    return any(one == value or one.startswith(f"{value}-") for one in _listed(row["places"]))


def _from_day(row: Row, value: str, parties: Parties) -> bool:
    return (row["announced_latest"] or row["first_seen"]) >= value


def _to_day(row: Row, value: str, parties: Parties) -> bool:
    return (row["announced_earliest"] or row["first_seen"]) <= value


PASSES: Mapping[str, Callable[[Row, str, Parties], bool]] = {
    **{
        name: _equal(name)
        for name in ("company", "status", "kind", "term", "force", "conduct", "technology")
    },
    "use": lambda row, value, parties: value in _listed(row["whose_use"]),
    "exempt": _exempts,
    "place": _within,
    "family": lambda row, value, parties: value in parties.family(row["company"]),
    "sector": lambda row, value, parties: parties.sectors.get(row["company"]) == value,
    "from": _from_day,
    "to": _to_day,
}


def read_selection(asked: QueryDict) -> dict[str, str]:
    """Read the filters of an address.

    A short name is taken as it is: what it named in an old version may be merged by now.

    Raises:
        Unselectable: a filter or value is none that a frozen version knows.
    """
    known = {one.name: one for one in FILTERS}
    wanted: dict[str, str] = {}
    for name, given in asked.lists():
        if name not in PASSES:
            told = ", ".join(PASSES)
            raise Unselectable(f"A frozen version has no filter “{name[:60]}”. Known are: {told}.")
        if len(given) > 1:
            raise Unselectable(f"“{name}” is given {len(given)} times.")
        one = known[name]
        if (one.words or one.bound) and given[0] and (problem := one.problem(given[0])):
            raise Unselectable(problem)
        if given[0]:
            wanted[name] = one.written(given[0])
    return wanted


def selected(path: Path, table: str, wanted: Mapping[str, str]) -> Iterator[str]:
    """Yield a table of an archive, with the rows that belong to the pledges that pass, as CSV."""
    belongs = _belonging(path, table, _passing(path, wanted))
    rows = read_table(path, table)
    names = next(rows)
    yield _record(names)
    for row in rows:
        if belongs(dict(zip(names, row, strict=True))):
            yield _record(row)


def _passing(path: Path, wanted: Mapping[str, str]) -> set[str]:
    """The pledges that pass every filter."""
    parties = Parties({}, {})
    if {"family", "sector"} & set(wanted):
        companies = list(_rows(path, "companies"))
        parties = Parties(
            {one["company"]: one["sector"] for one in companies},
            {one["company"]: one["parent"] for one in companies},
        )
    return {
        row["pledge"]
        for row in _rows(path, "pledges")
        if all(PASSES[name](row, value, parties) for name, value in wanted.items())
    }


def _belonging(path: Path, table: str, pledges: set[str]) -> Callable[[Row], bool]:
    """Say which rows of a table belong to some pledges."""

    def named(other: str, column: str) -> set[str]:
        return {row[column] for row in _rows(path, other) if row["pledge"] in pledges}

    if table == "sources":
        column, known = "source", named("citations", "source") | named("statements", "source")
    elif table == "beneficiaries":
        column, known = "beneficiary", named("exemptions", "beneficiary")
    elif table == "companies":
        column, known = "company", _with_parents(path, named("pledges", "company"))
    else:
        column, known = "pledge", pledges
    return lambda row: row[column] in known


def _with_parents(path: Path, companies: set[str]) -> set[str]:
    parents = {row["company"]: row["parent"] for row in _rows(path, "companies")}
    parties = Parties({}, parents)
    return set().union(*(parties.family(one) for one in companies))


def _rows(path: Path, table: str) -> Iterator[Row]:
    rows = read_table(path, table)
    names = next(rows)
    return (dict(zip(names, row, strict=True)) for row in rows)


def _record(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
