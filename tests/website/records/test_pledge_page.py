"""A pledge's page settles an argument."""

from __future__ import annotations

from datetime import date

import pytest

from moratoriums.models import Check, Condition
from moratoriums.vocabulary import EndBasis, EventKind, TermKind
from tests import factories
from tests.website.reading import read

ADDRESS = "/p/amazon-police-2020"


def test_it_opens_with_where_the_pledge_stands(client, register):
    page = read(client, ADDRESS)
    assert page.text("h1") == "Amazon: pause on police use of Rekognition"
    assert page.text(".lede") == (
        "In force until further notice. Announced on 10 June 2020, extended on 18 May 2021. "
        "Conduct is questioned by a named source. The company disputes this. "
        "Last checked 22 November 2026."
    )
    assert page.texts(".badges .badge") == ["In force", "Questioned; company disputes"]


def test_a_status_leads_to_its_definition(client, register):
    page = read(client, ADDRESS)
    assert page.links(".badges .badge") == ["/methodology#in_force", "/methodology#questioned"]


@pytest.mark.parametrize(
    ("day", "status", "clock", "exempt"),
    [
        ("2020-06-11", "In force until 10 June 2021.", "(in 364 days)", 1),
        ("2021-05-11", "In force until 10 June 2021.", "(in 30 days)", 1),
        ("2021-06-11", "In force until further notice.", "no end date", 1),
        ("2024-02-01", "In force until further notice.", "no end date", 2),
    ],
)
def test_any_day_can_be_asked_about(client, register, day, status, clock, exempt):
    page = read(client, f"{ADDRESS}?as_of={day}")
    assert page.text(".lede").startswith(status)
    assert clock in page.text(".clock")
    assert len(page.tree.css("#exemptions .entries > li")) == exempt


def test_the_words_of_a_term_keep_their_capitals_among_the_events(client, register):
    factories.make_pledge(
        slug="until-may", term=TermKind.FIXED, term_words="until 31 May 2028", end="2028-05-31"
    )
    events = read(client, "/p/until-may").section("What happened")
    assert "Announced: until 31 May 2028" in events


def test_the_end_shows_the_rule_that_gave_it(client, register):
    section = read(client, f"{ADDRESS}?as_of=2020-06-11").section("How long it lasts")
    assert "We computed the day. The stated length is added in one step" in section
    assert "“for one year”" in section


def test_the_company_s_words_stand_apart_from_ours(client, register):
    section = read(client, ADDRESS).section("The words")
    assert "“We are pausing police use for one year.”" in section
    assert "In short (ours) Amazon stopped police use" in section


def test_without_verbatim_words_the_page_says_so(client, register):
    pledge = factories.make_pledge(slug="wordless")
    assert "No verbatim words" in read(client, f"/p/{pledge.slug}").section("The words")


def test_who_is_exempt_is_quoted_and_linked(client, register):
    section = read(client, ADDRESS)
    assert "“We will continue to allow Thorn.”" in section.text("#exemptions")
    assert "/x/thorn" in section.links("#exemptions a")


def test_events_stand_newest_first_at_permanent_addresses(client, register):
    page = read(client, ADDRESS)
    anchors = [node.attributes["id"] for node in page.tree.css(".events-record > li")]
    assert anchors == [
        "e-disputed-2024-01-26",
        "e-alleged-2024-01-25",
        "e-extended-2021-05-18",
        "e-announced-2020-06-10",
    ]


def test_only_sources_somebody_has_seen_are_shown(client, register):
    page = read(client, ADDRESS)
    assert "Never Read Weekly" not in page.html
    assert register.unseen.url not in page.html
    assert len(page.tree.css(".sources > li")) == 5
    assert page.text(".sources > li").startswith("Report number")


def test_facts_without_a_seen_source_are_named_but_never_told(client, register):
    page = read(client, ADDRESS)
    assert "Something more is remembered about: case reference. No source" in page.text()
    assert "SECRET-77" not in page.html


def test_a_past_end_shows_the_silence_with_where_we_looked(client, register):
    pledge = factories.make_pledge(
        slug="silent", term=TermKind.FIXED, end="2026-10-01", end_basis=EndBasis.STATED
    )
    box = read(client, "/p/silent").text(".silence")
    assert box.startswith("No statement on record. Day 53. The end passed on 1 October 2026.")
    assert "No search is on the log yet" in box
    assert "has not been asked yet" in box
    for place, on, found in (
        ("newsroom", "2026-09-01", "before its end"),
        ("newsroom", "2026-10-20", "an older look"),
        ("newsroom", "2026-11-20", "nothing new"),
        ("company_asked", "2026-10-12", ""),
        ("company_asked", "2026-10-26", ""),
    ):
        Check.objects.create(pledge=pledge, place=place, looked_on=on, found=found)
    page = read(client, "/p/silent")
    box = page.text(".silence")
    assert box.startswith("No statement found. Day 53.")
    assert "Looked at 1 of 6 places" in box
    assert page.texts(".silence dd") == ["2026-11-20: nothing new"]
    assert "before its end" not in box
    assert "Asked the organisation 12 October 2026, reminder 26 October 2026; no answer" in box
    factories.make_statement(pledge, "We have nothing to add.", role="reply", said_on="2026-11-01")
    assert "it answered 1 November 2026." in read(client, "/p/silent").text(".silence")


def test_the_ways_on_stand_before_the_long_page(client, register):
    page = read(client, ADDRESS)
    ways = page.links(".record-head .record-ways a")
    assert ways == ["#follow-title", "#take-away", "#sources-title"]
    assert all(page.tree.css_first(way) for way in ways)


def test_the_next_look_is_the_review_unless_a_day_of_its_own_is_set(client, register):
    factories.make_pledge(slug="reviewed", review_on=date(2027, 11, 22), next_check_on=None)
    factories.make_pledge(
        slug="sooner", review_on=date(2027, 11, 22), next_check_on=date(2027, 1, 5)
    )
    assert "22 November 2027" in read(client, "/p/reviewed").texts(".record-side dd")
    assert "5 January 2027" in read(client, "/p/sooner").texts(".record-side dd")


def test_nothing_is_said_of_silence_while_a_pledge_runs(client, register):
    assert read(client, ADDRESS).text(".silence") == ""


def test_what_a_pledge_waits_for_is_shown_with_its_health(client, register):
    Condition.objects.create(
        pledge=register.pause, what="Congress legislates", health="stalled", expected_on="2027"
    )
    section = read(client, ADDRESS).section("What it waits for")
    assert "Congress legislates Stalled" in section
    assert "Expected 2027." in section


def test_an_older_day_shows_no_note_source_or_relative_of_later(client, register):
    later = factories.make_source(
        publisher="Later Weekly", slug="later-weekly", published_on="2024-01-26"
    )
    factories.make_citation(later, pledge=register.pause)
    cousin = factories.make_pledge(slug="later-cousin", title="Cousin", announced="2024-05-01")
    register.pause.related.add(cousin)
    Condition.objects.create(
        pledge=register.pause, what="Congress legislates", health="stalled", note="Seen in 2026."
    )
    Condition.objects.create(pledge=register.pause, what="A contract of 2023", ends_pledge=False)
    today = read(client, ADDRESS).html
    older = read(client, f"{ADDRESS}?as_of=2020-06-11")
    assert "Congress legislates" in older.section("What it waits for")
    for told in (
        "The wording became narrower later.",
        "Later Weekly",
        "later-cousin",
        "Stalled",
        "Seen in 2026.",
        "A contract of 2023",
        "Last checked",
    ):
        assert told in today
        assert told not in older.html


def test_a_pledge_that_waits_for_nothing_is_not_said_to_wait(client, register):
    Condition.objects.create(pledge=register.pause, what="A review", ends_pledge=False)
    page = read(client, ADDRESS)
    assert "The pledge does not end with it." in page.section("What to watch")
    assert "What it waits for" not in page.html


def test_an_exemption_that_ended_later_was_active_before(client, register):
    factories.make_exemption(
        register.pause,
        factories.make_beneficiary("Old customers"),
        state="removed",
        until="2023-06-30",
    )
    assert "removed, since 10 June 2020, until 30 June 2023" in read(client, ADDRESS).section(
        "Who stays allowed"
    )
    older = read(client, f"{ADDRESS}?as_of=2022-01-01").section("Who stays allowed")
    assert "Old customers" in older
    assert "2023" not in older


def test_changes_to_the_wording_are_versions_of_the_words(client, register):
    factories.make_event(
        register.pause, EventKind.NARROWED, "2024-01", description="Only one feature is named."
    )
    now = read(client, ADDRESS).section("Versions of the words")
    assert "Version 2, January 2024" in now
    assert "Narrowed, as the editors read it on 22 November 2026: Only one feature is named." in now
    assert "Narrowed" in read(client, ADDRESS).texts(".badges .tag")
    older = read(client, f"{ADDRESS}?as_of=2020-06-11")
    assert older.section("Versions of the words") == ""
    assert "Narrowed" not in older.html


def test_words_that_exempt_several_are_quoted_once(client, register):
    factories.make_exemption(
        register.pause,
        factories.make_beneficiary("Zeta"),
        quote="We will continue to allow Thorn.",
        source=register.source,
    )
    page = read(client, f"{ADDRESS}?as_of=2020-06-11")
    assert page.section("Who stays allowed").count("We will continue to allow Thorn.") == 1
    assert "In the words quoted above." in page.section("Who stays allowed")


def test_a_replaced_record_names_what_took_its_place(client, register):
    new = factories.make_pledge(slug="new", title="The newer pledge")
    old = factories.make_pledge(slug="old", superseded_by=new)
    factories.make_event(old, EventKind.SUPERSEDED, "2023-12-19")
    page = read(client, "/p/old")
    assert "Replaced by The newer pledge." in page.text(".notice")
    assert "/p/old" in read(client, "/p/new").links(".record-side a")
    assert read(client, "/p/old?as_of=2023-01-01").text(".notice") == ""


def test_a_merged_record_leads_on_for_good_and_keeps_the_day(client, register):
    factories.make_pledge(slug="twice", merged_into=register.pause)
    answer = client.get("/p/twice?as_of=2021-01-01")
    leads = f"{ADDRESS}?merged=twice&as_of=2021-01-01"
    assert (answer.status_code, answer["Location"]) == (301, leads)
    assert "was merged into this one" in read(client, leads).text(".notice")
    assert "was merged" not in read(client, f"{ADDRESS}?merged=another").text()


def test_a_draft_has_no_page(client, register):
    factories.make_pledge(slug="draft", published=False)
    assert client.get("/p/draft").status_code == 404


def test_before_its_announcement_the_page_says_so(client, register):
    page = read(client, f"{ADDRESS}?as_of=2020-06-09")
    assert page.status == 200
    assert "Not on record by 9 June 2020: it was announced 10 June 2020." in page.text(".lede")


def test_before_an_undated_record_was_read_its_page_says_when_that_was(client, register):
    factories.make_pledge(slug="undated", announced="", first_seen_on="2026-11-22")
    page = read(client, "/p/undated?as_of=2020-06-09")
    assert page.text(".lede") == (
        "Not on record by 9 June 2020: it bears no date, and was first read 22 November 2026."
    )


def test_the_citation_leads_back_to_the_record_as_shown(client, register, settings):
    settings.SITE_URL = "https://watch.example.org"
    cited = read(client, ADDRESS).text(".cite")
    assert cited.endswith("https://watch.example.org/p/amazon-police-2020?as_of=2026-11-23")


def test_text_from_the_register_cannot_become_markup(client, register):
    factories.make_pledge(slug="rude", title="<b>X</b>", summary="<script>alert(1)</script>")
    page = read(client, "/p/rude")
    assert "<script>" not in page.html
    assert "<b>X" not in page.html
