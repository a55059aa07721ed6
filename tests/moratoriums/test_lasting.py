"""What the words of a term become in the register's columns."""

from datetime import date

import pytest

from moratoriums.lasting import Lasting, NeedsPerson, read_lasting, shortest_edtf
from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import EndBasis, TermKind

DAY = PartialDate.parse("2020-06-10")


def test_a_length_gives_a_fixed_term_with_a_computed_end():
    found = read_lasting("for one year", DAY)
    assert (found.term, found.end_on, found.end_basis) == (
        TermKind.FIXED,
        "2021-06-10",
        EndBasis.COMPUTED,
    )
    assert found.end_rule == "length"
    assert found.term_words == "for one year"


def test_a_length_counts_from_the_day_it_takes_effect_when_there_is_one():
    assert read_lasting("for one year", DAY, PartialDate.parse("2020-07-01")).end_on == "2021-07-01"


def test_a_start_known_by_its_month_gives_an_end_as_wide_as_that_month():
    assert read_lasting("for one year", PartialDate.parse("2020-06")).end_on == "2021-06"


def test_a_start_known_as_a_window_gives_a_window():
    start = PartialDate.parse("2020-06-05/2020-06-08")
    assert read_lasting("for one year", start).end_on == "2021-06-05/2021-06-08"


def test_a_named_day_is_a_stated_end():
    found = read_lasting("until 31 December 2026", DAY)
    assert (found.end_on, found.end_basis) == ("2026-12-31", EndBasis.STATED)


def test_a_minimum_is_marked_as_one():
    found = read_lasting("for at least one year", DAY)
    assert found.end_is_minimum
    assert found.end_on == "2021-06-10"


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("until further notice", TermKind.UNTIL_FURTHER_NOTICE),
        ("permanently", TermKind.PERMANENT),
        ("until Congress passes a law", TermKind.UNTIL_CONDITION),
        ("will no longer offer", TermKind.UNSTATED),
        ("", TermKind.UNSTATED),
    ],
)
def test_terms_without_an_end_have_no_end_day_and_need_no_start(words, term):
    for start in (DAY, None):
        found = read_lasting(words, start)
        assert (found.term, found.end_on, found.end_basis) == (term, "", EndBasis.NONE)


def test_a_condition_named_beside_a_length_is_handed_on():
    found = read_lasting("for a year pending federal regulation", DAY)
    assert found.term == TermKind.FIXED
    assert "federal regulation" in found.condition


def test_a_day_or_earlier_when_something_happens_is_a_fixed_term_or_a_condition():
    found = read_lasting("for one year or until a law passes, whichever comes first", DAY)
    assert found.term == TermKind.FIXED_OR_CONDITION


def test_words_outside_the_grammar_are_handed_to_a_person_with_the_reason():
    with pytest.raises(NeedsPerson, match="how long"):
        read_lasting("we care about privacy", DAY)


def test_a_length_without_a_start_is_handed_to_a_person():
    with pytest.raises(NeedsPerson, match="undated"):
        read_lasting("for one year", None)


def test_no_words_say_nothing():
    assert read_lasting("  ", DAY) == Lasting()


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (date(2021, 6, 10), date(2021, 6, 10), "2021-06-10"),
        (date(2020, 2, 1), date(2020, 2, 29), "2020-02"),
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2021, 1, 1), date(2022, 12, 31), "2021-01-01/2022-12-31"),
        (date(2021, 6, 1), date(2021, 6, 29), "2021-06-01/2021-06-29"),
    ],
)
def test_a_window_is_written_as_short_as_it_can_be(earliest, latest, text):
    assert shortest_edtf(earliest, latest) == text
    found = PartialDate.parse(text)
    assert (found.earliest, found.latest) == (earliest, latest)
