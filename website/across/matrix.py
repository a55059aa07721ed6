"""Which uses the records of many companies cover, exempt and leave unsaid, in three questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from companies.models import Company
from moratoriums.models import Beneficiary, Exemption, Pledge
from moratoriums.queries import PledgeQuerySet, exempt_on
from moratoriums.vocabulary import Lifecycle, WhoseUse
from website.records.coverage import Cell, Coverage, Voice, cell_of
from website.wording.places import around


@dataclass(frozen=True)
class LinkedCell:
    """What a company's records say of one use, with the list of those records."""

    company: Company
    use: WhoseUse
    cell: Cell

    @property
    def address(self) -> str:
        """The list of the records that speak of the use."""
        asked = {"company": self.company.slug}
        if self.cell.coverage != Coverage.EXEMPT:
            asked["use"] = WhoseUse.CUSTOMERS if self.cell.as_customer else self.use
        return f"{reverse('pledges')}?{urlencode(asked)}"


@dataclass(frozen=True)
class CoverageRow:
    """One company with what its records say of each use, in the vocabulary's order."""

    company: Company
    cells: Sequence[LinkedCell]


def coverage_rows(
    companies: Iterable[Company], day: date, records: PledgeQuerySet | None = None
) -> list[CoverageRow]:
    """Return a row for each company.

    Args:
        records: the published records on the day that count; all of them unless given.
    """
    members = list(companies)
    shown = records if records is not None else Pledge.objects.published().as_of(day)
    voices = _voices(shown.filter(company__in=[one.pk for one in members]), day)
    return [
        CoverageRow(
            one, [LinkedCell(one, use, cell_of(use, voices.get(one.pk, ()))) for use in WhoseUse]
        )
        for one in members
    ]


def counted(
    rows: Sequence[CoverageRow],
) -> list[tuple[WhoseUse, list[tuple[Coverage, int]]]]:
    """Return for each use how many of the companies say what of it; what none says is left out."""
    return [
        (use, [(said, number) for said in Coverage if (number := found[said])])
        for use, cells in by_use(rows)
        for found in [Counter(linked.cell.coverage for linked in cells)]
    ]


def by_use(rows: Sequence[CoverageRow]) -> list[tuple[WhoseUse, list[LinkedCell]]]:
    """Return the same turned round: a row for each use, a cell for each company."""
    return [(use, [row.cells[place] for row in rows]) for place, use in enumerate(WhoseUse) if rows]


def _voices(records: PledgeQuerySet, day: date) -> Mapping[int, list[Voice]]:
    """What the records say, company by company: whom they bar, and whom they leave allowed."""
    found: dict[int, list[Voice]] = defaultdict(list)
    held = Exemption.objects.filter(exempt_on(day), pledge=OuterRef("pk"))
    groups: tuple[Any, ...] = ("company_id", "barred_uses__whose_use", "lifecycle", "exempting")
    barred = (
        records.filter(barred_uses__isnull=False)
        .annotate(exempting=Exists(held))
        .order_by()
        .values_list(*groups)
        .annotate(number=Count("pk", distinct=True))
    )
    for company, use, lifecycle, exempting, number in barred:
        voice = Voice(WhoseUse(use), Lifecycle(lifecycle), number, exempting=bool(exempting))
        found[company].append(voice)
    classes = dict(Beneficiary.objects.exclude(whose_use=[]).values_list("pk", "whose_use"))
    groups = ("company_id", "lifecycle", "exemptions__beneficiary_id")
    exempt = (
        records.filter(exempt_on(day, "exemptions__"), exemptions__beneficiary__in=classes)
        .order_by()
        .values_list(*groups)
        .annotate(number=Count("pk", distinct=True))
    )
    for company, lifecycle, beneficiary, number in exempt:
        for use in classes[beneficiary]:
            found[company].append(Voice(WhoseUse(use), Lifecycle(lifecycle), number, exempts=True))
    return found


def applies_in(place: str) -> Q:
    """Ask for records that apply in a place: they name it, or a place that it lies in."""
    return Q(jurisdictions__code__in=[place, *around(place)])
