"""Tables as files: CSV (RFC 4180, UTF-8) and JSON, written row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from website.exports.cells import cell, plain
from website.exports.columns import Sheet

# The forms of a file, by the ending of its name, with their types.
FORMS = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}
_CHUNK = 64 * 1024


def csv_text(table: Sheet, lines: Iterable[Any]) -> Iterator[str]:
    """Yield a CSV file: the names of the columns, then one record for each line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for line in lines:
        writer.writerow([cell(column.value(line)) for column in table.columns])
        if buffer.tell() > _CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def json_text(table: Sheet, lines: Iterable[Any], head: dict[str, Any]) -> Iterator[str]:
    """Yield a JSON object: ``head``, ``rows``, and last ``count``, so that a cut file shows."""
    buffer = io.StringIO()
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    buffer.write(f'{opened},\n "rows": [')
    count = 0
    for count, line in enumerate(lines, 1):
        row = {name: plain(value) for name, value in table.row(line).items()}
        buffer.write(("," if count > 1 else "") + "\n" + json.dumps(row, ensure_ascii=False))
        if buffer.tell() > _CHUNK:
            yield _taken(buffer)
    buffer.write(f'\n],\n "count": {count}\n}}\n')
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
