"""Sentences whose days stay days."""

from datetime import date

import pytest

from website.wording.phrases import When, counted, listing


@pytest.mark.parametrize(
    ("edtf", "pieces"),
    [
        ("2020-06-10", [("10 June 2020", "2020-06-10")]),
        ("2020-06", [("June 2020", "2020-06")]),
        ("2021~", [("about 2021", "2021")]),
        (
            "2027-05-09/2027-05-31",
            [("between ", ""), ("9", "2027-05-09"), (" and ", ""), ("31 May 2027", "2027-05-31")],
        ),
    ],
)
def test_a_date_tells_people_words_and_machines_its_value(edtf, pieces):
    assert When.of(edtf).pieces() == pieces


def test_tables_show_the_value_itself():
    assert str(When.of(date(2020, 6, 10), "table")) == "2020-06-10"


def test_numbers_agree_with_their_nouns():
    assert counted(1, "record") == "1 record"
    assert counted(1200, "record") == "1,200 records"
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert listing(["a"]) == "a"
