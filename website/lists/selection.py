"""What a reader's wish comes to: the records that pass, their numbers, and where else to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from moratoriums import search
from moratoriums.filters import FILTERS, Choice, known_by
from moratoriums.models import Pledge
from moratoriums.search import Found
from website.lists.catalogue import Catalogue, catalogue_of
from website.lists.counts import Tally
from website.lists.rows import listed
from website.serving.days import Asked

_LABELS = {one.name: one.label for one in FILTERS}


@dataclass(frozen=True)
class Wider:
    """A way on from an empty list: the wish without one filter, and how many that finds."""

    label: str
    choice: Choice
    number: int


class Selection:
    """The records that pass the filters of an address on a day."""

    def __init__(self, choice: Choice, asked: Asked) -> None:
        self.choice, self.asked = choice, asked
        self.catalogue: Catalogue = catalogue_of(asked.day)
        self.kept = self.catalogue.passing(choice, self.found)

    @cached_property
    def found(self) -> Found:
        """What the search came to, for a wish that searches."""
        if not self.choice.searches:
            return Found()
        return search.find(self.choice.searches, known_by=known_by(self.asked.day))

    @cached_property
    def total(self) -> int:
        """How many records pass."""
        return self.kept.bit_count()

    @cached_property
    def tally(self) -> Tally:
        """Those that pass, by status and by conduct."""
        return self.catalogue.tally(self.kept)

    @cached_property
    def years(self) -> Mapping[int, int]:
        """Those that pass, by the year of their announcement."""
        return self.catalogue.years(self.kept)

    def counts(self, name: str) -> Mapping[str, int]:
        """How many would pass with each value of one filter, under all the other filters."""
        others = self.choice.without(name)
        among = self.kept if others.values == self.choice.values else self._passing(others)
        return self.catalogue.counts(name, among)

    def keys(self, start: int, size: int) -> list[int]:
        """Return the keys of the records of one page, in the order asked for."""
        return self.catalogue.page(self.kept, self.choice.order, self.found, start, size)

    def read(self, keys: Sequence[int], *related: str) -> list[Pledge]:
        """Return records by their keys, in that order, with what their rows need."""
        rows = listed(self.asked.day).filter(pk__in=keys).prefetch_related(*related)
        found = {pledge.pk: pledge for pledge in rows}
        return [found[key] for key in keys if key in found]

    def wider(self) -> list[Wider]:
        """Return the wishes that leave one filter out and find something, the narrowest first."""
        ways = []
        for name in self.choice.values:
            rest = self.choice.without(name)
            if number := self._passing(rest).bit_count():
                ways.append(Wider(_LABELS[name], rest, number))
        return sorted(ways, key=lambda way: way.number)

    def first_later(self) -> Pledge | None:
        """The first record that passes the filters by today, for a day before it.

        Filters on what changes with the day (status, term, conduct) are left out.
        """
        lasting = self.choice.without("status", "term", "conduct")
        later = Selection(lasting, Asked(self.asked.today, self.asked.today))
        keys = later.catalogue.page(later.kept, "oldest", Found(ranked=False), 0, 1)
        return listed(self.asked.today).filter(pk__in=keys).first()

    def _passing(self, choice: Choice) -> int:
        return self.catalogue.passing(choice, self.found)
