"""The filters of the list: each finds what it should, and nothing wrong is dropped in silence."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from companies.vocabulary import NameKind
from moratoriums.filters import FILTERS, read_choice
from moratoriums.vocabulary import EventKind, Force, Kind, Technology, TermKind, WhoseUse
from tests import factories
from tests.website.reading import read


@pytest.fixture
def records(db, today):
    """Four records that differ in everything the filters ask about."""
    amazon = factories.make_company("Amazon")
    factories.make_company_name(amazon, "Rekognition", NameKind.PRODUCT)
    ring = factories.make_company("Ring")
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


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"pause", "gone", "order", "undated"}),
        ("company=amazon", {"pause"}),
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
        ("status=in_force&use=police&q=policy", {"undated"}),
    ],
)
def test_a_filter_finds_its_records(client, records, query, slugs):
    page = read(client, f"/pledges/?{query}")
    found = {link.removeprefix("/p/") for link in page.links("tbody th a") if "/p/" in link}
    assert found == slugs


def test_the_same_rows_stand_in_bars_and_table(client, records):
    page = read(client, "/pledges/?status=in_force")
    bars = sorted(page.links(".bars-title a"))
    assert bars
    assert bars == sorted(link for link in page.links("tbody th a") if link.startswith("/p/"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status=gone", "“gone” is no value of status. Known are: announced, in_force"),
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
    assert page.links(".notice ul a") == ["/pledges/?status=in_force", "/pledges/?company=ring"]


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
