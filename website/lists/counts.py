"""How many records stand where on a day, counted in one question to the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import Conduct, Lifecycle
from website.wording.phrases import Phrase
from website.wording.sentences import counts_sentence


@dataclass(frozen=True)
class Tally:
    """Records counted by status and by conduct."""

    lifecycles: Counter[Lifecycle]
    conducts: Counter[Conduct]

    @property
    def total(self) -> int:
        """How many records there are."""
        return self.lifecycles.total()

    @property
    def not_assessed(self) -> int:
        """How many records nobody has looked at for conduct."""
        return self.conducts[Conduct.NOT_ASSESSED]

    @property
    def in_question(self) -> int:
        """How many records have conduct questioned, or found against spirit or words."""
        return self.total - self.not_assessed - self.conducts[Conduct.NONE_FOUND]

    @property
    def by_status(self) -> list[tuple[Lifecycle, int]]:
        """Return the statuses that occur, with their numbers, in the vocabulary's order."""
        return [(one, self.lifecycles[one]) for one in Lifecycle if self.lifecycles[one]]

    def sentence(self, day: date) -> Phrase:
        """Say the counts in one sentence, each with what it is counted of."""
        return counts_sentence(self.lifecycles, self.not_assessed, day)


def tally(records: PledgeQuerySet) -> Tally:
    """Count records that come from ``rows.listed``."""
    lifecycles: Counter[Lifecycle] = Counter()
    conducts: Counter[Conduct] = Counter()
    groups: tuple[Any, ...] = ("lifecycle", "conduct")  # annotated by ``rows.listed``
    counted = records.order_by().values_list(*groups).annotate(number=Count("pk"))
    for lifecycle, conduct, number in counted:
        lifecycles[Lifecycle(lifecycle)] += number
        conducts[Conduct(conduct)] += number
    return Tally(lifecycles, conducts)
