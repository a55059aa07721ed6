"""Counting by value and asking the database come to the same, for every filter and value."""

from __future__ import annotations

from datetime import date

import pytest

from moratoriums import search
from moratoriums.filters import FILTERS, ORDERS, Choice
from moratoriums.models import Check, Pledge
from moratoriums.search import Found
from moratoriums.vocabulary import EventKind, Force, Kind, TermKind, WhoseUse
from tests import factories
from website.lists import catalogue
from website.lists.catalogue import Catalogue, _nth
from website.lists.rows import listed

DAY = date(2026, 11, 23)


@pytest.fixture
def varied(db, today):
    """Records that differ in what filters ask about, two of them without a day."""
    group = factories.make_company("Group", sector="cloud")
    child = factories.make_company("Child", parent=group, sector="retail")
    grandchild = factories.make_company("Grandchild", parent=child)
    thorn, league = map(factories.make_beneficiary, ("Thorn", "League"))
    for number, company in enumerate((group, child, grandchild, child)):
        pledge = factories.make_pledge(
            company,
            slug=f"p{number}",
            announced=("2020-06-10", "2021", "", "2024-02-01")[number],
            kind=list(Kind)[number],
            force=list(Force)[number],
            uses=list(WhoseUse)[: number + 1],
            places=(["US-IL", "US-TX"], ["US"], ["worldwide"], ["AU"])[number],
            term=TermKind.FIXED if number % 2 else TermKind.UNSTATED,
            end="2026-12-01" if number % 2 else "",
        )
        if number < 2:
            factories.make_exemption(pledge, thorn, since=("2020-06-10", "2025-01-01")[number])
            factories.make_exemption(pledge, league, since="2020-06-10")
    factories.make_event(pledge, EventKind.ALLEGED, "2025-01-25")
    first, second, third = Pledge.objects.filter(slug__in=["p0", "p1", "p2"]).order_by("slug")
    factories.make_event(first, EventKind.CONTRADICTED, "2023-01-25")
    for looked_at, contrary in ((second, False), (third, True)):
        Check.objects.create(
            pledge=looked_at, place="newsroom", looked_on=DAY, contrary_found=contrary
        )
    factories.make_pledge(slug="draft", published=False)
    search.rebuild()


@pytest.mark.parametrize("kept_as_numbers", [64, 0])
@pytest.mark.parametrize("day", [DAY, date(2024, 6, 1), date(2020, 1, 1)])
def test_every_value_of_every_filter_counts_what_the_database_finds(
    varied, monkeypatch, day, kept_as_numbers
):
    monkeypatch.setattr(catalogue, "_DENSE_MOST", kept_as_numbers)
    found = Catalogue(day)
    records = listed(day)
    for one in FILTERS:
        if one.name == "q" or one.bound:
            continue
        counts = found.counts(one.name, found.all)
        for value in {*counts, *(one.words.values() if one.words else ())}:
            asked = records.filter(one.ask(value, day)).count()
            assert counts.get(value, 0) == asked, (one.name, value)
    for name in ("from", "to"):
        one = next(each for each in FILTERS if each.name == name)
        for value in ("2019-01-01", "2020-06-10", "2021-07-01", "2026-11-22", "2030-01-01"):
            assert (
                found.having(one, value).bit_count() == records.filter(one.ask(value, day)).count()
            )


@pytest.mark.parametrize("order", ORDERS)
def test_pages_follow_the_order_of_the_database(varied, order):
    found = Catalogue(DAY)
    choice = Choice({"use": "police"}, order=order)
    kept = found.passing(choice, Found())
    pages = [key for start in range(0, 6, 2) for key in found.page(kept, order, Found(), start, 2)]
    ranked = Found(ranked=False)
    pages = [key for start in range(0, 6, 2) for key in found.page(kept, order, ranked, start, 2)]
    assert pages == list(choice.apply(listed(DAY)).values_list("pk", flat=True))


def test_records_are_counted_by_the_year_of_their_announcement(varied):
    found = Catalogue(DAY)
    assert found.years(found.all) == {2020: 1, 2021: 1, 2024: 1, 2026: 1}


def test_the_places_of_set_bits_are_found_from_any_start():
    places = [0, 3, 8, 9, 63, 64, 1000]
    bits = sum(1 << place for place in places)
    for start in range(9):
        assert list(_nth(bits, start, 3)) == places[start : start + 3]
