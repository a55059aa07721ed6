"""The day a page is about."""

from datetime import date

import pytest

from website.serving.days import BadDay, read_day

TODAY = date(2026, 11, 23)


def test_no_day_given_means_today_and_leaves_links_alone():
    asked = read_day(None, TODAY)
    assert (asked.day, asked.explicit) == (TODAY, False)
    assert asked.link("/p/x#e-1") == "/p/x#e-1"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/p/x", "/p/x?as_of=2021-06-11"),
        ("/p/x#e-1", "/p/x?as_of=2021-06-11#e-1"),
        ("/pledges/?q=a+b", "/pledges/?q=a+b&as_of=2021-06-11"),
    ],
)
def test_a_day_given_is_carried_on_by_links(address, kept):
    assert read_day("2021-06-11", TODAY).link(address) == kept


@pytest.mark.parametrize(
    "text",
    [
        "11 June 2021",
        "June 11, 2021",
        " 2021-06-11 ",
        "11th of June 2021",
        "13/6/2021",
        "11 de junio de 2021",
    ],
)
def test_a_day_may_be_written_as_people_write_it_and_is_carried_on_in_one_form(text):
    asked = read_day(text, TODAY)
    assert asked.link("/p/x") == f"/p/x?as_of=2021-06-{'13' if '/' in text else '11'}"


@pytest.mark.parametrize(
    "text",
    ["2020-02-30", "2020-13-01", "2020-6-1", "yesterday", "20200610", "1989-12-31", "2101-01-01",
     "２０２０-06-10", "2020-W24-3", "0000-00-00", "6/7/2021", "June 2021", "2021", "2021-06-11~",
     "about 11 June 2021", "31 June 2021", "2021-06-11/2021-06-12"],
)  # fmt: skip
def test_what_is_no_single_day_is_refused_with_what_to_write(text):
    with pytest.raises(BadDay, match=r"such as 2021-06-11|from 1990"):
        read_day(text, TODAY)


def test_a_day_to_come_is_known_as_such():
    assert read_day("2027-01-01", TODAY).is_to_come
    assert not read_day("2026-11-23", TODAY).is_to_come
