"""The front page answers at a glance."""

from __future__ import annotations

from moratoriums.vocabulary import EventKind, TermKind
from tests import factories
from tests.website.reading import read


def test_one_sentence_counts_every_record_and_what_is_not_assessed(client, register):
    factories.make_pledge(term=TermKind.FIXED, end="2026-10-01", announced="2026-04-01")
    page = read(client, "/")
    assert page.text(".lede") == (
        "On 23 November 2026, of 2 records, 1 is in force and 1 is past its end and being "
        "checked. Conduct is not assessed in 1 of 2."
    )


def test_what_ends_within_ninety_days_stands_under_ends_soon(client, register):
    soon = factories.make_pledge(title="Soon", term=TermKind.FIXED, end="2027-01-10")
    factories.make_pledge(title="Late", term=TermKind.FIXED, end="2027-06-10")
    section = read(client, "/").section("Ends soon")
    assert soon.title in section
    assert "10 January 2027, in 48 days" in section
    assert "Late" not in section


def test_with_nothing_ending_soon_the_next_end_is_named(client, register):
    factories.make_pledge(title="Far off", term=TermKind.FIXED, end="2027-05-09/2027-05-31")
    section = read(client, "/").section("Ends soon")
    assert "Nothing on record ends within 90 days." in section
    assert "Far off, 9 May 2027 at the earliest, in 167 days." in section


def test_what_is_past_its_end_stands_apart_with_the_days_gone(client, register):
    factories.make_pledge(title="Overdue", term=TermKind.FIXED, end="2026-10-01")
    section = read(client, "/").section("Past its end, checking")
    assert "Overdue" in section
    assert "1 October 2026, 53 days ago" in section


def test_recent_changes_are_those_of_the_company_not_ours(client, register):
    factories.make_event(register.pause, EventKind.NARROWED, "2026-09-01", description="Fewer.")
    unclear = factories.make_pledge(title="Doubt")
    factories.make_event(unclear, EventKind.MARKED_UNCLEAR, "2026-11-01", reason="no word")
    section = read(client, "/").section("Recently changed")
    assert "Narrowed" in section
    assert "unclear" not in section


def test_the_timeline_runs_by_year_newest_first_and_links_each_event(client, register):
    page = read(client, "/")
    assert page.texts(".year h3") == ["2024", "2021", "2020"]
    assert page.links(".event-title a") == [
        "/p/amazon-police-2020#e-disputed-2024-01-26",
        "/p/amazon-police-2020#e-alleged-2024-01-25",
        "/p/amazon-police-2020#e-extended-2021-05-18",
        "/p/amazon-police-2020#e-announced-2020-06-10",
    ]
    assert page.texts(".years a") == ["2024 (2)", "2021 (1)", "2020 (1)"]


def test_unconfirmed_verdicts_and_drafts_are_nowhere(client, register):
    factories.make_event(
        register.pause, EventKind.WITHDRAWN, "2026-11-01", confirmed=False, description="HIDDEN"
    )
    factories.make_pledge(title="DRAFT", published=False)
    page = read(client, "/")
    assert "HIDDEN" not in page.html
    assert "DRAFT" not in page.html
    assert "the one record is in force" in page.text(".lede")


def test_every_record_has_a_bar_with_its_status_in_words(client, register):
    factories.make_pledge(title="Second")
    page = read(client, "/")
    assert len(page.tree.css(".bars-row")) == 2
    assert all("In force" in words for words in page.texts(".bars-words"))


def test_an_empty_register_still_has_a_front_page(client, db, today):
    page = read(client, "/")
    assert page.status == 200
    assert "No record of ours had been announced" in page.text(".lede")


def test_a_year_stands_whole_on_its_own_page(client, register):
    page = read(client, "/timeline/2024/")
    assert len(page.tree.css(".event")) == 2
    assert read(client, "/timeline/2023/").status == 404
