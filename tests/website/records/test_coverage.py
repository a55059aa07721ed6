"""Which uses are covered, exempt and left unsaid: the rule, the map, and companies side by side."""

from __future__ import annotations

import pytest

from moratoriums.models import Check
from moratoriums.vocabulary import EventKind, Force, Lifecycle, TermKind, WhoseUse
from tests import factories
from tests.website.reading import Page, read, squeezed
from website.records.coverage import Coverage, Voice, cell_of

POLICE, CUSTOMERS = WhoseUse.POLICE, WhoseUse.CUSTOMERS
STANDS, OVER, PAST = Lifecycle.IN_FORCE, Lifecycle.WITHDRAWN, Lifecycle.PAST_END


@pytest.mark.parametrize(
    ("voices", "coverage", "records", "as_customer"),
    [
        ([], Coverage.SILENT, 0, False),
        ([Voice(POLICE, STANDS)], Coverage.COVERED, 1, False),
        ([Voice(POLICE, STANDS, 3), Voice(POLICE, OVER)], Coverage.COVERED, 4, False),
        ([Voice(POLICE, STANDS), Voice(POLICE, STANDS, exempting=True)], Coverage.PARTLY, 2, False),
        ([Voice(POLICE, STANDS), Voice(POLICE, STANDS, exempts=True)], Coverage.PARTLY, 2, False),
        ([Voice(POLICE, STANDS, exempts=True)], Coverage.EXEMPT, 1, False),
        ([Voice(POLICE, OVER)], Coverage.OVER, 1, False),
        ([Voice(POLICE, OVER), Voice(POLICE, PAST)], Coverage.OPEN, 2, False),
        ([Voice(POLICE, Lifecycle.ANNOUNCED)], Coverage.OPEN, 1, False),
        ([Voice(CUSTOMERS, STANDS)], Coverage.COVERED, 1, True),
        (
            [Voice(CUSTOMERS, STANDS), Voice(POLICE, STANDS, exempts=True)],
            Coverage.PARTLY,
            1,
            False,
        ),
        ([Voice(WhoseUse.OWN, STANDS)], Coverage.SILENT, 0, False),
    ],
)
def test_in_force_goes_before_over_and_an_exemption_is_never_hidden(
    voices, coverage, records, as_customer
):
    cell = cell_of(POLICE, voices)
    assert (cell.coverage, cell.records, cell.as_customer) == (coverage, records, as_customer)


def test_individuals_are_not_covered_among_customers():
    assert cell_of(WhoseUse.PUBLIC, [Voice(CUSTOMERS, STANDS)]).coverage == Coverage.SILENT


def cells(page: Page, table: str = ".coverage") -> dict[str, list[str]]:
    """A table, row by row, in words."""
    found = page.tree.css(f"{table} tr:not(.coverage-sums)")
    rows = [[squeezed(cell) for cell in row.css("th, td")] for row in found]
    return {row[0]: row[1:] for row in rows[1:]}


@pytest.fixture
def sellers(register):
    """Two more companies: one exempts the police and left business, one promised its own use."""
    clear = factories.make_company("Clear", sector="vendor")
    pledge = factories.make_pledge(clear, uses=[WhoseUse.BUSINESS], places=["US-IL"])
    police = factories.make_beneficiary("Any police", whose_use=["police"])
    factories.make_exemption(pledge, police, origin="never_covered")
    shop = factories.make_company("Shop", sector="retail")
    gone = factories.make_pledge(shop, uses=[WhoseUse.OWN], places=["AU"])
    factories.make_event(gone, EventKind.WITHDRAWN, "2024-01-01")
    return clear, shop


def test_the_map_shows_every_company_and_every_gap(client, sellers):
    page = read(client, "/coverage/")
    assert page.text(".lede").startswith("On 23 November 2026: 3 companies and other organisations")
    shown = cells(page)
    assert shown["Amazon"] == ["Covered, with exemptions 1 record", *["Silent"] * 5]
    assert shown["Clear"][:3] == ["Exempt 1 record", "Silent", "Covered, with exemptions 1 record"]
    assert shown["Shop"][4] == "No longer 1 record"
    assert "/pledges/?company=amazon&use=police" in page.links(".coverage td a")


def test_the_map_opens_with_how_many_are_covered_exempt_and_silent(client, sellers, monkeypatch):
    monkeypatch.setattr("website.views.coverage.PER_PAGE", 1)
    page = read(client, "/coverage/?page=2")
    assert page.texts(".coverage-sums > *") == [
        "All 3",
        "1 Covered, with exemptions 1 Exempt 1 Silent",
        "3 Silent",
        "1 Covered, with exemptions 2 Silent",
        "3 Silent",
        "1 No longer 2 Silent",
        "3 Silent",
    ]
    assert list(cells(page)) == ["Clear"]


def test_of_very_many_companies_one_page_is_read(client, sellers, monkeypatch):
    monkeypatch.setattr("website.views.coverage.COUNTED_MOST", 2)
    monkeypatch.setattr("website.views.coverage.PER_PAGE", 1)
    page = read(client, "/coverage/?page=2")
    assert page.texts(".coverage-sums") == []
    assert list(cells(page)) == ["Clear"]
    assert page.text(".lede").startswith("On 23 November 2026: 3 companies")


def test_a_link_of_the_map_is_called_by_the_words_that_are_seen(client, sellers):
    """Who speaks to a browser says what they see."""
    ibm = factories.make_company("IBM")
    factories.make_pledge(ibm, uses=[WhoseUse.CUSTOMERS])
    links = read(client, "/coverage/").tree.css("a.cover-note")
    assert any("on all customers" in link.text() for link in links)
    for link in links:
        assert (link.attributes["aria-label"] or "").endswith(squeezed(link))


def test_an_exemption_that_is_over_hides_none_that_holds(client, sellers):
    pledge = sellers[0].pledges.get()
    gone = factories.make_beneficiary("Old agencies", whose_use=["government"])
    factories.make_exemption(pledge, gone, state="removed", until="2023-06-30")
    assert cells(read(client, "/coverage/"))["Clear"][:2] == ["Exempt 1 record", "Silent"]
    older = cells(read(client, "/coverage/?as_of=2023-06-29"))
    assert older["Clear"][:2] == ["Exempt 1 record", "Exempt 1 record"]


def test_the_map_of_an_older_day_knows_nothing_of_later(client, sellers):
    shown = cells(read(client, "/coverage/?as_of=2023-12-31"))
    assert shown["Shop"][4] == "Covered 1 record"
    assert "Amazon" not in cells(read(client, "/coverage/?as_of=2020-06-09"))


def test_the_map_is_narrowed_by_sector_and_place(client, sellers):
    assert list(cells(read(client, "/coverage/?sector=retail"))) == ["Shop"]
    assert list(cells(read(client, "/coverage/?place=US-IL"))) == ["Amazon", "Clear"]
    assert list(cells(read(client, "/coverage/?place=AU"))) == ["Amazon", "Shop"]
    nobody = read(client, "/coverage/?place=AU&sector=vendor")
    assert "No company passes both filters." in nobody.text(".notice")


def test_what_the_map_can_be_narrowed_by_is_of_the_day(client, sellers):
    def offered(address: str) -> list[str]:
        return [squeezed(option) for option in read(client, address).tree.css("#main option")]

    assert {"retail (1)", "vendor (1)", "Illinois, US"} <= set(offered("/coverage/"))
    assert offered("/coverage/?as_of=2020-06-09") == ["All", "Anywhere"]
    chosen = offered("/coverage/?as_of=2020-06-09&sector=retail&place=AU")
    assert chosen == ["All", "retail (0)", "Anywhere", "Australia"]


def test_a_filter_of_the_map_that_cannot_be_used_is_named(client, sellers):
    page = read(client, "/coverage/?sector=moon&place=nowhere")
    assert len(page.tree.css(".notice-problem li")) == 2
    assert len(cells(page)) == 3


def test_a_company_s_own_page_shows_its_gaps(client, sellers):
    page = read(client, "/c/clear")
    assert cells(page)["Police"] == ["Exempt 1 record"]
    assert cells(page)["Individuals"] == ["Silent"]


def test_companies_stand_side_by_side_with_the_same_questions(client, sellers):
    Check.objects.create(
        pledge=sellers[0].pledges.get(), place="company_asked", looked_on="2026-10-12"
    )
    factories.make_pledge(
        sellers[0], force=Force.LAW, term=TermKind.FIXED, end="2027-05-09", title="Clear: the order"
    )
    page = read(client, "/compare/?company=amazon&company=clear")
    assert page.text(".lede") == (
        "Amazon has 1 record (1 in force) and Clear has 2 records (2 in force)."
    )
    asked = cells(page, ".compare")
    assert asked["Use by: police"] == [
        "Covered, with exemptions 1 record",
        "Covered, with exemptions 2 records",
    ]
    assert asked["Products and features named"] == ["Amazon Rekognition", "none named"]
    assert asked["Who stays allowed"] == ["Thorn; Missing persons", "Any police"]
    assert asked["Known ends"] == ["no end date", "2027-05-09"]
    assert asked["Binds at most as"] == ["Public statement", "Law or regulation"]
    assert asked["Laws and settlements"] == ["none on record", "The order"]
    assert asked["Conduct"][0].startswith("in question: 1 of 1")
    assert asked["Asked by us"] == ["not yet", "about 1 record, answered 0"]


def test_a_comparison_takes_five_and_names_what_it_leaves_out(client, sellers):
    more = [factories.make_company() for _ in range(4)]
    query = "&".join(f"company={one.slug}" for one in (*sellers, *more))
    page = read(client, f"/compare/?{query}")
    assert len(page.tree.css(".compare thead th")) == 6
    assert "At most 5 companies" in page.text(".notice-problem")
    page = read(client, "/compare/?company=amazon&company=nobody&company=%00&company=amazon")
    assert len(page.tree.css(".compare thead th")) == 2
    assert "2 names in the address are no companies on record" in page.text(".notice-problem")


def test_without_companies_the_comparison_offers_the_choice(client, sellers):
    page = read(client, "/compare/")
    assert page.text(".lede") == "Choose up to 5 companies to set side by side."
    assert len(page.tree.css("select[name=company]")) == 5
    assert "Clear" in page.texts("#company-1 option")


def test_without_companies_the_comparison_leads_to_those_with_the_most_records(client, sellers):
    often = factories.make_company("Zebra")
    for _ in range(3):
        factories.make_pledge(often)
    page = read(client, "/compare/")
    (link,) = [one for one in page.links("main p a") if "company=" in one]
    assert link.endswith("company=zebra")
    assert link.count("company=") == 3
    assert "With the most records: " in page.text()
    assert len(read(client, link).tree.css(".compare thead th")) == 4
