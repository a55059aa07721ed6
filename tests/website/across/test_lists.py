"""What ends, what ended without a word, what is waited for, what changed, what was wrong, where."""

from __future__ import annotations

from datetime import date

import pytest

from alerts.models import Delivery, Dispatch, Subscriber
from moratoriums.models import Check, Condition
from moratoriums.vocabulary import EventKind, Force, TermKind
from tests import factories
from tests.website.reading import read
from website.across.corrections import Times, measure
from website.across.weeks import Week, read_week, week_of


def test_what_ends_soon_stands_before_what_ends_later(client, register):
    factories.make_pledge(slug="soon", term=TermKind.FIXED, end="2026-12-24")
    factories.make_pledge(slug="later", term=TermKind.FIXED, end="2027-05-09")
    factories.make_pledge(slug="review", review_on=date(2026, 12, 1))
    page = read(client, "/ending/")
    assert page.text(".lede") == (
        "1 pledge ends in the 90 days from 23 November 2026, by the earliest reading of the words."
    )
    assert "/p/soon" in page.links("main > .entries a")
    assert "in 31 days" in page.text("main > .entries")
    assert "in 167 days" in page.section("Ends later")
    assert "Review 1 December 2026" in page.section("Comes up for review")
    assert "/calendar.ics" in page.links(".follow a")
    assert "/silence/" in page.links("main a")
    assert "No pledge on record ends" in read(client, "/ending/?as_of=2020-06-11").text(".lede")


def test_silence_is_counted_searched_and_asked_about(client, register):
    gone = factories.make_pledge(slug="gone", term=TermKind.FIXED, end="2025-10-07")
    Check.objects.create(pledge=gone, place="filings", looked_on="2026-11-02")
    Check.objects.create(pledge=gone, place="company_asked", looked_on="2026-10-12")
    factories.make_event(gone, EventKind.LAPSED, "2026-11-20", end="2025-10-07")
    factories.make_pledge(slug="past", term=TermKind.FIXED, end="2026-11-11")
    page = read(client, "/silence/")
    assert page.text(".lede") == (
        "On 23 November 2026, 1 pledge lapsed in silence, and 1 is past the end and being checked."
    )
    first, second = page.texts(".silence")
    assert "No statement found. Day 412. The end passed on 7 October 2025." in first
    assert "Looked at 1 of 6 places" in first
    assert "Not looked at yet: newsroom, policy page, terms, news search, stored pages." in first
    assert "Asked the organisation 12 October 2026; no answer on record." in first
    assert "No statement on record. Day 12." in second
    assert "has not been asked yet" in second


def test_an_end_that_can_be_read_in_several_ways_passed_on_no_certain_day(client, register):
    factories.make_pledge(slug="past", term=TermKind.FIXED, end="2026-10-01/2026-11-11")
    for address in ("/silence/", "/p/past"):
        box = read(client, address).text(".silence")
        assert "Day 53. The end passed on 1 October 2026 at the earliest." in box, address


def test_without_silence_the_page_says_what_would_stand_there(client, register):
    page = read(client, "/silence/")
    assert "no pledge on record is past its end without a word" in page.text(".lede")
    assert "Only an editor may then say that it lapsed" in page.text()


def test_conditions_are_listed_while_they_are_waited_for(client, register):
    make = Condition.objects.create
    make(pledge=register.pause, what="Congress legislates", health="moving",
         last_movement_on="2026-10-01", would_count="A law in force.")  # fmt: skip
    make(pledge=register.pause, what="Already met", health="met")
    make(pledge=register.pause, what="Only watched", ends_pledge=False)
    page = read(client, "/conditions/")
    assert page.text(".lede") == "On 23 November 2026, 1 condition is being waited for."
    text = page.text(".entries")
    assert "Congress legislates Moving" in text
    assert "Would count: A law in force." in text
    assert "Last movement 1 October 2026." in text
    assert "Already met" not in text
    assert "Only watched" not in text
    older = read(client, "/conditions/?as_of=2021-01-01")
    assert "Moving" not in older.text(".entries")
    assert "left out for an older day" in older.text(".lede")


def test_a_week_shows_what_happened_and_what_was_entered_about_earlier_days(client, register):
    factories.make_event(register.pause, EventKind.REAFFIRMED, "2026-11-17", description="Still.")
    page = read(client, "/week/2026-W47/")
    assert page.text(".lede").startswith(
        "In week 47, from 16 November 2026 to 22 November 2026, 1 thing happened"
    )
    assert "Still." in page.section("What happened")
    assert "Amazon denies that." in page.section("Entered about earlier days")
    assert "Still." not in page.section("Entered about earlier days")
    assert "/week/2026-W46/" in page.links(".turns a")
    assert "Nothing on record happened" in read(client, "/week/2026-W46/").text()


def test_this_week_is_the_week_of_the_day_asked_for(client, register, settings):
    settings.SITE_URL = "https://watch.example.org"
    page = read(client, "/week/")
    assert page.text("h1") == "What changed this week"
    canonical = page.attribute("link[rel=canonical]", "href")
    assert canonical == "https://watch.example.org/week/2026-W48/"
    older = read(client, "/week/?as_of=2021-05-20")
    assert "Extended: until further notice" in older.section("What happened")


@pytest.mark.parametrize("label", ["2026-W54", "2026-W00", "2026-48", "1980-W01", "2021-W53", "x"])
def test_a_week_that_is_none_has_no_page(client, register, label):
    assert client.get(f"/week/{label}/").status_code == 404


def test_weeks_cross_years_as_the_calendar_has_them():
    assert week_of(date(2027, 1, 3)).label == "2026-W53"
    assert read_week("2026-W53").last == date(2027, 1, 3)
    after = read_week("2026-W53").after
    assert after is not None
    assert after.label == "2027-W01"
    assert Week(date(1990, 1, 1)).before is None


def test_corrections_say_since_when_and_who_was_told(client, register):
    event = factories.make_event(
        register.pause,
        EventKind.CORRECTED,
        "2026-11-20",
        description="The end was a day late.",
        wrong_since_on=date(2026, 11, 10),
        reported_on=date(2026, 11, 18),
    )
    factories.make_event(register.pause, EventKind.CORRECTED, "2026-11-22", description="A name.")
    Dispatch.objects.create(event=event, queued_at=factories.RECORDED_AT, people=3)
    reader = Subscriber.objects.create(email="reader@example.org")
    Delivery.objects.create(
        event=event,
        subscriber=reader,
        state="sent",
        due_at=factories.RECORDED_AT,
    )
    page = read(client, "/corrections/")
    assert page.text(".lede") == (
        "2 corrections of the record by 23 November 2026, the newest first."
    )
    newest, older = page.texts(".entries > li")
    assert newest.startswith("22 November 2026 Amazon: pause")
    assert "Since when it was wrong is not on record." in newest
    assert "Nobody was told by mail." in newest
    assert "Wrong since 10 November 2026, for 10 days." in older
    assert "Reported to us 18 November 2026." in older
    assert "Sent to 1 of the 3 readers it concerned." in older
    assert "the median from report to correction is 2 days, over 1 correction" in page.text()
    assert "1 of 1 came within 3 days" in page.text()


def test_without_corrections_nothing_is_measured(client, register):
    page = read(client, "/corrections/")
    assert "No correction of the record had been made" in page.text(".lede")
    assert "there is nothing to measure that promise by" in page.text()


def test_the_median_leaves_out_what_says_no_day():
    day = date(2026, 11, 20)
    found = measure(
        [
            Times(day, date(2026, 11, 10), date(2026, 11, 19)),
            Times(day, None, date(2026, 11, 16)),
            Times(day),
        ]
    )
    assert found.took is not None
    assert (found.took.days, found.took.of) == (2.5, 2)
    assert found.stood is not None
    assert (found.stood.days, found.stood.of) == (10, 1)
    assert found.in_time == 1
    assert measure([]).took is None


def test_a_place_shows_what_binds_before_what_was_promised(client, register):
    company = factories.make_company("Clear")
    factories.make_pledge(company, slug="order", force=Force.SETTLEMENT, places=["US-IL"])
    factories.make_pledge(company, slug="promise", places=["US-IL", "US"])
    page = read(client, "/j/US-IL")
    assert page.text("h1") == "What applies in Illinois, US"
    assert "all 2 records are in force" in page.text(".lede")
    assert "/p/order" in page.links("section[aria-labelledby=binding-title] a")
    assert "/p/promise" in page.links("section[aria-labelledby=voluntary-title] a")
    assert "1 for United States, 1 for the whole world" in page.text()
    assert "Illinois, US 2" in read(client, "/j/US").section("Places within United States")


def test_the_list_of_places_counts_the_records_of_the_day(client, register):
    factories.make_pledge(places=["US-IL"], announced="2022-05-09")
    assert "Illinois, US 1" in read(client, "/j/").text(".letters")
    assert "Illinois" not in read(client, "/j/?as_of=2022-05-08").text(".letters")


def test_a_member_of_the_union_lies_in_it(client, register):
    factories.make_pledge(slug="union", places=["EU"])
    text = read(client, "/j/DE").text()
    assert "1 for European Union, 1 for the whole world" in text
    assert "European Union" not in read(client, "/j/CH").text()


def test_a_place_that_is_exempt_itself_is_named(client, register):
    factories.make_beneficiary("Illinois", kind="place")
    assert "Illinois" in read(client, "/j/US-IL").section("Exempt by place")


@pytest.mark.parametrize("code", ["ZZ", "us", "US-", "US-ILLINOIS", "%00", "1"])
def test_a_place_nobody_names_has_no_page(client, register, code):
    assert client.get(f"/j/{code}").status_code == 404


def test_a_known_place_without_a_record_says_so(client, register):
    assert "No record names Vermont, US by 23 November 2026." in read(client, "/j/US-VT").text(
        ".lede"
    )


def test_the_site_says_what_it_is_and_invents_nothing(client, register, settings):
    settings.DEFAULT_FROM_EMAIL = "watch@example.org"
    page = read(client, "/about")
    assert "1 record of 1 organisation" in page.text(".lede")
    assert "watch@example.org" in page.section("For companies: how to answer")
    assert "no cookie" in page.section("What is kept about readers")
    assert "not on record here" in page.section("Who runs it")


def test_a_company_s_page_keeps_its_words_questions_and_orders(client, register):
    Check.objects.create(pledge=register.pause, place="company_asked", looked_on="2026-10-12")
    factories.make_statement(
        register.pause, "We have nothing to add.", role="reply", said_on="2026-10-20"
    )
    order = factories.make_pledge(
        register.amazon, slug="order", force=Force.LAW, title="Amazon: the order", uses=[]
    )
    factories.make_event(order, EventKind.COURT_RULING, "2025-01-01", description="A court ruled.")
    page = read(client, "/c/amazon")
    assert "We are pausing police use" in page.section("What it said")
    asked = page.section("What we asked it")
    assert "Asked the organisation 12 October 2026; it answered 20 October 2026." in asked
    assert "That took 8 days." in asked
    binding = page.section("Laws and settlements that bind it")
    assert "The order" in binding
    assert "A court ruled." in binding
    assert "Report number" in page.section("Watched pages")
    assert page.section("Watched pages").count("Report number") == 1


def test_a_family_reaches_every_depth(client, register):
    cloud = factories.make_company("Cloud", parent=register.amazon)
    faces = factories.make_company("Faces", parent=cloud)
    factories.make_pledge(faces, slug="deep")
    assert "/p/deep" in read(client, "/c/amazon?family=1").links()
    assert {"/c/cloud", "/c/faces"} <= set(read(client, "/c/amazon").links(".record-side a"))
