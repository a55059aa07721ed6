"""A fact is bound to the words an editor chose, and only to words that stand in the article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.binding import BY_EDITOR, NotInText, find_words, rebind

TEXT = "Amazon will pause. For a year,\nthe company said. It will pause for a year."
READ = {
    "name": "term", "value": "fixed", "quote": "for a year", "start": 64, "end": 74,
    "rule": "term.length", "confidence": 0.85,
}  # fmt: skip


def test_words_are_found_nearest_to_where_they_were():
    assert find_words(TEXT, "will pause") == (7, 17)
    assert find_words(TEXT, "will pause", near=70) == (52, 62)


def test_a_line_break_counts_as_a_space():
    start, end = find_words(TEXT, "a year, the company")
    assert TEXT[start:end] == "a year,\nthe company"


@pytest.mark.parametrize("words", ["Will pause", "two years", "", "  ", "pause (", "a.year"])
def test_words_that_do_not_stand_there_letter_by_letter_are_refused(words):
    with pytest.raises(NotInText):
        find_words(TEXT, words)


def test_the_same_words_leave_the_fact_as_it_was_read():
    assert rebind([READ], "term", "fixed", " for  a year ", TEXT) == [READ]


def test_other_words_take_the_place_of_the_old_ones_and_name_the_editor():
    (new,) = rebind([READ], "term", "fixed", "For a year", TEXT)
    assert (new["quote"], new["start"], new["rule"]) == ("For a year", 19, BY_EDITOR)
    assert new["value"] == "fixed"


def test_no_words_take_the_fact_out_and_words_for_a_new_fact_add_it():
    assert rebind([READ], "term", "fixed", "", TEXT) == []
    found = rebind([READ], "condition", "", "the company said", TEXT)
    assert [fact["name"] for fact in found] == ["term", "condition"]
    assert found[1]["value"] == "the company said"


@given(st.text(), st.text())
def test_what_is_found_is_what_was_asked_for(text, words):
    try:
        start, end = find_words(text, words)
    except NotInText:
        return
    assert text[start:end].split() == words.split()
