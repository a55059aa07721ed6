"""The calendar, read by a parser of somebody else's, through extension, withdrawal and merging."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
import vobject

from moratoriums.models import Condition, Pledge, Revision
from moratoriums.vocabulary import EventKind, TermKind
from tests.factories import make_company, make_event, make_pledge, make_statement

pytestmark = pytest.mark.django_db
NOW = "2026-11-23T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def read(client: Any, address: str = "/calendar.ics") -> dict[str, Any]:
    """The entries by their UID, as another program reads them."""
    answer = client.get(address)
    assert answer.status_code == 200
    calendar = vobject.readOne(answer.content.decode())  # type: ignore[attr-defined]
    entries = getattr(calendar, "vevent_list", [])
    found = {one.uid.value.partition("@")[0]: one for one in entries}
    assert len(found) == len(entries), "each UID once"
    return found


def make_pause(**fields: Any) -> Pledge:
    fields.setdefault("end", "2027-06-10")
    fields.setdefault("title", "Amazon: police pause")
    return make_pledge(
        make_company("Amazon"),
        slug="amazon-pause",
        announced="2026-06-10",
        term=TermKind.FIXED,
        term_words="for one year",
        **fields,
    )


def saved(pledge: Pledge, day: str = "2026-11-23") -> None:
    """Raise the version, as every saved change does."""
    Pledge.objects.filter(pk=pledge.pk).update(version=pledge.version + 1)
    pledge.refresh_from_db()


def test_an_end_is_an_all_day_entry_with_entries_of_their_own_before_it(client):
    make_statement(make_pause(), "We pause; for one year, we hope.")
    found = read(client)
    assert set(found) == {"end.amazon-pause", "end-30.amazon-pause", "end-7.amazon-pause"}
    end = found["end.amazon-pause"]
    assert (end.dtstart.value, end.dtend.value) == (date(2027, 6, 10), date(2027, 6, 11))
    assert end.summary.value == "ENDS: Amazon, Police pause (for one year)"
    assert "We pause; for one year, we hope." in end.description.value
    assert end.url.value.endswith("/p/amazon-pause")
    assert end.transp.value == "TRANSPARENT"
    assert end.status.value == "CONFIRMED"
    assert end.categories.value == ["In force"]
    assert found["end-30.amazon-pause"].dtstart.value == date(2027, 5, 11)
    assert found["end-7.amazon-pause"].dtstart.value == date(2027, 6, 3)
    assert not any(hasattr(one, "valarm") for one in found.values())


def test_entries_before_an_end_can_be_left_out(client):
    make_pause()
    assert set(read(client, "/calendar.ics?reminders=0")) == {"end.amazon-pause"}


@pytest.mark.parametrize(
    ("end", "before"),
    [("2028-03-01", "2028-01-31"), ("2028-02-29", "2028-01-30"), ("2027-03-01", "2027-01-30")],
)
def test_days_before_are_counted_through_leap_years(client, end, before):
    make_pause(end=end)
    assert f"{read(client)['end-30.amazon-pause'].dtstart.value}" == before


def test_a_window_stands_on_its_earliest_day_and_says_so(client):
    make_pause(end="2027-05-09/2027-05-31")
    end = read(client)["end.amazon-pause"]
    assert end.dtstart.value == date(2027, 5, 9)
    assert end.summary.value.startswith("MAY END: ")
    assert "between 9 and 31 May 2027" in end.description.value


def test_a_minimum_can_end_from_its_day(client):
    make_pause(end_is_minimum=True)
    assert read(client)["end.amazon-pause"].summary.value.startswith("CAN END: ")


def test_without_an_end_the_review_stands_there_and_a_day_to_watch(client):
    pledge = make_pledge(slug="ibm-exit", title="IBM: exit", review_on=date(2027, 11, 22))
    Condition.objects.create(
        pledge=pledge, what="Congress votes", expected_on="2027-03", position=2
    )
    found = read(client)
    assert set(found) == {"review.ibm-exit", "condition-2.ibm-exit"}
    assert found["condition-2.ibm-exit"].dtstart.value == date(2027, 3, 1)
    assert "Congress votes" in found["condition-2.ibm-exit"].description.value


def test_an_extension_moves_the_entry_under_the_same_uid_with_a_higher_sequence(client):
    pledge = make_pause()
    before = read(client)["end.amazon-pause"]
    make_event(pledge, EventKind.EXTENDED, "2026-11-23", term=TermKind.FIXED, end="2028-06-10")
    saved(pledge)
    after = read(client)["end.amazon-pause"]
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == date(2028, 6, 10)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.status.value == "CONFIRMED"


def test_an_end_that_is_extended_away_is_called_off_for_ninety_days(client):
    pledge = make_pause()
    before = read(client)
    make_event(pledge, EventKind.EXTENDED, "2026-11-20")
    saved(pledge)
    after = read(client)
    assert set(after) == set(before)
    end = after["end.amazon-pause"]
    assert end.status.value == "CANCELLED"
    assert "Extended on 20 November 2026" in end.description.value
    assert int(end.sequence.value) > int(before["end.amazon-pause"].sequence.value)
    assert {one.status.value for one in after.values()} == {"CANCELLED"}
    with time_machine.travel(NOW, tick=False) as clock:
        clock.shift(timedelta(days=90))
        assert set(read(client)) == set(before)
        clock.shift(timedelta(days=1))
        assert read(client) == {}


def test_a_withdrawn_pledge_is_called_off_and_one_that_ended_on_its_day_is_not(client):
    pledge = make_pause()
    make_event(pledge, EventKind.WITHDRAWN, "2026-11-20")
    assert read(client)["end.amazon-pause"].status.value == "CANCELLED"
    past = make_pledge(slug="over", announced="2025-11-01", term=TermKind.FIXED, end="2026-11-01")
    make_event(past, EventKind.ENDED, "2026-11-02")
    assert "end.over" not in read(client)


def test_history_that_is_entered_late_is_not_called_off_today(client):
    pledge = make_pledge(slug="old", announced="2020-06-10", term=TermKind.FIXED, end="2021-06-10")
    make_event(pledge, EventKind.EXTENDED, "2021-05-18", quiet=True)
    assert read(client) == {}


def test_the_entry_of_a_merged_record_is_called_off_in_the_calendar_of_the_other(client):
    pledge = make_pause()
    other = make_pledge(slug="the-other", title="Amazon: the other record")
    Pledge.objects.filter(pk=pledge.pk).update(merged_into=other)
    Revision.objects.create(pledge=pledge, version=2, text="", saved_at=NOW)
    end = read(client, "/p/the-other.ics")["end.amazon-pause"]
    assert end.status.value == "CANCELLED"
    assert "the other record" in end.description.value


def test_what_falls_out_of_a_search_is_called_off_there(client):
    pledge = make_pause()
    address = "/calendar.ics?company=amazon&conduct=not_assessed"
    assert read(client, address)["end.amazon-pause"].status.value == "CONFIRMED"
    make_event(pledge, EventKind.ALLEGED, "2026-11-20")
    assert read(client, address)["end.amazon-pause"].status.value == "CANCELLED"


def test_drafts_and_other_companies_are_not_in_it(client):
    make_pause(published=False)
    make_pledge(make_company("IBM"), term=TermKind.FIXED, end="2027-01-01", announced="2026-01-01")
    assert read(client, "/c/amazon.ics") == {}
    assert len(read(client, "/c/ibm.ics")) == 3


def test_the_list_of_records_is_its_own_calendar_when_asked_for_that_format(client):
    make_pause()
    make_pledge(make_company("IBM"), term=TermKind.FIXED, end="2027-01-01", announced="2026-01-01")
    plain = client.get("/calendar.ics?company=amazon&status=in_force&reminders=0")
    for address in (
        "/pledges/?company=amazon&status=in_force&reminders=0&format=ics",
        "/es/pledges/?format=ics&order=ends&page=1&company=amazon&status=in_force&reminders=0",
    ):
        same = client.get(address)
        assert same.status_code == 200, same.content
        assert same["Content-Type"] == plain["Content-Type"] == "text/calendar; charset=utf-8"
        assert same.content == plain.content
        assert same["ETag"] == plain["ETag"]
        again = client.get(address, headers={"if-none-match": same["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(read(client, "/pledges/?format=ics")) == 6
    assert client.get("/pledges/?format=ics&compny=amazon").status_code == 400


def test_an_empty_calendar_is_one_too_and_the_same_entries_are_the_same_bytes(client):
    empty = client.get("/pledges/?format=ics").content
    assert read(client, "/calendar.ics") == {}
    assert empty.startswith(b"BEGIN:VCALENDAR\r\n")
    make_pause()
    first = client.get("/calendar.ics")
    with time_machine.travel("2026-11-23T20:00:00+00:00", tick=False):
        assert client.get("/calendar.ics").content == first.content, "no stamp of the moment"
    seen = {"if-modified-since": first["Last-Modified"]}
    assert client.get("/calendar.ics", headers=seen).status_code == 304


@pytest.mark.parametrize(
    "title",
    [
        "Amazon: 警察への顔認識技術の提供を一年間停止する約束についての記録とその条件",
        "Amazon: 👮‍♀️👮🏿‍♂️ pause 👮‍♀️👮🏿‍♂️ of everything 👮‍♀️👮🏿‍♂️ that sees a face 👮‍♀️",
        'Amazon: back\\slash, comma; semi:colon "quoted" and a\ttab',
        "Amazon: BEGIN:VEVENT",
    ],
)
def test_whatever_a_title_says_lines_are_folded_between_letters_and_read_back(client, title):
    make_pause(title=title)
    body = client.get("/calendar.ics?reminders=0").content
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no letter is cut in two
    assert lines.count(b"BEGIN:VEVENT") == 1
    said = read(client, "/calendar.ics?reminders=0")["end.amazon-pause"].summary.value
    assert title.partition(": ")[2].lower()[1:] in said.lower()


def test_programs_are_told_its_name_and_when_to_ask_again(client):
    make_pause(title="Amazon: a title with comma, semicolon; and é that is long enough to fold")
    body = client.get("/c/amazon.ics").content
    text = body.decode().replace("\r\n ", "")
    assert "X-WR-CALNAME:Moratorium Watch: Amazon\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in text
    assert "X-PUBLISHED-TTL:PT12H\r\n" in text
    assert "comma\\, semicolon\\; and é" in text
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert body.endswith(b"END:VCALENDAR\r\n")


def test_as_of_an_older_day_it_is_the_calendar_of_that_day(client):
    make_pause()
    assert "end.amazon-pause" in read(client, "/calendar.ics?as_of=2026-07-01")
    assert read(client, "/calendar.ics?as_of=2026-01-01") == {}


def test_the_questions_do_not_grow_with_the_records(client, django_assert_max_num_queries):
    for number in range(12):
        make_pledge(announced="2026-01-01", term=TermKind.FIXED, end=f"2027-01-{number + 1:02}")
    with django_assert_max_num_queries(8):
        client.get("/calendar.ics")
