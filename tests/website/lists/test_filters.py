"""The filters of the list: each finds what it should, and nothing wrong is dropped in silence."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from companies.vocabulary import NameKind
from moratoriums import search
from moratoriums.filters import FILTERS, read_choice
from moratoriums.vocabulary import EventKind, Force, Kind, Technology, TermKind, WhoseUse
from tests import factories
from tests.website.reading import read


@pytest.fixture
def records(db, today):
    """Four records that differ in everything the filters ask about."""
    amazon = factories.make_company("Amazon")
    factories.make_company_name(amazon, "Rekognition", NameKind.PRODUCT)
    ring = factories.make_company("Ring", parent=amazon, sector="doorbells")
    pause = factories.make_pledge(
        amazon, slug="pause", title="Amazon: pause", announced="2020-06-10",
        term=TermKind.FIXED, end="2027-06-10", places=["US-IL"],
    )  # fmt: skip
    factories.make_exemption(pause, factories.make_beneficiary("Thorn"))
    factories.make_event(pause, EventKind.ALLEGED, "2024-01-25")
    gone = factories.make_pledge(
        ring, slug="gone", title="Ring: statements", kind=Kind.NEVER_USE, announced="2021-02",
        uses=[WhoseUse.OWN], places=["US"],
    )  # fmt: skip
    factories.make_event(gone, EventKind.WITHDRAWN, "2025-12-09")
    factories.make_pledge(
        slug="order", title="Shop: order", kind=Kind.ORDER, force=Force.LAW, announced="2022",
        places=["AU"], technology=Technology.INFERENCE,
    )  # fmt: skip
    factories.make_pledge(slug="undated", title="Flock: policy", announced="", places=["worldwide"])
    search.rebuild()


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"pause", "gone", "order", "undated"}),
        ("company=amazon", {"pause"}),
        ("family=amazon", {"pause", "gone"}),
        ("family=ring", {"gone"}),
        ("sector=doorbells", {"gone"}),
        ("status=withdrawn", {"gone"}),
        ("use=own", {"gone"}),
        ("kind=order", {"order"}),
        ("term=fixed", {"pause"}),
        ("force=6", {"order"}),
        ("conduct=questioned", {"pause"}),
        ("exempt=thorn", {"pause"}),
        ("exempt=any", {"pause"}),
        ("exempt=none", {"gone", "order", "undated"}),
        ("place=US", {"pause", "gone"}),
        ("place=US-IL", {"pause"}),
        ("technology=inference", {"order"}),
        ("q=statements", {"gone"}),
        ("q=REKOGNITION", {"pause"}),
        ("from=2021-02-15&to=2022-01-01", {"gone", "order"}),
        ("from=2026-01-01", {"undated"}),
        ("from=15 February 2021&to=2021", {"gone"}),
        ("from=2021-02&to=January 2022", {"gone", "order"}),
        ("status=in_force&use=police&q=policy", {"undated"}),
    ],
)
def test_a_filter_finds_its_records(client, records, query, slugs):
    page = read(client, f"/pledges/?{query}")
    found = {link.removeprefix("/p/") for link in page.links("tbody th a") if "/p/" in link}
    assert found == slugs


def test_days_that_a_reader_types_stand_in_addresses_in_one_form(client, records):
    page = read(client, "/pledges/?from=June 2020&to=about 2021")
    assert page.attribute("#f-from", "value") == "2020-06-01"
    assert page.links(".views a")[1] == "/timeline/?from=2020-06-01&to=2021-12-31"


def test_the_same_records_stand_in_the_table_and_as_bars_under_one_query(client, records):
    table = read(client, "/pledges/?use=police&status=in_force")
    assert len(table.tree.css("tbody .bar")) == 3
    assert table.links(".views a")[1] == "/timeline/?status=in_force&use=police"
    bars = read(client, table.links(".views a")[1])
    in_table = sorted(link for link in table.links("tbody th a") if link.startswith("/p/"))
    assert sorted(bars.links(".bars-title a")) == in_table


def test_bars_can_be_cited_downloaded_and_followed_as_the_table_can(client, records):
    table = read(client, "/pledges/?use=police&status=in_force")
    bars = read(client, "/timeline/?status=in_force&use=police")
    for part in (".tools-links a", ".follow-ways a", "link[rel=alternate][type]"):
        assert table.links(part)
        assert bars.links(part) == table.links(part)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status=gone", "“gone” is no value of status. Known are: announced, in_force"),
        ("sector=toys", "No company in the register is of the sector “toys”"),
        ("company=nobody", "No company in the register has the short name “nobody”"),
        ("exempt=nobody", "“nobody”"),
        ("place=Illinois", "“Illinois” is no place code"),
        ("from=2020-13-01", "“2020-13-01” is no day"),
        ("to=1.2.2020", "“1.2.2020” is no day"),
        ("colour=red", "There is no filter “colour”"),
        ("status=in_force&status=ended", "is given 2 times"),
        ("order=random", "“random” is no order"),
        ("page=99", "There is no page “99”"),
        ("page=-1", "There is no page “-1”"),
        ("page=%C2%B2", "There is no page"),
        ("q=a%00b", "characters that cannot be read"),
        ("q=" + "x" * 300, "longer than 200 characters"),
    ],
)
def test_a_bad_value_is_named_and_the_page_still_answers(client, records, query, said):
    page = read(client, f"/pledges/?{query}")
    assert page.status == 200
    assert said in page.text(".notice-problem")


HOSTILE = ["'\"><script>", "%F0%9F%98%80", "%ff%fe", "__class__", "{{7*7}}"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_of_any_filter_breaks_the_page_or_gets_into_it_raw(client, records, value):
    for name in [one.name for one in FILTERS] + ["order", "page"]:
        page = read(client, f"/pledges/?{name}={value}")
        assert page.status == 200
        assert "<script>" not in page.html


def test_an_empty_list_leads_on_by_leaving_one_filter_out(client, records):
    page = read(client, "/pledges/?company=ring&status=in_force")
    assert "No record passes all these filters." in page.text()
    assert page.links(".notice ul a") == ["/pledges/?company=ring", "/pledges/?status=in_force"]
    assert page.links(".notice p:last-child a") == [
        "/follow?search=company%3Dring%26status%3Din_force"
    ]


def test_every_value_counts_under_the_other_filters(client, records):
    page = read(client, "/pledges/?use=police")
    assert page.texts("#f-kind option") == ["All", "Moratorium (2)", "Order (1)"]
    assert page.texts("#f-use option") == ["All", "Police (3)", "The organisation itself (1)"]
    assert page.texts("#f-family option") == ["All", "Amazon (1)"]
    assert page.texts("#f-place option") == [
        "All", "Australia (1)", "Illinois, US (1)", "United States (1)", "Worldwide (1)",
    ]  # fmt: skip


def test_a_mistyped_word_is_read_as_the_nearest_known_and_said_so(client, records):
    page = read(client, "/pledges/?q=Rekogniton")
    assert page.links("tbody th a")[1] == "/p/pause"
    assert "No record has “rekogniton”. Shown are records with “rekognition”." in page.text()
    assert page.texts(".why") == ["Also named: Rekognition"]
    assert page.texts(".why mark") == ["Rekognition"]


def test_a_form_sent_with_empty_boxes_leads_to_the_short_address(client, records):
    answer = client.get("/pledges/?q=&status=in_force&company=&order=newest&as_of=2026-11-20")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/pledges/?status=in_force&as_of=2026-11-20",
    )


def test_a_day_before_the_first_record_that_passes_names_that_record(client, records):
    page = read(client, "/pledges/?company=amazon&status=in_force&as_of=2020-01-01")
    assert "1 January 2020 lies before our first record of this: Amazon: pause" in page.text()
    assert "announced 10 June 2020" in page.text(".notice")


def test_exempt_parties_count_from_the_day_of_their_exemption(client, records):
    assert read(client, "/pledges/?exempt=thorn&as_of=2020-06-10").links("tbody th a")
    pledge = factories.make_pledge(slug="later", announced="2020-01-01")
    factories.make_exemption(pledge, factories.make_beneficiary("Late"), since="2024-01-01")
    assert not read(client, "/pledges/?exempt=late&as_of=2023-12-31").links("tbody th a")
    assert read(client, "/pledges/?exempt=late&as_of=2024-01-01").links("tbody th a")


def test_status_links_count_under_the_other_filters(client, records):
    page = read(client, "/pledges/?use=police")
    assert page.texts(".facets a") == ["In force 3"]


@pytest.mark.parametrize(
    ("order", "first"),
    [("newest", "order"), ("oldest", "pause"), ("company", "pause"), ("end", "pause")],
)
def test_rows_keep_the_order_asked_for(client, records, order, first):
    page = read(client, f"/pledges/?order={order}&to=2023-01-01")
    assert page.links("tbody th a:last-child")[0] == f"/p/{first}"


def test_a_search_is_ordered_by_its_matches_unless_another_order_is_asked_for(client, records):
    assert read(client, "/pledges/").texts("#f-order option")[0] == "Newest announcement first"
    page = read(client, "/pledges/?q=police")
    assert page.texts("#f-order option")[0] == "Best match first"
    assert page.attribute("#f-order option[selected]", "value") == ""
    newest = read(client, "/pledges/?q=police&order=newest")
    assert newest.attribute("#f-order option[selected]", "value") == "newest"


def test_an_address_has_one_spelling():
    choice = read_choice(QueryDict("use=police&q=x+y&order=end"))
    assert choice.query() == "q=x+y&use=police&order=end"
    assert choice.query(use="", page="2") == "q=x+y&order=end&page=2"


def test_pages_turn_and_keep_the_filters(client, db, today):
    company = factories.make_company("Shop")
    source = factories.make_source()
    for _ in range(53):
        factories.make_pledge(company, source=source)
    first = read(client, "/pledges/?company=shop&as_of=2026-11-20")
    assert first.links(".turns a") == ["/pledges/?company=shop&page=2&as_of=2026-11-20"]
    second = read(client, "/pledges/?company=shop&page=2")
    assert len(second.tree.css("tbody tr")) == 3
    assert second.links(".turns a") == ["/pledges/?company=shop"]
