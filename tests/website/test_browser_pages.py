"""Every kind of page in a real browser: for every eye, hand, width, colour and sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.website.browsing import (
    NARROW,
    OPTIONS,
    PAGES,
    TROUBLES,
    WIDE,
    assert_accessible,
    assert_fits,
    in_spanish,
    pages_of_one,
)
from tests.website.walking import (
    Walk,
    by_keyboard,
    in_forced_colours,
    in_language,
    narrow_and_dark,
    on_paper,
    still,
    walk,
    wide_and_light,
    with_wider_letters,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def pages(site, django_db_blocker, tmp_path_factory) -> Iterator[list[str]]:
    """Every kind of page, with those that one person is sent."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        folder: Path = tmp_path_factory.mktemp("var")
        patch.setattr("website.datasets.models.archive_folder", lambda: folder)
        patch.setattr("website.datasets.services.archive_folder", lambda: folder)
        yield [*PAGES, *pages_of_one()]


@pytest.fixture(scope="module")
def walks(browser, site, pages) -> dict[str, Walk]:
    """Both languages, each page opened once in each."""
    english = [in_language("en"), wide_and_light, in_forced_colours, still, narrow_and_dark]
    # Where the focus was left and the sheet of wider letters stay until the next page is opened:
    # these two come last.
    ways = {
        "en": (pages, [*english, on_paper, by_keyboard]),
        "es": (
            in_spanish(pages),
            [in_language("es"), wide_and_light, narrow_and_dark, with_wider_letters],
        ),
    }
    walked = {}
    for language, (addresses, steps) in ways.items():
        context = browser.new_context(**WIDE)
        walked[language] = walk(context, site, addresses, *steps)
        context.close()
    return walked


def nothing_found(done: Walk, check: str, pages: list[str]) -> bool:
    """Whether a check looked at every page and had nothing to say."""
    assert done.looked[check] == len(pages)
    assert not done.found[check], "\n".join(done.found[check])
    return True


@pytest.mark.parametrize("look", ["wide and light", "narrow and dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_accessible_and_fits_in_each_look(walks, pages, language, look):
    assert nothing_found(walks[language], look, pages)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_complete_speaks_its_language_and_stays_at_home(walks, pages, language):
    assert nothing_found(walks[language], "language", pages)
    assert nothing_found(walks[language], "no cookies", pages)
    assert walks[language].troubles == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_error_pages_are_accessible_too(browser, site, language):
    context = browser.new_context(**NARROW)
    page = context.new_page()
    for address in in_spanish(TROUBLES) if language == "es" else TROUBLES:
        page.goto(site + address)
        assert_accessible(page, address, OPTIONS)
        assert_fits(page, address)
    context.close()


def test_longer_words_and_wider_letters_fit_every_page(walks, pages):
    assert nothing_found(walks["es"], "wider letters", pages)


def test_every_page_can_be_read_in_colours_the_reader_forces(walks, pages):
    assert nothing_found(walks["en"], "forced colours", pages)


def test_nothing_moves_for_readers_who_asked_for_stillness(walks, pages):
    assert nothing_found(walks["en"], "still", pages)


def test_the_keyboard_alone_reaches_everything_and_is_caught_nowhere(walks, pages):
    assert nothing_found(walks["en"], "keyboard", pages)


def test_every_page_prints_dark_on_white_without_its_furniture(walks, pages):
    assert nothing_found(walks["en"], "paper", pages)
