"""Companies side by side as a file: a row for each, the same questions as the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from moratoriums.vocabulary import Force, WhoseUse
from website.across.comparing import Column as CompanyColumn
from website.across.matrix import CoverageRow
from website.exports.columns import Column, Sheet, Value
from website.records.coverage import Coverage


@dataclass(frozen=True)
class Compared:
    """One company: what its records say, and of which use."""

    column: CompanyColumn
    coverage: CoverageRow


def _said_of(use: WhoseUse) -> Callable[[Compared], Value]:
    def read(line: Compared) -> Value:
        found = (one.cell.coverage for one in line.coverage.cells if one.use == use)
        return next(found, Coverage.SILENT).value

    return read


COMPARISON = Sheet(
    "comparison",
    "Companies side by side",
    "One row for each company asked for.",
    (
        Column("company", "text", "Short name of the organisation; permanent.",
               lambda line: line.column.company.slug, required=True),
        Column("name", "text", "Its main name.",
               lambda line: line.column.company.name, required=True),
        Column("records", "integer", "How many records it has by the day asked for.",
               lambda line: line.column.total, required=True),
        Column("in_force", "integer", "How many of them are in force.",
               lambda line: line.column.in_force, required=True),
        *(
            Column(f"use_{use.value}", "word",
                   f"What its records say of use by: {use.label.lower()}.",
                   _said_of(use), Coverage, required=True)
            for use in WhoseUse
        ),
        Column("products", "list", "Products that records in force name.",
               lambda line: list(line.column.products)),
        Column("places", "list", "Where records in force apply: ISO 3166 codes, or worldwide.",
               lambda line: list(line.column.codes)),
        Column("exempt", "list", "Who stays allowed by records in force.",
               lambda line: list(line.column.exempt)),
        Column("ends", "list", "Known ends of records in force, each with its pledge.",
               lambda line: [f"{row.facts.end.edtf} {row.pledge.slug}"
                             for row in line.column.ends if row.facts.end]),
        Column("force", "word", "How strongly its records in force bind at most, 1 the weakest.",
               lambda line: line.column.force.value if line.column.force else None, Force),
        Column("binding", "list", "Short names of the laws, orders and settlements in force.",
               lambda line: [row.pledge.slug for row in line.column.binding]),
        Column("conduct_in_question", "integer", "Records whose conduct is in question.",
               lambda line: line.column.in_question, required=True),
        Column("conduct_not_assessed", "integer", "Records of which nobody has looked at conduct.",
               lambda line: line.column.not_assessed, required=True),
        Column("asked", "integer", "About how many records we asked the company.",
               lambda line: line.column.asked, required=True),
        Column("answered", "integer", "About how many of these it answered.",
               lambda line: line.column.answered, required=True),
        Column("checked_on", "day", "When editors last looked; empty for a day of the past.",
               lambda line: line.column.checked_on),
        Column("address", "address", "The page of the organisation.",
               lambda line: f"{settings.SITE_URL}{line.column.company.get_absolute_url()}",
               required=True),
    ),
    ("company",),
)  # fmt: skip
