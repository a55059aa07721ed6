"""What lies beside the tables in an archive: description, citation, a word to the reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from website.exports import codebook
from website.exports.columns import Column, Kind, Table

TITLE = "Moratorium Watch: the public record of corporate facial-recognition pledges"
SAYS = (
    "Which companies said that they would stop or limit facial recognition, in which words, with "
    "which exemptions, until when, and what happened since: pledges, events, exemptions, the "
    "companies' words, and the sources and quotes behind every claim."
)
KEYWORDS = ("facial recognition", "moratorium", "corporate pledges", "biometrics", "accountability")
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_TYPES: dict[Kind, dict[str, Any]] = {
    "day": {"type": "date"},
    "instant": {"type": "datetime"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "integer": {"type": "integer"},
}


@dataclass(frozen=True)
class Packed:
    """One file of an archive."""

    name: str
    sha256: str
    size: int
    rows: int | None = None


@dataclass(frozen=True)
class Edition:
    """What every paper of one version says of it."""

    name: str
    as_of: date
    site: str

    @property
    def address(self) -> str:
        """The page of the version."""
        return f"{self.site}/data/{self.name}/"


def datapackage(edition: Edition, tables: Sequence[Table], files: dict[str, Packed]) -> str:
    """Return the Frictionless description: tabular data package, with keys between the tables."""
    described = {
        "profile": "tabular-data-package",
        "name": "moratorium-watch",
        "title": TITLE,
        "description": SAYS,
        "version": edition.name,
        "created": f"{edition.as_of.isoformat()}T00:00:00Z",
        "homepage": edition.address,
        "keywords": list(KEYWORDS),
        "licenses": [LICENCE],
        "contributors": [{"title": "Moratorium Watch", "role": "publisher", "path": edition.site}],
        "resources": [
            *(_resource(table.name, table.title, table.says, files[f"{table.name}.csv"],
                        _schema(table)) for table in tables),
            _resource("codebook", "Codebook", "Every column of the other tables, with its values.",
                      files["codebook.csv"], _codebook_schema()),
        ],
    }  # fmt: skip
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _resource(name: str, title: str, says: str, packed: Packed, schema: Any) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "description": says,
        "path": packed.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": packed.size,
        "hash": f"sha256:{packed.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": schema,
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": other, "fields": [theirs]}}
            for own, (other, theirs) in table.links.items()
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        constraints["enum"] = [value for value, _ in codebook.values(column)]
    found: dict[str, Any] = {
        "name": column.name,
        **_TYPES.get(column.kind, {"type": "string"}),
        "description": column.says,
    }
    return {**found, "constraints": constraints} if constraints else found


def _codebook_schema() -> dict[str, Any]:
    fields = [{"name": name, "type": "string"} for name in codebook.HEADER]
    return {"fields": fields, "missingValues": [""], "primaryKey": ["table", "column"]}


def citation_file(edition: Edition) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0); JSON's strings are YAML's as well."""
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {json.dumps('If you use this data set, please cite this version of it.')}",
        f"title: {json.dumps(TITLE)}",
        f"abstract: {json.dumps(SAYS)}",
        "authors:",
        f"  - name: {json.dumps('Moratorium Watch')}",
        f"    website: {json.dumps(edition.site)}",
        f"version: {json.dumps(edition.name)}",
        f"date-released: {json.dumps(edition.as_of.isoformat())}",
        "license: CC-BY-4.0",
        f"url: {json.dumps(edition.address)}",
        "keywords:",
        *(f"  - {json.dumps(word)}" for word in KEYWORDS),
    ]
    return "\n".join(lines) + "\n"


def readme(edition: Edition, tables: Sequence[Table], files: dict[str, Packed]) -> str:
    """Return what a reader should know before opening the tables."""
    listed = "\n".join(
        f"- `{table.name}.csv` ({files[f'{table.name}.csv'].rows:,} rows): {table.says}"
        for table in tables
    )
    return f"""# Moratorium Watch, version {edition.name}

{SAYS}

This is the register as of {edition.as_of.isoformat()}, frozen: the version keeps its bytes, and a
correction is in a later version. Its page: {edition.address}

{listed}
- `codebook.csv`: every column of these tables, its type, its meaning and its values.
- `datapackage.json`: the same for machines (Frictionless Data Package), with the keys.
- `CITATION.cff`: how to cite this version.
- `SHA256SUMS`: checksums; `sha256sum --check SHA256SUMS` tests them.
- `LICENSE`: Creative Commons Attribution 4.0. Short quotations and the titles of sources belong to
  their authors.

## Before you compute with it

- An empty cell means "not on record", never "no". Conduct `not_assessed` means that nobody has
  looked.
- Partial dates are EDTF: `2020-06` is June 2020 and no day in it. The columns `_earliest` and
  `_latest` hold the first and last day that can mean.
- Statuses are computed from the events and the calendar for the day of this version.
- Every claim has a row in `citations.csv`, with the source, the facts it supports and the quote.
- Files are UTF-8. Lists are separated by ` | `. A text that a spreadsheet would run as a formula
  has an apostrophe in front.
"""


def checksums(files: Sequence[Packed]) -> str:
    """Return SHA256SUMS as sha256sum reads it."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in files)
