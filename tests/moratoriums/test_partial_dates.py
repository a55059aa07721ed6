"""Partial dates: what is accepted, what it can mean, and how it is shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moratoriums.partial_dates import PartialDate, display, parse, parse_loose


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "approximate"),
    [
        ("2020-06-10", "2020-06-10", "2020-06-10", "day", False),
        ("2020-02", "2020-02-01", "2020-02-29", "month", False),
        ("2021", "2021-01-01", "2021-12-31", "year", False),
        ("2021~", "2021-01-01", "2021-12-31", "year", True),
        ("2021-06~", "2021-06-01", "2021-06-30", "month", True),
        ("2021?", "2021-01-01", "2021-12-31", "year", True),
        ("2021%", "2021-01-01", "2021-12-31", "year", True),
        ("2020-21", "2020-03-01", "2020-05-31", "season", True),
        ("2020-24", "2020-12-01", "2021-02-28", "season", True),
        ("2026-06-05/2026-06-08", "2026-06-05", "2026-06-08", "interval", False),
        ("2026-09-06/2026-12-06", "2026-09-06", "2026-12-06", "interval", False),
        ("2022-01/2022-04", "2022-01-01", "2022-04-30", "interval", False),
        ("2022/2023-03-05", "2022-01-01", "2023-03-05", "interval", False),
        ("2021~/2022", "2021-01-01", "2022-12-31", "interval", True),
    ],
)
def test_a_value_knows_the_first_and_the_last_day_it_can_mean(
    text, earliest, latest, precision, approximate
):
    value = parse(text)
    assert (value.earliest.isoformat(), value.latest.isoformat()) == (earliest, latest)
    assert (value.precision, value.approximate) == (precision, approximate)
    assert str(value) == text
    assert PartialDate.parse(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2021-02-29", "2020-06-31", "2020-13", "2020-00", "2020-25", "0000", "20-06",
        "2020-6-1", "2020/", "/2020", "2020/2019", "2020/2021/2022", "2020-06-10T12:00", "2020..",
        "10 June 2020", "２０２０",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_advice(text):
    with pytest.raises(ValueError, match=r"write 2020-06-10|check the calendar|earlier date first"):
        parse(text)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("10 June 2020", "2020-06-10"),
        ("10th of June, 2020", "2020-06-10"),
        ("June 10, 2020", "2020-06-10"),
        ("  Sept. 1st 2021 ", "2021-09-01"),
        ("June 2020", "2020-06"),
        ("2020", "2020"),
        ("2020-06", "2020-06"),
        ("about 2021", "2021~"),
        ("c. June 2021", "2021-06~"),
        ("spring 2020", "2020-21"),
        ("fall 2020", "2020-23"),
        ("13/06/2021", "2021-06-13"),
        ("06/06/2021", "2021-06-06"),
        ("between 5 and 8 June 2026", "2026-06-05/2026-06-08"),
        ("between January and April 2022", "2022-01/2022-04"),
        ("from 30 December 2026 to 2 January 2027", "2026-12-30/2027-01-02"),
    ],
)
def test_an_editor_may_type_dates_as_people_write_them(typed, edtf):
    assert parse_loose(typed).edtf == edtf


@pytest.mark.parametrize(
    "typed",
    ["06/10/2021", "10.06.2021", "31 June 2021", "winter 2020", "June 10", "10/6/21", "early 2022",
     "between 8 and 5 June 2026", "between " * 9 + "2020", "x" * 5000, "last week"],
)  # fmt: skip
def test_what_can_be_read_two_ways_or_not_at_all_is_refused_with_advice(typed):
    with pytest.raises(ValueError, match=r"write 2020-06-10|check the calendar|earlier date first"):
        parse_loose(typed)


@pytest.mark.parametrize(
    ("edtf", "prose"),
    [
        ("2020-06-10", "10 June 2020"),
        ("2020-06", "June 2020"),
        ("2020", "2020"),
        ("2021~", "about 2021"),
        ("2021?", "perhaps 2021"),
        ("2021-06%", "perhaps about June 2021"),
        ("2020-23", "autumn 2020"),
        ("2026-06-05/2026-06-08", "between 5 and 8 June 2026"),
        ("2026-09-06/2026-12-06", "between 6 September and 6 December 2026"),
        ("2026-12-30/2027-01-02", "between 30 December 2026 and 2 January 2027"),
        ("2022-01/2022-04", "between January and April 2022"),
        ("2020/2022", "between 2020 and 2022"),
    ],
)
def test_prose_shows_the_words_and_tables_the_value(edtf, prose):
    assert display(parse(edtf)) == prose
    assert display(parse(edtf), "table") == edtf


def test_dates_sort_by_the_first_day_they_can_mean():
    values = ["2021", "2020-06-10", "2020-06", "2021-01-01", "2020-06-09/2020-06-12"]
    assert [str(value) for value in sorted(map(parse, values))] == [
        "2020-06", "2020-06-09/2020-06-12", "2020-06-10", "2021-01-01", "2021",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.dates(date(1, 1, 1)), st.sampled_from(["day", "month", "year"]), st.booleans())
def test_prose_can_be_typed_back_in(day, precision, about):
    length = {"day": 10, "month": 7, "year": 4}[precision]
    value = parse(day.isoformat()[:length] + "~" * about)
    assert value.earliest <= day <= value.latest
    if day.year >= 1000:
        assert parse_loose(display(value)) == value


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_a_date_or_refused(text):
    for read in (parse, parse_loose):
        try:
            value = read(text)
        except ValueError:
            continue
        assert value.earliest <= value.latest
