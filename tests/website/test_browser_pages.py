"""Every kind of page in a real browser: for every eye, hand, width, colour and sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.website.browsing import (
    FORCED,
    NARROW,
    OF_LOOKS,
    OPTIONS,
    PAGES,
    TROUBLES,
    WIDE,
    Watched,
    assert_accessible,
    assert_fits,
    in_spanish,
    pages_of_one,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LOOKS = {"wide and light": (WIDE, OPTIONS), "narrow and dark": (NARROW, OF_LOOKS)}
# WCAG 1.4.12: nothing may be lost when a reader sets letters, words and lines wider.
_WIDER_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
# What is cut off: words that overflow a box which hides what does not fit.
_CUT = """() => [...document.querySelectorAll('main *')].filter(node => {
    const style = getComputedStyle(node);
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const seen = node.offsetWidth > 1 && node.offsetHeight > 1;
    return hides && seen && node.scrollWidth > node.clientWidth + 1 && node.innerText?.trim();
}).map(node => node.outerHTML.slice(0, 120))"""
# What moves: on a page for readers who asked for stillness, nothing.
_MOVING = """() => [...document.querySelectorAll('*')].filter(node => {
    const style = getComputedStyle(node);
    const lasts = value => value.split(',').some(part => parseFloat(part) > 0);
    return lasts(style.transitionDuration) || lasts(style.animationDuration)
        || style.scrollBehavior === 'smooth';
}).map(node => node.outerHTML.slice(0, 120))"""
# What the focus is on, and whether a reader can see that it is there.
_FOCUSED = """() => {
    let node = document.activeElement;
    while (node?.contentDocument) node = node.contentDocument.activeElement;  // inside a frame
    if (!node || node === document.body) return null;
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    return {
        what: node.outerHTML.slice(0, 120),
        ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
# The luminance of the words and of the sheet, each from 0 to 1.
_ON_PAPER = """() => {
    const light = text => {
        const [red, green, blue, alpha = 1] = text.match(/[\\d.]+/g).map(Number);
        return alpha === 0 ? 1 : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
    };
    const style = getComputedStyle(document.querySelector('main'));
    return [light(style.color), light(getComputedStyle(document.body).backgroundColor)];
}"""


@pytest.fixture(scope="module")
def pages(site, django_db_blocker, tmp_path_factory) -> Iterator[list[str]]:
    """Every kind of page, with those that one person is sent."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        folder: Path = tmp_path_factory.mktemp("var")
        patch.setattr("website.datasets.models.archive_folder", lambda: folder)
        patch.setattr("website.datasets.services.archive_folder", lambda: folder)
        yield [*PAGES, *pages_of_one()]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_accessible_complete_and_stays_at_home(browser, site, pages, language, look):
    manner, options = LOOKS[look]
    context = browser.new_context(**manner)
    watched = Watched(context, site)
    for address, page in watched.each(in_spanish(pages) if language == "es" else pages):
        assert_accessible(page, address, options)
        assert_fits(page, address)
        assert (page.locator("html").get_attribute("lang") or "").startswith(language), address
        assert context.cookies() == [], address
    assert watched.troubles == []
    context.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_error_pages_are_accessible_too(browser, site, language):
    context = browser.new_context(**NARROW)
    page = context.new_page()
    for address in in_spanish(TROUBLES) if language == "es" else TROUBLES:
        page.goto(site + address)
        assert_accessible(page, address, OPTIONS)
        assert_fits(page, address)
    context.close()


def test_longer_words_and_wider_letters_fit_every_page(browser, site, pages):
    context = browser.new_context(**NARROW)
    for address, page in Watched(context, site).each(in_spanish(pages)):
        assert page.evaluate(_CUT) == [], address
        page.evaluate(_WIDER_TEXT)
        assert_fits(page, f"{address} with wider letters")
        assert page.evaluate(_CUT) == [], f"{address} with wider letters"
    context.close()


def test_every_page_can_be_read_in_colours_the_reader_forces(browser, site, pages):
    context = browser.new_context(**FORCED)
    for address, page in Watched(context, site).each(pages):
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert_accessible(page, address, OF_LOOKS)
    context.close()


def test_nothing_moves_for_readers_who_asked_for_stillness(browser, site, pages):
    context = browser.new_context(**WIDE, reduced_motion="reduce")
    for address, page in Watched(context, site).each(pages):
        assert page.evaluate(_MOVING) == [], address
    context.close()


def test_the_keyboard_alone_reaches_everything_and_is_caught_nowhere(browser, site, pages):
    # Still, so that what is scrolled to stands where it will stay.
    context = browser.new_context(**WIDE, reduced_motion="reduce")
    for address, page in Watched(context, site).each(pages):
        for step in range(25):
            page.keyboard.press("Tab")
            found = page.evaluate(_FOCUSED)
            if found is None:
                break
            assert found["ringed"], f"{address}, step {step}: no ring on {found['what']}"
            assert found["seen"], f"{address}, step {step}: out of sight: {found['what']}"
        assert _leaves_from_the_end(page), f"{address} keeps the focus"
    context.close()


def _leaves_from_the_end(page: Page) -> bool:
    """Whether Tab on the last thing that can be reached leads out of the page, or to its start."""
    page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary,'
            + ' iframe, [tabindex="0"]')].filter(node => node.getClientRects().length).at(-1)
            ?.focus()"""
    )
    page.keyboard.press("Tab")
    return bool(
        page.evaluate(
            """() => !document.activeElement || document.activeElement === document.body
                || document.activeElement.matches('.skip')"""
        )
    )


def test_every_page_prints_dark_on_white_without_its_furniture(browser: Browser, site, pages):
    context = browser.new_context(**NARROW)
    watched = Watched(context, site)
    watched.page.emulate_media(media="print")
    for address, page in watched.each(pages):
        words, paper = page.evaluate(_ON_PAPER)
        assert words < 0.3 < 0.95 < paper, f"{address}: {words} on {paper}"
        for furniture in page.locator(".masthead-nav, .language-switch, .footer-pages").all():
            assert not furniture.is_visible(), address
        if page.locator(".footer-last").count():
            told = page.locator(".footer-last").inner_text()
            assert "as of" in told, address
            assert site.partition("//")[2].partition(":")[0] in told, address
    context.close()
