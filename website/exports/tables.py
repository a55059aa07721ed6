"""The tables there are, and their rows read batch by batch so that memory stays flat."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Any

from moratoriums.queries import PledgeQuerySet
from website.exports.columns import Table
from website.exports.event_table import EVENTS
from website.exports.evidence_tables import CITATIONS, SOURCES, STATEMENTS
from website.exports.exemption_table import EXEMPTIONS
from website.exports.party_tables import BENEFICIARIES, COMPANIES
from website.exports.pledge_table import PLEDGES
from website.serving.days import Asked

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        PLEDGES,
        EVENTS,
        EXEMPTIONS,
        STATEMENTS,
        CITATIONS,
        SOURCES,
        COMPANIES,
        BENEFICIARIES,
    )
}
# SQLite takes a limited number of parameters in one statement.
BATCH = 500


def lines(table: Table, records: PledgeQuerySet, asked: Asked) -> Iterator[Any]:
    """Yield the rows of a table for some pledges, in stable order.

    The keys are read first, eight bytes each, and the rows then in batches: no cursor stays open
    while a slow reader takes the file, and which rows belong to it is settled at the start.
    """
    found_keys = table.rows(records, asked).values_list("pk", flat=True)
    keys = array("q", found_keys.iterator(chunk_size=2000))
    remaining = iter(keys)
    while batch := list(islice(remaining, BATCH)):
        found = table.fetch(batch, asked)
        yield from (found[key] for key in batch if key in found)
