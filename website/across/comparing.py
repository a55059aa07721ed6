"""One company's column in a comparison, from rows already read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from companies.models import Company
from moratoriums.vocabulary import Conduct, Force, Lifecycle
from website.across.company_file import Contact
from website.lists.rows import PledgeRow
from website.wording.languages import word
from website.wording.places import place_name

NAMES_SHOWN = 12


@dataclass(frozen=True)
class Column:
    """What one company's records say, in the order of the questions."""

    company: Company
    total: int
    statuses: Counter[Lifecycle]
    products: Sequence[str]
    codes: Sequence[str]
    ends: Sequence[PledgeRow]
    force: Force | None
    binding: Sequence[PledgeRow]
    exempt: Sequence[str]
    in_question: int
    not_assessed: int
    asked: int
    answered: int
    checked_on: date | None

    @property
    def in_force(self) -> int:
        """How many records are in force."""
        return self.statuses[Lifecycle.IN_FORCE]

    @property
    def products_shown(self) -> list[str]:
        """As many of the products as a cell has room for."""
        return _shown(self.products)

    @property
    def places_shown(self) -> list[str]:
        """As many of the places as a cell has room for, by their names."""
        return _shown([word(place_name(code)) for code in self.codes])

    @property
    def exempt_shown(self) -> list[str]:
        """As many of those who stay allowed as a cell has room for."""
        return _shown(self.exempt)

    @property
    def by_status(self) -> list[tuple[Lifecycle, int]]:
        """The statuses that occur, with their numbers, in the vocabulary's order."""
        return [(one, self.statuses[one]) for one in Lifecycle if self.statuses[one]]


def column_of(company: Company, rows: Sequence[PledgeRow], contacts: Sequence[Contact]) -> Column:
    """Return a company's column; what it covers is told of the records in force alone."""
    standing = [row for row in rows if row.status == Lifecycle.IN_FORCE]
    conducts = Counter(row.conduct for row in rows)
    checked = (row.pledge.checked_on for row in rows if row.pledge.checked_on)
    clean = conducts[Conduct.NOT_ASSESSED] + conducts[Conduct.NONE_FOUND]
    return Column(
        company=company,
        total=len(rows),
        statuses=Counter(row.status for row in rows),
        products=_names(product for row in standing for product in row.pledge.products),
        ends=sorted((row for row in standing if row.facts.end), key=_end),
        force=max((row.force for row in standing), default=None),
        binding=[row for row in standing if row.force in (Force.SETTLEMENT, Force.LAW)],
        exempt=_names(
            one.beneficiary.name for row in standing for one in row.pledge.exemptions.all()
        ),
        in_question=len(rows) - clean,
        not_assessed=conducts[Conduct.NOT_ASSESSED],
        asked=len(contacts),
        answered=sum(contact.days is not None for contact in contacts),
        checked_on=max(checked, default=None),
        codes=_names(one.code for row in standing for one in row.pledge.jurisdictions.all()),
    )


def _end(row: PledgeRow) -> date:
    return row.facts.end.earliest if row.facts.end else date.max


def _names(names: Iterable[str]) -> list[str]:
    """Each name once, in the order in which it first comes."""
    return list(dict.fromkeys(names))


def _shown(names: Sequence[str]) -> list[str]:
    """The first names; the rest as a number."""
    if len(names) <= NAMES_SHOWN:
        return list(names)
    more = _("and {number} more").format(number=len(names) - NAMES_SHOWN)
    return [*names[:NAMES_SHOWN], more]
