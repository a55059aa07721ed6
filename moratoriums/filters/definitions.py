"""The filters, one after the other, in the order in which an address has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from companies.vocabulary import Word
from moratoriums.filters import checks, questions
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import (
    Conduct,
    Force,
    Kind,
    Lifecycle,
    Technology,
    TermKind,
    WhoseUse,
)

# Pairs of a record's key and one value it has.
Spread = Callable[[PledgeQuerySet], Iterator[tuple[int, str]]]


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, the values it knows, and its question.

    ``ask`` puts a value to the database, about the day of the records. ``column`` or ``spread``
    say it the other way round, which value each record has, so that records can be counted by
    value; with ``bound`` the column holds a day that must not lie before, or after, the value.
    ``written`` turns a value that a reader may type into the one that stands in addresses.
    """

    name: str
    label: str
    ask: Callable[[str, date | None], Q]
    words: type[Word] | None = None
    check: Callable[[str], str] | None = None
    column: str | Coalesce = ""
    spread: Spread | None = None
    bound: Literal["", "from", "to"] = ""
    written: Callable[[str], str] = str

    def problem(self, value: str) -> str:
        """Return why a value cannot be used, or nothing."""
        if self.words is not None:
            if value in self.words.values():
                return ""
            known = ", ".join(self.words.values())
            problem = _("“{value}” is no value of {filter}. Known are: {known}.")
            label = _(self.label).lower()
            return problem.format(value=checks.shown(value), filter=label, known=known)
        return self.check(value) if self.check else ""


def _of_column(
    name: str,
    label: str,
    column: str,
    words: type[Word] | None = None,
    check: Callable[[str], str] | None = None,
) -> Filter:
    """A filter whose value stands in one column of the records."""
    return Filter(name, label, lambda value, day: Q(**{column: value}), words, check, column)


FILTERS: tuple[Filter, ...] = (
    Filter("q", "Search", questions.words),
    _of_column("company", "Company", "company__slug", check=checks.check_company),
    Filter(
        "family",
        "Company and its family",
        questions.family,
        check=checks.check_company,
        spread=questions.families,
    ),
    _of_column("status", "Status", "lifecycle", Lifecycle),
    Filter("use", "Whose use", questions.whose_use, WhoseUse, spread=questions.whose_uses),
    _of_column("kind", "Kind", "kind", Kind),
    _of_column("term", "Term", "state_term", TermKind),
    _of_column("force", "How it binds", "force", Force),
    replace(
        _of_column("conduct", "Conduct", "conduct", Conduct), column="", spread=questions.conducts
    ),
    Filter(
        "exempt",
        "Who is exempt",
        questions.exempts,
        check=checks.check_exempt,
        spread=questions.exempt_parties,
    ),
    Filter("place", "Place", questions.place, check=checks.check_place, spread=questions.places),
    _of_column("sector", "Sector", "company__sector", check=checks.check_sector),
    _of_column("technology", "Technology", "technology", Technology),
    Filter(
        "from",
        "Announced from",
        questions.from_day,
        check=checks.check_day,
        column=Coalesce("announced_latest", "first_seen_on"),
        bound="from",
        written=checks.first_day,
    ),
    Filter(
        "to",
        "Announced to",
        questions.to_day,
        check=checks.check_day,
        column=Coalesce("announced_earliest", "first_seen_on"),
        bound="to",
        written=checks.last_day,
    ),
)
