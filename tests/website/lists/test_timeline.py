"""The timeline draws every record that passes the filters, close up or by the thousand."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

import pytest

from moratoriums.vocabulary import EventKind, TermKind
from tests import factories
from tests.website.reading import read
from website.lists.bars import Span
from website.lists.zoom import read_zoom
from website.views import timeline

WHOLE = Span(date(2019, 1, 1), date(2028, 1, 1), date(2026, 11, 23))


@pytest.fixture
def spread(db, today):
    """Records of three companies over six years."""
    for number, name in enumerate(("Amber", "Basalt", "Cobalt")):
        company = factories.make_company(name)
        for year in (2019 + number, 2022 + number):
            factories.make_pledge(company, slug=f"{name}-{year}".lower(), announced=f"{year}-03-01")


def test_records_stand_under_their_companies_in_the_order_of_the_first(client, spread):
    page = read(client, "/timeline/")
    assert page.texts(".bars-company") == ["Amber", "Basalt", "Cobalt"]
    assert page.links(".bars-title a")[:2] == ["/p/amber-2019", "/p/amber-2022"]
    assert page.links(".views a") == ["/pledges/", "/timeline/", "/timeline/events"]


def test_the_filters_and_their_address_are_those_of_the_list(client, spread):
    page = read(client, "/timeline/?company=basalt&zoom=2020&colour=red")
    assert page.links(".bars-title a") == ["/p/basalt-2020", "/p/basalt-2023"]
    assert page.links(".views a")[:2] == ["/pledges/?company=basalt", "/timeline/?company=basalt"]
    assert "There is no filter “colour”" in page.text(".notice-problem")


def test_a_zoom_shows_its_years_alone_and_keeps_the_filters(client, spread):
    page = read(client, "/timeline/?zoom=2020-2021&company=amber")
    assert page.texts(".axis-year") == ["2020", "2021"]
    assert not page.tree.css(".bars-grid .today-line")
    bar = page.tree.css(".bars-row .bar")[0]
    assert [(rect.attributes["x"], rect.attributes["width"]) for rect in bar.css("rect")] == [
        ("0%", "100%")
    ]
    assert page.attribute(".zoom a[aria-current]", "href").endswith("zoom=2020-2021")
    assert page.links(".zoom a")[0] == "/timeline/?company=amber"


@pytest.mark.parametrize(
    ("text", "years"), [("2020", (2020, 2021)), ("2019-2027", (2019, 2028)), ("", (2019, 2028))]
)
def test_a_zoom_is_one_year_or_two_with_a_dash(text, years):
    span, spelled, problem = read_zoom(text, WHOLE)
    assert (span.first.year, span.last.year) == years
    assert (spelled, problem) == (text, "")


@pytest.mark.parametrize("text", ["2018", "2028", "2024-2020", "20", "<b>", "2020-"])
def test_a_zoom_that_is_none_of_these_is_named_and_all_years_are_shown(text):
    span, spelled, problem = read_zoom(text, WHOLE)
    assert (span, spelled) == (WHOLE, "")
    assert "Write one from 2019 to 2027" in problem


def test_a_page_of_bars_turns_and_says_how_many_there_are(client, spread, monkeypatch):
    monkeypatch.setattr(timeline, "BARS_MOST", (4, 5000))
    page = read(client, "/timeline/")
    assert "Bars 1 to 4 of 6" in page.text()
    second = read(client, page.links(".turns a")[0])
    assert len(second.tree.css(".bars-row")) == 2
    assert len(read(client, "/timeline/?rows=5000").tree.css(".bars-row")) == 6
    assert "A page has 4 or 5000 bars, not “7”." in read(client, "/timeline/?rows=7").text()


def test_many_records_are_counted_by_year_and_each_year_leads_to_its_own(
    client, spread, monkeypatch
):
    monkeypatch.setattr(timeline, "DENSITY_FROM", 6)
    page = read(client, "/timeline/?zoom=2020")
    assert page.texts(".density li") == [f"{year} 1" for year in range(2019, 2025)]
    monkeypatch.setattr(timeline, "DENSITY_FROM", 1)
    one = read(client, page.links(".density a")[3])
    assert one.links(".bars-title a") == ["/p/amber-2022"]
    assert len(one.tree.css(".density li")) == 6
    assert one.text(".density a[aria-current]") == "2022"


def test_a_large_figure_says_each_status_in_words_without_repeating_links(
    client, spread, monkeypatch
):
    monkeypatch.setattr(timeline, "LARGE_FIGURE", 5)
    page = read(client, "/timeline/")
    assert page.tree.css_first(".bars-large")
    assert all("In force, no end stated" in row for row in page.texts(".bars-rows li"))
    assert page.texts(".bars-company") == ["Amber", "Basalt", "Cobalt"]
    assert page.links(".bars-rows a")[:3] == ["/c/amber", "/p/amber-2019", "/p/amber-2022"]
    assert len(page.tree.css(".bars-rows a")) == 9
    spanish = read(client, "/es/timeline/?as_of=2026-01-01")
    assert "En vigor, fin no declarado" in spanish.texts(".bars-rows li")[0]
    assert spanish.attribute(".bars-title", "lang") == "en"
    assert spanish.links(".bars-title")[0] == "/es/p/amber-2019?as_of=2026-01-01"


def styles_from(response) -> list[str]:
    """Where the policy lets styles come from."""
    directives = [one.split() for one in response["Content-Security-Policy"].split(";")]
    return next(sources for name, *sources in directives if name == "style-src")


def test_a_large_figure_carries_its_style_and_the_policy_passes_that_alone(
    client, spread, monkeypatch
):
    usual = client.get("/timeline/")
    assert "<style" not in usual.text
    assert styles_from(usual) == ["'self'"]
    monkeypatch.setattr(timeline, "LARGE_FIGURE", 5)
    large = client.get("/timeline/?order=oldest")
    style = large.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert styles_from(large) == ["'self'", f"'sha256-{digest}'"]
    assert "stylesheet" not in large.text
    assert "hx-" not in large.text


def test_a_long_group_of_a_large_figure_goes_on_in_the_next_block_under_its_name(
    client, spread, monkeypatch
):
    monkeypatch.setattr(timeline, "LARGE_FIGURE", 5)
    monkeypatch.setattr("website.lists.many_bars.BLOCK_ROWS", 1)
    page = read(client, "/timeline/?order=oldest")
    assert page.texts(".bars-company") == ["Amber", "Amber", "Basalt", "Basalt", "Cobalt", "Cobalt"]
    assert len(page.tree.css(".bars-block")) == 6


def test_a_large_figure_draws_every_bar_in_its_row(client, register, monkeypatch):
    monkeypatch.setattr(timeline, "LARGE_FIGURE", 0)
    factories.make_event(register.pause, EventKind.NARROWED, "2022-02-01")
    factories.make_pledge(term=TermKind.FIXED, end="2026-01-01", announced="2024-01-01")
    page = read(client, "/timeline/")
    rows = page.tree.css(".bars-rows li")
    sheets = page.tree.css(".bars-block .sheet")
    assert str(sheets[0].attributes["viewBox"]).endswith(f" {len(rows)}")
    lines = page.tree.css(".sheet .tone-in_force.line")
    assert [f" {row}H" in str(lines[0].attributes["d"]) for row in range(1, len(rows) + 1)] == [
        "In force" in row.text() for row in rows
    ]
    named = {mark.attributes["id"] for mark in page.tree.css("marker")}
    drawn = {
        group.attributes["marker-start"]
        for group in page.tree.css(".sheet g")
        if "marker-start" in group.attributes
    }
    assert drawn == {f"url(#{name})" for name in named}
    assert named == {"sign-exemption-in_force", "sign-question-past_end"}
    assert len(page.tree.css(".sheet .piece-version rect")) == 1
    assert page.attribute(".sheet .piece-hatched", "fill") == "url(#bar-hatch)"
    assert page.attribute(".sheet .piece-hatched rect", "y") == "100.00%"
    assert page.tree.css_first("#line-fade")
    assert "2 versions" in page.text(".bars-rows")


def test_a_change_of_the_wording_begins_another_version_below_the_bar(client, register):
    factories.make_event(register.pause, EventKind.NARROWED, "2022-02-01")
    page = read(client, "/timeline/")
    lane = page.tree.css(".bar rect[class^=piece-version]")
    assert [rect.attributes["class"] for rect in lane] == ["piece-version-other", "piece-version"]
    assert "2 versions" in page.text(".bars-words")
    assert not read(client, "/timeline/?as_of=2022-01-31").tree.css(".bar rect[class*=version]")


def test_an_end_ahead_and_a_silence_have_shapes_of_their_own(client, db, today):
    factories.make_pledge(term=TermKind.FIXED, end="2026-01-01", announced="2024-01-01")
    page = read(client, "/timeline/")
    assert [use.attributes["href"] for use in page.tree.css(".bar use")] == ["#end-question"]
    assert page.attribute(".bar .piece-hatched", "fill") == "url(#bar-hatch)"


def test_the_events_of_the_same_records_are_read_year_by_year(client, spread):
    answer = client.get("/timeline/events?company=basalt&as_of=2024-01-01")
    assert answer["Location"] == "/timeline/2023/?company=basalt&as_of=2024-01-01"
    page = read(client, answer["Location"])
    assert page.links(".event-title a")[0].startswith("/p/basalt-2023")
    assert "1 event of 2023 on record of the records that pass the filters." in page.text(".lede")
    assert "Company: basalt" in page.text()
    assert page.texts(".years a") == ["2023 (1)", "2020 (1)"]
    assert page.links(".views a")[0] == "/pledges/?company=basalt&as_of=2024-01-01"
    assert read(client, "/timeline/2021/?company=basalt").text(".lede").startswith("0 events")
    assert read(client, "/timeline/2001/").status == 404


def test_an_empty_register_has_no_events_to_lead_to(client, db, today):
    assert client.get("/timeline/events").status_code == 404


def test_a_year_with_very_many_events_turns_its_pages(client, spread, monkeypatch):
    monkeypatch.setattr(timeline, "PER_PAGE", 1)
    factories.make_pledge(announced="2022-05-01")
    page = read(client, "/timeline/2022/")
    assert len(page.tree.css(".event")) == 1
    assert page.links(".turns a") == ["/timeline/2022/?page=2"]
    assert "There is no page “9”" in read(client, "/timeline/2022/?page=9").text()
