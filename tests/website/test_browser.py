"""What readers do with the real register in a real browser, with script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.website.browsing import NARROW, OPTIONS, WIDE, Watched, assert_accessible
from website.views import timeline

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_keyboard_reaches_the_content_first(browser, site):
    page = browser.new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


def test_everything_works_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Find a company, a product or words of a record").fill("rekognition")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Status", exact=True).select_option("in_force")
    page.get_by_role("button", name="Apply").click()
    assert "q=rekognition" in page.url
    assert "status=in_force" in page.url
    page.locator("tbody th").get_by_role("link", name="Moratorium on police use").click()
    assert page.locator(".lede").inner_text().startswith("In force until further notice.")
    page.get_by_label("The record as of").fill("2020-06-11")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".lede").inner_text().startswith("In force until 10 June 2021.")
    page.locator("#c-use-police").get_by_role("link").click()
    assert page.url.endswith("#said-c-use-police")
    page.locator("#said-c-use-police").press("Enter")
    assert page.url.endswith("#c-use-police")
    page.locator("#x-thorn > p").get_by_role("link", name="Thorn", exact=True).click()
    assert page.locator("h1").inner_text() == "Who exempts Thorn"
    assert page.url.endswith("/x/thorn?as_of=2020-06-11")
    context.close()


def test_on_a_telephone_the_masthead_is_short_and_leads_to_all_pages(browser, site):
    page = browser.new_page(**NARROW)
    page.goto(site)
    header = page.locator(".masthead")
    assert header.bounding_box()["height"] < 190
    assert header.get_by_role("link", name="Methodology").count() == 0
    header.get_by_role("link", name="All pages").click()
    pages = page.get_by_role("navigation", name="All pages")
    assert pages.get_by_role("link", name="Methodology").is_visible()
    assert page.evaluate("document.activeElement.id") == "pages"
    page.set_viewport_size(WIDE["viewport"])
    assert header.get_by_role("link", name="Methodology").is_visible()
    assert header.get_by_role("link", name="All pages").count() == 0
    page.close()


def test_results_follow_the_typing_where_script_runs(browser, site):
    context = browser.new_context()
    watched = Watched(context, site)
    page = watched.open("/pledges/?use=police")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Search", exact=True).press_sequentially("rekogniton")
    page.get_by_text("Shown are records with “rekognition”.").wait_for()
    assert page.locator("tbody tr").count() == 1
    page.wait_for_url("**/pledges/?q=rekogniton&use=police")
    assert page.locator("#f-use option:checked").inner_text() == "Police (1)"
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.get_by_label("Status", exact=True).select_option("in_force")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/pledges/?q=rekogniton&status=in_force&use=police")
    assert page.evaluate("window.sameDocument")
    page.go_back()
    page.wait_for_url("**/pledges/?q=rekogniton&use=police")
    page.locator("tbody tr").wait_for()  # the page is loaded anew, from one record in it
    assert watched.troubles == []
    context.close()


def test_statuses_can_be_told_apart_without_colour(browser, site):
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/")
    drawn = page.locator(".bar .piece-solid").first
    assert drawn.evaluate("bar => getComputedStyle(bar).fill") != "none"
    for badge in page.locator(".bars .badge").all()[:20]:
        assert badge.inner_text().strip()
        assert badge.locator("use").get_attribute("href").startswith("#m-")
    context.close()


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=["wide", "narrow"])
def test_bars_by_the_hundred_lie_in_their_rows_and_pass_axe(browser, site, look, monkeypatch):
    monkeypatch.setattr(timeline, "LARGE_FIGURE", 0)
    context = browser.new_context(**look)
    watched = Watched(context, site)
    page = watched.open("/timeline/?order=company")
    assert_accessible(page, "/timeline/", OPTIONS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    off = page.evaluate(
        """() => [...document.querySelectorAll('.bars-block')].flatMap(block => {
            const rows = [...block.querySelectorAll('.bars-rows > li')];
            if (!rows[0].checkVisibility({contentVisibilityAuto: true})) return [];
            const sheet = block.querySelector('.sheet').getBoundingClientRect();
            return rows.map((row, at) => row.getBoundingClientRect().bottom - sheet.top
                - sheet.height * (at + 1) / rows.length);
        })"""
    )
    assert len(off) >= 20
    assert max(off) - min(off) < 1  # every line has the same distance from the end of its row
    assert 12 < min(off) < 20
    assert watched.troubles == []
    context.close()


def test_a_card_shows_its_day_and_link_in_any_frame_and_all_its_words_on_a_phone(
    browser, site, settings
):
    page = browser.new_page(viewport={"width": 300, "height": 150})
    page.goto(f"{site}/p/amazon-rekognition-police-2020/card")
    foot = page.locator(".card-foot").bounding_box()
    assert foot["y"] + foot["height"] <= 150
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/p/amazon-rekognition-police-2020/embed")
    snippets = page.locator("textarea").evaluate_all("all => all.map(one => one.value)")
    theirs = "<!doctype html>" + "".join(snippets[:2]).replace(settings.SITE_URL, site)
    page.route("**/theirs", lambda route: route.fulfill(body=theirs, content_type="text/html"))
    page.goto(f"{site}/theirs")
    frame = page.frames[1]
    assert frame.locator(".card-foot").inner_text().startswith("As of")
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize("language", ["", "/es"])
def test_on_a_phone_a_search_leads_to_the_first_record_with_its_status(browser, site, language):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{site}{language}/")
    page.fill("#find-q", "amazon police")
    page.press("#find-q", "Enter")
    page.wait_for_url("**/pledges/?q=amazon+police#found")
    expect(page.locator(".records .badge").first).to_be_in_viewport(ratio=1)
    page.close()


def test_in_a_large_window_the_filters_stay_above_what_a_search_found(browser, site):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(f"{site}/pledges/?q=amazon+police#found")
    expect(page.locator(".records .badge").first).to_be_in_viewport(ratio=1)
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    page.close()


def test_print_leaves_the_furniture_out_and_the_sources_in(browser, site):
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(f"{site}/p/amazon-rekognition-police-2020")
    assert not page.locator(".masthead-nav").is_visible()
    assert page.locator(".source-links").first.is_visible()
    assert page.locator(".source-links").first.inner_text().startswith("https://")
    page.close()


def test_a_certificate_prints_on_one_sheet_however_much_there_is_to_say(browser, site):
    crowded = factories.make_pledge(
        slug="crowded",
        title="A company: a pledge with a title of some length",
        who="Somebody " * 20,
    )
    for number in range(12):
        source = factories.make_source(
            title="A headline that goes on and on about the matter at hand " * 2,
            url=f"https://news.example/{'a-long-address/' * 9}{number}",
            archived_url=f"https://archive.example/{'a-long-address/' * 9}{number}",
            sha256="ab" * 32,
        )
        factories.make_citation(source, pledge=crowded)
        party = factories.make_beneficiary(f"An exempt party, number {number}")
        factories.make_exemption(crowded, party, purpose="For a purpose of its own, " * 6)
        factories.make_statement(crowded, "We think about this for a while, and then we stop. " * 5)
    page = browser.new_page()
    for slug in ("crowded", "facebook-shut-fr-2021", "amazon-rekognition-police-2020"):
        page.goto(f"{site}/p/{slug}/certificate")
        sheets = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1, slug
    page.close()
