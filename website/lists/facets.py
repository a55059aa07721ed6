"""The form of the filters: every value with the number of records it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from companies.models import Company
from moratoriums.filters import ANY, FILTERS, NONE, Choice, Filter
from moratoriums.models import Beneficiary
from moratoriums.vocabulary import Lifecycle
from website.lists.selection import Selection
from website.wording.languages import word
from website.wording.places import place_name

# More values than this are typed, not chosen from.
CHOICES_MOST = 400
# What a reader sees at once; the others open on demand.
FIRST_FIELDS = ("q", "company", "status", "use")
_NAMED = {ANY: gettext_noop("Anybody"), NONE: gettext_noop("Nobody on record")}


@dataclass(frozen=True)
class Option:
    """One value of a filter, and how many records it leaves beside the other filters."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One filter in the form; without options it is typed."""

    name: str
    label: str
    value: str
    options: Sequence[Option] | None
    is_day: bool = False


@dataclass(frozen=True)
class StatusLink:
    """A status with its number under the other filters, and the address that asks for it."""

    status: Lifecycle
    number: int
    address: str
    current: bool


def fields(selection: Selection) -> list[Field]:
    """Return the whole form."""
    return [_field(one, selection) for one in FILTERS]


def status_links(selection: Selection, path: str) -> list[StatusLink]:
    """Return the statuses that occur under the other filters."""
    choice, counts = selection.choice, selection.counts("status")
    return [
        StatusLink(
            status,
            counts[status.value],
            f"{path}?{choice.query(status=status.value)}",
            choice.values.get("status") == status.value,
        )
        for status in Lifecycle
        if status.value in counts
    ]


def words_of(choice: Choice) -> list[tuple[str, str]]:
    """Return what a wish asks for in words: each filter's label, and its value's."""
    return [
        (one.label, one.words(value).label if one.words else value)
        for one in FILTERS
        if (value := choice.values.get(one.name))
    ]


def _field(one: Filter, selection: Selection) -> Field:
    value = selection.choice.values.get(one.name, "")
    if one.name == "q" or one.bound or selection.catalogue.size(one.name) > CHOICES_MOST:
        return Field(one.name, one.label, value, None, bool(one.bound))
    counts = {v: n for v, n in selection.counts(one.name).items() if v}
    labels = _labels(one, {*counts, value} - {""}, selection)
    options = [
        Option(v, label, counts.get(v, 0), v == value)
        for v, label in labels.items()
        if v in counts or v == value
    ]
    return Field(one.name, one.label, value, options)


def _labels(one: Filter, values: Iterable[str], selection: Selection) -> Mapping[str, str]:
    """The words for values, in the order in which they are offered."""
    if one.words:
        return {known.value: word(known.label) for known in one.words}
    if one.name == "place":
        words = {value: word(place_name(value)) for value in values}
    else:
        known = selection.catalogue.labels(one.name, _NAMES.get(one.name, dict))
        words = {
            value: word(_NAMED.get(value, "")) or known.get(value) or value for value in values
        }
    if one.name == "family":  # a company that no other belongs to is its own whole family
        words = {value: words[value] for value in words if value in known}
    first = {value: words[value] for value in _NAMED if value in words}
    rest = sorted(words.items(), key=lambda pair: pair[1].casefold())
    return {**first, **dict(rest)} if one.name == "exempt" else dict(rest)


def _companies() -> dict[str, str]:
    published = Company.objects.filter(pledges__published_at__isnull=False)
    return dict(published.distinct().values_list("slug", "name"))


def _parents() -> dict[str, str]:
    above = Company.objects.filter(subsidiaries__isnull=False)
    return dict(above.distinct().values_list("slug", "name"))


def _beneficiaries() -> dict[str, str]:
    return dict(Beneficiary.objects.values_list("slug", "name"))


_NAMES = {
    "company": _companies,
    "family": _parents,
    "exempt": _beneficiaries,
}
