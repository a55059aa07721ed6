"""Which records have which value of each filter, read once for each state of the register.

Every set of records is one whole number with a bit for each record, the newest announcement first.
To filter is to "and" such numbers and to count is to count their bits, so that the numbers beside
every value of every filter cost little however many records there are.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from sys import byteorder
from typing import Any

from moratoriums.filters import BEST, FILTERS, NEWEST, Choice, Filter, in_order
from moratoriums.models.versions import current_stamp
from moratoriums.search import Found
from moratoriums.vocabulary import Conduct, Lifecycle
from website.lists.bars import Span, span_from
from website.lists.counts import Tally
from website.lists.rows import listed
from website.serving.shelf import Shelf

# A filter with more values than this keeps lists of records instead of numbers.
_DENSE_MOST = 64
_DAYS_KEPT = 4


class Catalogue:
    """The published records of a day, by the values they have."""

    def __init__(self, day: date, stamp: str = "") -> None:
        self.day, self.stamp = day, stamp
        self._columns = [one for one in FILTERS if one.column]
        self._read_columns()
        self._spread = {
            one.name: self._placed(one.spread(listed(day))) for one in FILTERS if one.spread
        }
        self._orders: dict[str, Sequence[int]] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def _read_columns(self) -> None:
        """Read every filter that is one column, in one question."""
        named: dict[str, Any] = {f"by_{one.name}": one.column for one in self._columns if one.bound}
        wanted = [f"by_{one.name}" if one.bound else str(one.column) for one in self._columns]
        rows = list(in_order(listed(self.day).annotate(**named), NEWEST).values_list("pk", *wanted))
        self.keys = [row[0] for row in rows]
        self._place = {key: place for place, key in enumerate(self.keys)}
        self._by_column: dict[str, dict[str, array[int]]] = {}
        self._days: dict[str, list[date]] = {}
        for number, one in enumerate(self._columns, start=1):
            if one.bound:
                self._days[one.name] = [row[number] for row in rows]
                continue
            places: dict[str, array[int]] = defaultdict(lambda: array("I"))
            for place, row in enumerate(rows):
                places[row[number]].append(place)
            self._by_column[one.name] = dict(places)

    def _placed(self, pairs: Iterable[tuple[int, str]]) -> dict[str, array[int]]:
        """The places of the records with each value, each record once however often it has it."""
        places: dict[str, set[int]] = defaultdict(set)
        for key, value in pairs:
            if (place := self._place.get(key)) is not None:
                places[value].add(place)
        return {value: array("I", sorted(found)) for value, found in places.items()}

    @cached_property
    def _sets(self) -> dict[str, dict[str, int]]:
        """The numbers of the filters with few values."""
        return {
            name: {value: self.bits(places) for value, places in by_value.items()}
            for name, by_value in {**self._by_column, **self._spread}.items()
            if len(by_value) <= _DENSE_MOST
        }

    @cached_property
    def all(self) -> int:
        """Every record."""
        return (1 << len(self.keys)) - 1

    def bits(self, places: Iterable[int]) -> int:
        """Return a set of records, given by their places, as a number."""
        field = bytearray(len(self.keys) // 8 + 1)
        for place in places:
            field[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(field, "little")

    def of_keys(self, keys: Iterable[int]) -> int:
        """Return the records with these keys that are on record on the day."""
        place_of = self._place.get
        return self.bits([place for key in keys if (place := place_of(key)) is not None])

    def having(self, one: Filter, value: str) -> int:
        """Return the records that pass one filter."""
        if one.bound:
            return self._within(one, date.fromisoformat(value))
        if one.name in self._sets:
            return self._sets[one.name].get(value, 0)
        return self.bits(self._values(one.name).get(value, ()))

    def _within(self, one: Filter, limit: date) -> int:
        """The records whose day is not before, or not after, another: year by year, then days."""
        earlier = one.bound == "to"
        kept, days = 0, self._days[one.name]
        for year, places in self._by_year[one.name].items():
            if year == limit.year:
                here = (p for p in places if (days[p] <= limit if earlier else days[p] >= limit))
                kept |= self.bits(here)
            elif (year < limit.year) is earlier:
                kept |= self._year_sets[one.name][year]
        return kept

    def passing(self, choice: Choice, found: Found) -> int:
        """Return the records that pass every filter; ``found`` is what the search came to."""
        kept = self.all
        for one in FILTERS:
            if value := choice.values.get(one.name):
                kept &= self.of_keys(found.ids) if one.name == "q" else self.having(one, value)
        return kept

    def counts(self, name: str, among: int) -> Mapping[str, int]:
        """Return how many of some records have each value of a filter, without the zeros."""
        if name in self._sets:
            counted = {v: (bits & among).bit_count() for v, bits in self._sets[name].items()}
        else:
            field = among.to_bytes(len(self.keys) // 8 + 1, "little")
            counted = {
                value: sum(field[place >> 3] >> (place & 7) & 1 for place in places)
                for value, places in self._values(name).items()
            }
        return {value: number for value, number in counted.items() if number}

    def size(self, name: str) -> int:
        """Return how many values a filter has, whatever else is asked."""
        return len(self._values(name))

    def labels(self, name: str, read: Callable[[], dict[str, str]]) -> Mapping[str, str]:
        """Return the words for a filter's values, read once."""
        if name not in self._labels:
            self._labels[name] = read()
        return self._labels[name]

    def tally(self, among: int) -> Tally:
        """Count some records by status and by conduct."""
        return Tally(
            Counter({Lifecycle(v): number for v, number in self.counts("status", among).items()}),
            Counter({Conduct(v): number for v, number in self.counts("conduct", among).items()}),
        )

    def years(self, among: int) -> dict[int, int]:
        """Return how many of some records were announced, or first read, in each year."""
        return {
            year: number
            for year, bits in sorted(self._year_sets["to"].items())
            if (number := (bits & among).bit_count())
        }

    @cached_property
    def _by_year(self) -> dict[str, dict[int, array[int]]]:
        """For each filter on days, the records of each year."""
        found: dict[str, dict[int, array[int]]] = {}
        for name, days in self._days.items():
            places: dict[int, array[int]] = defaultdict(lambda: array("I"))
            for place, day in enumerate(days):
                places[day.year].append(place)
            found[name] = dict(places)
        return found

    @cached_property
    def _year_sets(self) -> dict[str, dict[int, int]]:
        return {
            name: {year: self.bits(places) for year, places in by_year.items()}
            for name, by_year in self._by_year.items()
        }

    @cached_property
    def span(self) -> Span:
        """The years that figures over all records show."""
        return span_from(self._by_year["to"], self.day)

    def page(self, among: int, order: str, found: Found, start: int, size: int) -> list[int]:
        """Return the keys of some records on one page of an order."""
        if order == BEST and found.ranked:
            places: Iterable[int] = (self._place[k] for k in found.ids if k in self._place)
        elif order in (NEWEST, BEST):
            return [self.keys[place] for place in _nth(among, start, size)]
        else:
            places = self._ordered(order)
        field = among.to_bytes(len(self.keys) // 8 + 1, "little")
        kept = (place for place in places if field[place >> 3] >> (place & 7) & 1)
        return [self.keys[place] for place in islice(kept, start, start + size)]

    def _ordered(self, order: str) -> Sequence[int]:
        """The places of all records in another order; asked of the database once."""
        if order not in self._orders:
            keys = in_order(listed(self.day), order).values_list("pk", flat=True)
            self._orders[order] = array("I", (self._place[k] for k in keys if k in self._place))
        return self._orders[order]

    def _values(self, name: str) -> dict[str, array[int]]:
        return self._by_column[name] if name in self._by_column else self._spread[name]


def _nth(bits: int, start: int, size: int) -> Iterator[int]:
    """The places of the set bits from the start-th on, without looking at each bit before."""
    words = array("Q", bits.to_bytes((bits.bit_length() // 64 + 1) * 8, byteorder))
    if byteorder == "big":
        words.reverse()
    seen = 0
    for at, word in enumerate(words):
        here = word.bit_count()
        if here and seen + here > start:
            for place in range(64):
                if word >> place & 1:
                    if start <= seen < start + size:
                        yield at * 64 + place
                    seen += 1
        else:
            seen += here
        if seen >= start + size:
            return


_catalogues: Shelf[Catalogue] = Shelf(_DAYS_KEPT)


def catalogue_of(day: date) -> Catalogue:
    """Return the records of a day by their values, made once for each state of the register."""
    stamp = current_stamp()
    if not stamp:
        return Catalogue(day)
    return _catalogues.made((stamp, day), lambda: Catalogue(day, stamp))
