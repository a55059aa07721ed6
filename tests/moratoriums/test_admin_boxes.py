"""The boxes of the editors' forms, each by itself: dates, terms, places, facts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from moratoriums.admin.dates import DayText, PartialDateText, describe_date
from moratoriums.admin.explaining import explain, explain_refusal
from moratoriums.admin.lists import PlacesField, UnconfirmedField
from moratoriums.admin.terms import problems
from moratoriums.lasting import Lasting, NeedsPerson, read_lasting
from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import EndBasis, TermKind

YEAR = read_lasting("for one year", PartialDate.parse("2020-06-10"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("10 June 2020", "2020-06-10"),
        ("June 10, 2020", "2020-06-10"),
        ("2020-06", "2020-06"),
        ("spring 2020", "2020-21"),
        ("about 2021", "2021~"),
        ("between 5 and 8 June 2020", "2020-06-05/2020-06-08"),
        ("", ""),
    ],
)
def test_a_date_is_taken_as_an_editor_writes_it_and_kept_as_edtf(text, kept):
    assert PartialDateText(required=False).clean(text) == kept


@pytest.mark.parametrize("text", ["06/10/2020", "2020-13-01", "next week", "30 February 2021"])
def test_a_date_that_cannot_be_read_says_what_to_write(text):
    with pytest.raises(ValidationError):
        PartialDateText().clean(text)
    assert describe_date(text).endswith(".")


def test_a_day_is_a_day_and_no_month():
    assert DayText().clean("10 June 2020") == date(2020, 6, 10)
    with pytest.raises(ValidationError, match="no single day"):
        DayText().clean("June 2020")


def test_a_date_is_described_with_its_precision_and_what_is_kept():
    assert describe_date("2020-06-10") == "10 June 2020 (day)"
    assert describe_date("June 2020") == (
        "June 2020 (month: 2020-06-01 to 2020-06-30), kept as 2020-06"
    )


def test_a_term_tells_its_end_its_rule_and_that_past_reminders_are_not_sent():
    reading = explain(YEAR, date(2026, 11, 23))
    assert reading.headline == "Fixed term: ends 10 June 2021 (computed)."
    assert any("added in one step" in line for line in reading.lines)
    assert len(reading.reminders) == 7
    assert {step.fate for step in reading.reminders} == {"past: will not be sent"}


def test_a_term_that_runs_tells_which_reminders_are_still_to_come():
    reading = explain(YEAR, date(2021, 5, 20))
    fates = {step.due_on.split(" ")[0]: step.fate for step in reading.reminders}
    assert fates == {
        "2021-03-12": "past: will not be sent",
        "2021-04-11": "past: will not be sent",
        "2021-05-11": "due now: one reminder goes out",
        "2021-05-27": "will be sent",
        "2021-06-03": "will be sent",
        "2021-06-09": "will be sent",
        "2021-06-10": "will be sent",
    }


def test_a_window_says_from_which_day_reminders_count():
    window = Lasting(TermKind.FIXED, "", "2027-05-09/2027-05-31", end_basis=EndBasis.COMPUTED)
    lines = explain(window, date(2026, 11, 23)).lines
    assert any("Earliest reading 2027-05-09, latest 2027-05-31" in line for line in lines)


def test_words_for_a_person_are_handed_over_with_the_reason_and_the_way():
    reading = explain_refusal(NeedsPerson("two ends are named"))
    assert not reading.settled
    assert "two ends are named" in reading.lines[0]
    assert "by hand" in reading.lines[1]


@pytest.mark.parametrize(
    ("lasting", "box"),
    [
        (Lasting(TermKind.PERMANENT, "", "2022", end_basis=EndBasis.STATED), "lasts_kind"),
        (Lasting(TermKind.FIXED, "", "2022"), "lasts_basis"),
        (Lasting(TermKind.FIXED, end_basis=EndBasis.STATED), "lasts_basis"),
        (Lasting(TermKind.FIXED, end_is_minimum=True), "lasts_minimum"),
        (Lasting(TermKind.UNSTATED, end_likely_on=date(2022, 1, 1)), "lasts_likely"),
        (
            Lasting(TermKind.FIXED, "", "2022", date(2023, 5, 1), end_basis=EndBasis.STATED),
            "lasts_likely",
        ),
    ],
)
def test_a_term_that_contradicts_itself_is_told_at_its_box(lasting, box):
    assert [name for name, _ in problems(lasting)] == [box]


def test_a_term_that_agrees_with_itself_has_no_problems():
    assert list(problems(YEAR)) == []


def test_places_are_codes_each_once():
    assert PlacesField().clean("US, US-IL GB US") == ["US", "US-IL", "GB"]
    with pytest.raises(ValidationError, match="no place"):
        PlacesField().clean("Illinois")


def test_a_fact_without_a_source_has_three_parts():
    assert UnconfirmedField().clean("end | 2045 | remembered") == [
        {"field": "end", "value": "2045", "why": "remembered"}
    ]
    with pytest.raises(ValidationError, match="of the form"):
        UnconfirmedField().clean("end 2045")
