"""What a register file may say: one record per file, every value checked, no Django.

The order of the fields is the order in which files show them. Rules that span several fields
stand in ``consistency`` and are applied here, so that no inconsistent record can be made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from companies.vocabulary import CompanyKind
from moratoriums.partial_dates import parse
from moratoriums.register import consistency
from moratoriums.register.parts import (
    Check,
    Citation,
    Citations,
    CompanyName,
    Condition,
    Covers,
    Event,
    Exemption,
    Fact,
    Filled,
    Order,
    Part,
    Source,
    Statement,
    Term,
    Unconfirmed,
)
from moratoriums.register.values import (
    Country,
    Day,
    Edtf,
    Flag,
    ForceWord,
    Instant,
    Line80,
    Line150,
    Line200,
    Line300,
    Slug,
    Text,
    Url,
    WikidataId,
)
from moratoriums.vocabulary import (
    BeneficiaryKind,
    Confidence,
    Grounds,
    Kind,
    WhoseUse,
)

__all__ = [
    "AnyRecord",
    "BeneficiaryRecord",
    "Check",
    "Citation",
    "Citations",
    "CompanyName",
    "CompanyRecord",
    "Condition",
    "Covers",
    "Event",
    "Exemption",
    "Fact",
    "Order",
    "Part",
    "PledgeRecord",
    "Record",
    "RefusalRecord",
    "Source",
    "Statement",
    "Term",
    "Unconfirmed",
    "latest_day",
]


class Record(Part):
    """A whole file. ``rules`` yields each inconsistency with the path of the field to change."""

    rules: ClassVar[Callable[[Any], list[consistency.Problem]]]

    @model_validator(mode="after")
    def _agree_with_itself(self) -> Self:
        if problems := type(self).rules(self):
            raise PydanticCustomError(
                "inconsistent",
                "{message}",
                {
                    "message": " ".join(problem.message for problem in problems),
                    "problems": problems,
                },
            )
        return self


class PledgeRecord(Record):
    """A pledge, complete in itself: what was promised, what happened, and who says so."""

    rules = consistency.pledge_problems

    slug: Slug
    company: Slug
    title: Annotated[Line200, Filled]
    summary: Annotated[Text, Filled]
    kind: Kind
    force: ForceWord
    grounds: Grounds = Grounds.PRESS
    confidence: Confidence = Confidence.MEDIUM
    covers: Covers = Covers()
    order: Order = Order()
    announced: Edtf = ""
    announced_note: Line300 = ""
    first_seen: Day | None = None
    in_force_from: Edtf = ""
    in_force_note: Line300 = ""
    term: Term = Term()
    conditions: tuple[Condition, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    statements: tuple[Statement, ...] = ()
    evidence: Citations = ()
    events: tuple[Event, ...] = ()
    cautions: tuple[Annotated[Text, Filled], ...] = ()
    note: Text = ""
    superseded_by: Slug | None = None
    merged_into: Slug | None = None
    related: tuple[Slug, ...] = ()
    related_companies: tuple[Slug, ...] = ()
    checks: tuple[Check, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()
    review: Day | None = None
    checked: Day | None = None
    next_check: Day | None = None
    published: Instant | None = None
    recorded: Instant | None = None
    recorded_by: Line150 = ""
    sources: tuple[Source, ...] = ()


class CompanyRecord(Record):
    """A company, or a group of companies that pledged together."""

    rules = consistency.company_problems

    slug: Slug
    name: Annotated[Line200, Filled]
    kind: CompanyKind = CompanyKind.COMPANY
    country: Country = ""
    sector: Line80 = ""
    website: Annotated[Url, Field(max_length=400)] = ""
    website_seen: Flag = False
    wikidata: WikidataId = ""
    parent: Slug | None = None
    merged_into: Slug | None = None
    names: tuple[CompanyName, ...] = ()
    members: tuple[Slug, ...] = ()
    note: Text = ""


class BeneficiaryRecord(Record):
    """A party, use, class of customers or place that pledges leave allowed."""

    rules = consistency.beneficiary_problems

    slug: Slug
    name: Annotated[Line200, Filled]
    kind: BeneficiaryKind
    also_known_as: tuple[Annotated[Line200, Filled], ...] = ()
    whose_use: tuple[WhoseUse, ...] = ()
    merged_into: Slug | None = None
    note: Text = ""


class RefusalRecord(Record):
    """A counter-case: somebody kept using the technology or gave no promise."""

    rules = consistency.refusal_problems

    slug: Slug
    who: Annotated[Line200, Filled]
    stance: Annotated[Text, Filled]
    sources: tuple[Source, ...] = ()


def latest_day(edtf: str) -> date | None:
    """Return the last day that a date may mean, or None for an unknown date."""
    return parse(edtf).latest if edtf else None


AnyRecord = PledgeRecord | CompanyRecord | BeneficiaryRecord | RefusalRecord
