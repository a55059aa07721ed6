"""The table of exemptions: who stays allowed under which pledge, since when, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from moratoriums.models import Exemption
from moratoriums.vocabulary import BeneficiaryKind, ExemptionOrigin, ExemptionState
from website.exports.asof import exemptions_of
from website.exports.columns import Column, Table
from website.records.happenings import seen_citations
from website.serving.days import Asked


@dataclass(frozen=True)
class ExemptionLine:
    """One exemption as it stood on a day; one that ended later was active then."""

    exemption: Exemption
    day: date

    @property
    def ended(self) -> bool:
        """Whether what changed it had happened by the day."""
        until = self.exemption.until_earliest
        return until is None or until <= self.day

    @property
    def state(self) -> str:
        """What had become of it."""
        return self.exemption.state if self.ended else ExemptionState.ACTIVE.value

    @property
    def quotes(self) -> list[str]:
        """The words that say so."""
        return [one.quote for one in self.exemption.citations.all() if one.quote]

    @property
    def sources(self) -> list[str]:
        """The sources that say so, as far as somebody has read them."""
        return [one.source.slug for one in self.exemption.citations.all()]


def fetch(keys: Sequence[int], asked: Asked) -> Mapping[int, ExemptionLine]:
    """Read exemptions with their pledges, their parties and their seen sources."""
    found = (
        Exemption.objects.filter(pk__in=keys)
        .select_related("pledge__company", "beneficiary")
        .prefetch_related(seen_citations())
    )
    return {one.pk: ExemptionLine(one, asked.day) for one in found}


COLUMNS = (
    Column("pledge", "text", "Short name of the pledge that exempts.",
           lambda line: line.exemption.pledge.slug, required=True),
    Column("beneficiary", "text", "Short name of who or what stays allowed.",
           lambda line: line.exemption.beneficiary.slug, required=True),
    Column("beneficiary_name", "text", "Its name.",
           lambda line: line.exemption.beneficiary.name, required=True),
    Column("beneficiary_kind", "word", "What sort of exempt party it is.",
           lambda line: line.exemption.beneficiary.kind, BeneficiaryKind, required=True),
    Column("company", "text", "Short name of who gave the pledge.",
           lambda line: line.exemption.pledge.company.slug, required=True),
    Column("purpose", "text", "What for.", lambda line: line.exemption.purpose),
    Column("origin", "word", "How it came to be exempt.",
           lambda line: line.exemption.origin, ExemptionOrigin, required=True),
    Column("state", "word", "What had become of it by the day asked for.",
           lambda line: line.state, ExemptionState, required=True),
    Column("since", "edtf", "Since when; empty: from the start, as far as is known.",
           lambda line: line.exemption.since),
    Column("since_earliest", "day", "The first day that can mean.",
           lambda line: line.exemption.since_earliest),
    Column("since_latest", "day", "The last day that can mean.",
           lambda line: line.exemption.since_latest),
    Column("until", "edtf", "Until when, if that had come by the day asked for.",
           lambda line: line.exemption.until if line.ended else None),
    Column("quotes", "list", "The words that say so.", lambda line: line.quotes),
    Column("note", "text", "The editors' note.", lambda line: line.exemption.note),
    Column("sources", "list", "Short names of the sources that say so.",
           lambda line: line.sources),
)  # fmt: skip

EXEMPTIONS = Table(
    name="exemptions",
    title="Exemptions",
    says="One row for each party, use, class of customers or place that a pledge leaves allowed.",
    columns=COLUMNS,
    key=("pledge", "beneficiary"),
    links={
        "pledge": ("pledges", "pledge"),
        "beneficiary": ("beneficiaries", "beneficiary"),
        "company": ("companies", "company"),
    },
    rows=exemptions_of,
    fetch=fetch,
)
