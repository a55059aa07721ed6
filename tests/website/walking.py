"""One walk over pages in a browser: each is opened once, and looked at in every manner there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.website.browsing import (
    NARROW,
    OF_LOOKS,
    OPTIONS,
    WIDE,
    Watched,
    assert_accessible,
    assert_fits,
)

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
_FOCUS_THE_LAST = """() => [...document.querySelectorAll('a[href], button, input, select, textarea,'
    + ' summary, iframe, [tabindex="0"]')].filter(node => node.getClientRects().length).at(-1)
    ?.focus()"""
_OUTSIDE = """() => !document.activeElement || document.activeElement === document.body
    || document.activeElement.matches('.skip')"""
# The luminance of the words and of the sheet, each from 0 to 1.
_ON_PAPER = """() => {
    const light = text => {
        const [red, green, blue, alpha = 1] = text.match(/[\\d.]+/g).map(Number);
        return alpha === 0 ? 1 : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
    };
    const style = getComputedStyle(document.querySelector('main'));
    return [light(style.color), light(getComputedStyle(document.body).backgroundColor)];
}"""


@dataclass
class Walk:
    """What each check did not like, page by page, and how many pages it looked at."""

    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    looked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    troubles: list[str] = field(default_factory=list)

    @contextmanager
    def check(self, name: str) -> Iterator[None]:
        """Keep what is not as it should be, so that the other checks are made all the same."""
        self.looked[name] += 1
        try:
            yield
        except AssertionError as error:
            self.found[name].append(str(error))


Step = Callable[[Walk, Page, str], None]


def walk(context: BrowserContext, site: str, addresses: list[str], *steps: Step) -> Walk:
    """Open each page once, as a reader with a wide window; then take each step on it."""
    done, watched = Walk(), Watched(context, site)
    for address in addresses:
        dress(watched.page, WIDE)
        page = watched.open(address)
        for step in steps:
            step(done, page, address)
        with done.check("no cookies"):
            assert context.cookies() == [], address
    done.troubles = watched.troubles
    return done


def dress(page: Page, look: dict[str, Any], **media: Any) -> None:
    """Give the window the size and colours of a look, and what else a reader asks for."""
    page.set_viewport_size(look["viewport"])
    usual: dict[str, Any] = {"media": "screen", "forced_colors": "none"}
    usual |= {"reduced_motion": "no-preference", "color_scheme": look["color_scheme"]}
    page.emulate_media(**(usual | media))


def wide_and_light(done: Walk, page: Page, address: str) -> None:
    """Every rule of axe, and nothing wider than the window."""
    with done.check("wide and light"):
        assert_accessible(page, address, OPTIONS)
        assert_fits(page, address)


def narrow_and_dark(done: Walk, page: Page, address: str) -> None:
    """What changes with width and colours, in the other ones."""
    dress(page, NARROW)
    with done.check("narrow and dark"):
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"), address
        assert page.evaluate("innerWidth") == NARROW["viewport"]["width"], address
        assert_accessible(page, address, OF_LOOKS)
        assert_fits(page, address)


def in_forced_colours(done: Walk, page: Page, address: str) -> None:
    """The colours that the reader's machine forces upon every page."""
    dress(page, WIDE, forced_colors="active")
    with done.check("forced colours"):
        assert page.evaluate("matchMedia('(forced-colors: active)').matches"), address
        assert_accessible(page, address, OF_LOOKS)


def still(done: Walk, page: Page, address: str) -> None:
    """Nothing moves where a reader asked for that."""
    dress(page, WIDE, reduced_motion="reduce")
    with done.check("still"):
        assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches"), address
        moving = page.evaluate(_MOVING)
        assert moving == [], f"{address}: {moving}"


def with_wider_letters(done: Walk, page: Page, address: str) -> None:
    """Words are cut nowhere on a narrow page, also when letters, words and lines are set wider."""
    dress(page, NARROW)
    with done.check("wider letters"):
        cut = page.evaluate(_CUT)
        assert cut == [], f"{address}: {cut}"
        page.evaluate(_WIDER_TEXT)
        assert_fits(page, f"{address} with wider letters")
        cut = page.evaluate(_CUT)
        assert cut == [], f"{address} with wider letters: {cut}"


def by_keyboard(done: Walk, page: Page, address: str) -> None:
    """Each thing that Tab reaches is seen and ringed, and the last one lets go of the focus."""
    # Still, so that what is scrolled to stands where it will stay.
    dress(page, WIDE, reduced_motion="reduce")
    with done.check("keyboard"):
        for step in range(25):
            page.keyboard.press("Tab")
            found = page.evaluate(_FOCUSED)
            if found is None:
                break
            assert found["ringed"], f"{address}, step {step}: no ring on {found['what']}"
            assert found["seen"], f"{address}, step {step}: out of sight: {found['what']}"
        page.evaluate(_FOCUS_THE_LAST)
        page.keyboard.press("Tab")
        assert page.evaluate(_OUTSIDE), f"{address} keeps the focus"


def on_paper(done: Walk, page: Page, address: str) -> None:
    """Dark on white, without the furniture, and with the day and the place it was printed from."""
    dress(page, NARROW, media="print")
    with done.check("paper"):
        words, paper = page.evaluate(_ON_PAPER)
        assert words < 0.3 < 0.95 < paper, f"{address}: {words} on {paper}"
        for furniture in page.locator(".masthead-nav, .language-switch, .footer-pages").all():
            assert not furniture.is_visible(), address
        if page.locator(".footer-last").count():
            told = page.locator(".footer-last").inner_text()
            assert "as of" in told, address
            host = page.evaluate("location.hostname")
            assert host in told, address


def in_language(language: str) -> Step:
    """The page says that it is in a language."""

    def step(done: Walk, page: Page, address: str) -> None:
        with done.check("language"):
            said = page.locator("html").get_attribute("lang") or ""
            assert said.startswith(language), f"{address}: {said}"

    return step
