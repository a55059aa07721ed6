"""The shapes of the API's answers; rows are made from the one definition of the columns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from website.exports import codebook
from website.exports.columns import Column, Table
from website.exports.tables import TABLES

_TYPES: dict[str, Any] = {
    "text": str,
    "edtf": str,
    "address": str,
    "day": date,
    "instant": datetime,
    "boolean": bool,
    "integer": int,
    "list": list[str],
}


def _type(column: Column) -> Any:
    if column.words:
        found: Any = Literal[tuple(value for value, _ in codebook.values(column))]
    else:
        found = _TYPES[column.kind]
    return found if column.required or column.kind == "list" else found | None


def _row(table: Table, name: str) -> type[Schema]:
    fields: dict[str, Any] = {
        column.name: (_type(column), Field(description=column.says)) for column in table.columns
    }
    return create_model(name, __base__=Schema, __doc__=table.says, **fields)


def _page(item: type[Schema], name: str) -> type[Schema]:
    told = f"Some of the {name.removesuffix('Page').lower()}s, and the way to the next."
    fields: dict[str, Any] = {
        "as_of": (date, Field(description="The day the answer is about.")),
        "items": (list[item], Field(description="The rows, at most `limit` of them.")),  # type: ignore[valid-type]
        "next_cursor": (str | None, Field(description="Pass it as `cursor`; null at the end.")),
        "next": (str | None, Field(description="The address of the next part; null at the end.")),
    }
    return create_model(name, __base__=Schema, __doc__=told, **fields)


NAMES = {
    "pledges": "Pledge",
    "events": "Event",
    "exemptions": "Exemption",
    "statements": "Statement",
    "citations": "Citation",
    "sources": "Source",
    "companies": "Company",
    "beneficiaries": "Beneficiary",
}
ROWS = {table: _row(TABLES[table], name) for table, name in NAMES.items()}
PAGES = {table: _page(ROWS[table], f"{name}Page") for table, name in NAMES.items()}
_PARTS: dict[str, Any] = {
    table: (list[ROWS[table]], Field(description=TABLES[table].says))  # type: ignore[valid-type]
    for table in ("events", "exemptions", "statements", "citations", "sources")
}
PledgeRecord = create_model(
    "PledgeRecord",
    __base__=ROWS["pledges"],
    __doc__="A pledge with everything that belongs to it.",
    as_of=(date, Field(description="The day the answer is about.")),
    **_PARTS,
)


def _with_counts(table: str, name: str, says: str) -> type[Schema]:
    return create_model(
        name,
        __base__=ROWS[table],
        __doc__=says,
        as_of=(date, Field(description="The day the answer is about.")),
        by_status=(dict[str, int], Field(description="Its pledges by status on that day.")),
        pledges=(str, Field(description="Where its pledges are listed.")),
    )


CompanyRecord = _with_counts("companies", "CompanyRecord", "An organisation with its counts.")
BeneficiaryRecord = _with_counts(
    "beneficiaries", "BeneficiaryRecord", "An exempt party with the pledges that exempt it."
)


class File(Schema):
    """One file of a frozen version."""

    name: str
    address: str
    sha256: str
    size: int = Field(description="Bytes.")
    rows: int | None = Field(description="Records, in a table.")


class Version(Schema):
    """A frozen version of the whole register."""

    name: str
    as_of: date
    frozen_at: datetime
    address: str = Field(description="The page of the version.")
    archive: str = Field(description="Where the archive is downloaded.")
    sha256: str = Field(description="SHA-256 of the archive.")
    size: int = Field(description="Bytes of the archive.")
    files: list[File]


class Versions(Schema):
    """The frozen versions, the newest first."""

    items: list[Version]


class Health(Schema):
    """How fresh the register is."""

    status: Literal["ok"]
    as_of: date = Field(description="Today, in the site's time zone.")
    time_zone: str
    pledges: int = Field(description="Published records.")
    events: int = Field(description="Public events.")
    by_status: dict[str, int]
    conduct_not_assessed: int
    checked_first: date | None = Field(description="The oldest look at a record that still counts.")
    checked_last: date | None = Field(description="The newest look at a record.")
    next_check: date | None = Field(description="When the next look is due.")
    newest_event_at: datetime | None = Field(description="When the newest event was received.")
    newest_version: str | None = Field(description="Name of the newest frozen version.")


class Fault(Schema):
    """One thing that is wrong with a request."""

    name: str = Field(description="The parameter, as far as it is known.")
    reason: str


class Problem(Schema):
    """An error, as RFC 9457 (application/problem+json) has it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] = Field(default_factory=list)
