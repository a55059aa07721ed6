"""What can be followed and how: one meaning for mails, feeds, calendars and calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.families import taken_in
from companies.models import Company
from moratoriums.filters import FILTERS, Choice, read_choice
from moratoriums.ladder import READER_RUNGS
from moratoriums.models import Beneficiary, Exemption, Pledge
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import ExemptionState

EVERYTHING_ASKED = {"everything": "1"}


@dataclass(frozen=True)
class Interest:
    """One thing that can be followed; with nothing named, everything on record.

    ``query`` is a search of the list of records, as ``search_of`` writes it.
    """

    company: Company | None = None
    pledge: Pledge | None = None
    beneficiary: Beneficiary | None = None
    query: str = ""

    def __str__(self) -> str:
        if self.query:
            words = words_of(read_choice(QueryDict(self.query)))
            return _("the search “{words}”").format(words=words)
        return str(self.pledge or self.company or self.beneficiary or _("everything on record"))

    @property
    def address(self) -> str:
        """The same as the query of an address: company=amazon, or everything=1."""
        named = {
            "company": self.company and self.company.slug,
            "pledge": self.pledge and self.pledge.slug,
            "beneficiary": self.beneficiary and self.beneficiary.slug,
            "search": self.query,
        }
        return urlencode(
            {name: value for name, value in named.items() if value} or EVERYTHING_ASKED
        )

    @property
    def columns(self) -> dict[str, object]:
        """The same as columns of a row that follows it."""
        return {
            "company": self.company,
            "pledge": self.pledge,
            "beneficiary": self.beneficiary,
            "followed_filter": self.query,
        }

    def records(self, day: date) -> PledgeQuerySet:
        """The published records it takes in, with the state and conduct they had on a day.

        A company stands for its whole family (see ``alerts.families``), a beneficiary for the
        records that exempt it. A search of which something cannot be read any more takes in
        nothing, rather than more than was asked for.
        """
        records = Pledge.objects.published().as_of(day).with_conduct(day)
        if self.company:
            return records.filter(company__in=taken_in(self.company))
        if self.pledge:
            return records.filter(pk=self.pledge.merged_into_id or self.pledge.pk)
        if self.beneficiary:
            exempt = Exemption.objects.filter(
                pledge=OuterRef("pk"),
                beneficiary=self.beneficiary.merged_into_id or self.beneficiary.pk,
            ).exclude(state=ExemptionState.REMOVED)
            return records.filter(Exists(exempt))
        if self.query:
            choice = read_choice(QueryDict(self.query))
            return records.none() if choice.problems else records.filter(choice.condition(day))
        return records


@dataclass(frozen=True)
class Manner:
    """How somebody wants to be told: how often, at which steps before an end, and of silence.

    ``heartbeat`` asks for a digest also when it is empty.
    """

    frequency: str = "immediate"
    rungs: tuple[int, ...] = READER_RUNGS
    absence: bool = False
    heartbeat: bool = False

    @property
    def columns(self) -> dict[str, object]:
        """The same as columns of a subscription."""
        return {
            "frequency": self.frequency,
            "rungs": rungs_column(self.rungs),
            "absence": self.absence,
            "heartbeat": self.heartbeat and self.frequency != "immediate",
        }


def rungs_column(rungs: Iterable[int]) -> str:
    """Steps of the ladder as a column holds them, so that ",30," is found in ",90,30,7,0,"."""
    return "".join(f",{days}" for days in sorted(set(rungs), reverse=True)) + ","


def step_words(days: int) -> str:
    """A step of the ladder in words, for a form that offers it."""
    if days < 0:
        return _("the day after, if there is no word")
    if days == 0:
        return _("on the day itself")
    return ngettext("{days} day before", "{days} days before", days).format(days=days)


def search_of(choice: Choice) -> str:
    """A search in the one form in which it is kept: its filters in stable order, no order."""
    return choice.query(order="")


def words_of(choice: Choice) -> str:
    """A search in words: Status: In force; Whose use: Police."""
    parts = [
        f"{_(one.label)}: {_(one.words(value).label) if one.words else value}"
        for one in FILTERS
        if (value := choice.values.get(one.name))
    ]
    return "; ".join(parts) or _("all records")
