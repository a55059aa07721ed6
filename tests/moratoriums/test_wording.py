"""Words that claim more than a record can are pointed out."""

import pytest

from moratoriums.wording import remarks


@pytest.mark.parametrize(
    "text",
    [
        "It violated its pledge.",
        "It lied about sales.",
        "It has kept its word.",
        "The promise was broken.",
        "It is on track.",
        "It announced a ban.",
    ],
)
def test_a_word_that_claims_too_much_is_pointed_out(text):
    assert len(remarks(text, permanent=False)) == 1


@pytest.mark.parametrize(
    "text", ["A moratorium on police use.", "A band plays.", "Relied upon.", "An urban park."]
)
def test_neutral_words_are_left_alone(text):
    assert remarks(text, permanent=False) == []


def test_a_ban_may_be_called_so_when_its_words_are_permanent():
    assert remarks("A ban for good.", permanent=True) == []


def test_a_word_is_pointed_out_once_however_often_it_stands():
    assert len(remarks("ban, ban, ban", permanent=False)) == 1
