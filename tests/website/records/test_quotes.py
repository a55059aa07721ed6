"""Words and claims find each other by what is written, and by nothing else."""

from __future__ import annotations

import pytest

from moratoriums.vocabulary import WhoseUse
from website.records.quotes import Claim, Quote, find_words, literal, use_pattern
from website.records.worddiff import MOST_WORDS, Stretch, word_diff


def said(quote: Quote) -> list[str]:
    """The marked words of a quote."""
    return [part.text for part in quote.segments if part.anchor]


@pytest.mark.parametrize(
    ("use", "words", "found"),
    [
        (WhoseUse.POLICE, "We stop sales to law enforcement.", "law enforcement"),
        (WhoseUse.POLICE, "We stop sales to Police departments.", "Police"),
        (WhoseUse.POLICE, "Our policeman game stays.", None),
        (WhoseUse.GOVERNMENT, "No federal agency.", "agency"),
        (WhoseUse.OWN, "It is not used in our stores.", "our stores"),
        (WhoseUse.PUBLIC, "Wir verkaufen nicht an die Polizei.", None),
    ],
)
def test_a_class_of_users_is_found_by_the_words_for_it(use, words, found):
    quote = Quote("q1", words)
    find_words([Claim("c", use_pattern(use))], [quote])
    assert said(quote) == ([found] if found else [])


def test_the_first_quote_that_says_a_thing_is_taken():
    first, second = Quote("q1", "Nothing here."), Quote("q2", "No police use, says the police.")
    found = find_words([Claim("c-use-police", use_pattern(WhoseUse.POLICE))], [first, second])
    assert found == {"c-use-police": "said-c-use-police"}
    assert [(part.text, part.anchor) for part in second.segments] == [
        ("No ", ""),
        ("police", "said-c-use-police"),
        (" use, says the police.", ""),
    ]
    assert "".join(part.text for part in first.segments) == "Nothing here."


def test_marked_words_never_overlap():
    quote = Quote("q1", "police use of Example Face")
    find_words(
        [Claim("a", literal("use of Example Face")), Claim("b", literal("Example Face", "Face"))],
        [quote],
    )
    assert said(quote) == ["use of Example Face"]


def test_a_name_is_found_as_it_is_written_whatever_the_spacing_and_signs():
    quote = Quote("q1", "We exempt A+B\n (Labs)  today.")
    assert quote.says(Claim("x", literal("A+B (Labs)")))
    assert not quote.says(Claim("y", literal("")))
    assert not quote.says(Claim("z", literal("Exempt A")))


def test_a_comparison_keeps_every_word_of_both_wordings():
    before, after = "for one year to the police", "until further notice to the police only"
    found = word_diff(before, after)
    assert found == [
        Stretch("removed", "for one year"),
        Stretch("added", "until further notice"),
        Stretch("same", "to the police"),
        Stretch("added", "only"),
    ]
    assert " ".join(one.text for one in found if one.kind != "added") == before
    assert " ".join(one.text for one in found if one.kind != "removed") == after


def test_very_long_wordings_stand_whole_one_after_the_other():
    before, after = "a " * (MOST_WORDS + 1), "a b"
    assert [one.kind for one in word_diff(before, after)] == ["removed", "added"]


def test_nothing_changed_is_nothing_marked():
    assert word_diff("the same  words", "the same words") == [Stretch("same", "the same words")]
    assert word_diff("", "") == []
