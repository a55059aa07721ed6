"""The sentences that answer a page's question."""

from dataclasses import replace
from datetime import date

import pytest

from moratoriums.partial_dates import parse
from moratoriums.status import Flag
from moratoriums.vocabulary import Conduct, EndBasis, EventKind, Lifecycle, TermKind
from website.wording.endings import distance, end_words, term_clock
from website.wording.facts import Facts
from website.wording.phrases import joined, words_of
from website.wording.sentences import conduct_sentence, counts_sentence, headline, would_change

DAY = date(2026, 11, 23)
PLAIN = Facts(
    day=DAY,
    lifecycle=Lifecycle.IN_FORCE,
    term=TermKind.UNSTATED,
    began=parse("2020-06-10"),
    turned=parse("2020-06-10"),
    checked_on=date(2026, 11, 20),
)


def told(facts: Facts) -> str:
    return words_of(joined(headline(facts)))


def test_an_extended_pledge_says_so_in_one_breath():
    facts = replace(
        PLAIN,
        term=TermKind.UNTIL_FURTHER_NOTICE,
        turned=parse("2021-05-18"),
        turned_by=EventKind.EXTENDED,
    )
    assert told(facts) == (
        "In force until further notice. Announced on 10 June 2020, extended on 18 May 2021. "
        "Last checked 20 November 2026."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "In force; no end was stated."),
        ({"term": TermKind.PERMANENT}, "In force, and for good by its own words."),
        ({"term": TermKind.UNTIL_CONDITION}, "In force until a condition is met."),
        (
            {"term": TermKind.UNTIL_CONDITION, "term_words": "until we have a national law"},
            "In force until a condition is met: “until we have a national law”.",
        ),
        ({"end": parse("2027-06-10")}, "In force until 10 June 2027."),
        (
            {"end": parse("2027-05-09/2027-05-31")},
            "In force; the earliest reading of its end is 9 May 2027.",
        ),
        (
            {"end": parse("2025-06-10"), "end_is_minimum": True},
            "In force until at least 10 June 2025.",
        ),
        (
            {"lifecycle": Lifecycle.ANNOUNCED, "effective": parse("2027-01")},
            "Announced, not yet in force; it applies from January 2027.",
        ),
        (
            {"lifecycle": Lifecycle.PAST_END, "end": parse("2026-11-11")},
            "Past its end since 11 November 2026; nothing on record says what happened, "
            "and we are checking.",
        ),
        (
            {"lifecycle": Lifecycle.PAST_END, "end": parse("2023-03-30/2023-06-08")},
            "Past its end since 30 March 2023 at the earliest; nothing on record says what "
            "happened, and we are checking.",
        ),
        (
            {"lifecycle": Lifecycle.WITHDRAWN, "turned": parse("2025-12-01/2025-12-10")},
            "Withdrawn early between 1 and 10 December 2025.",
        ),
        (
            {"lifecycle": Lifecycle.UNCLEAR, "reason": "the owner is silent."},
            "Unclear: the owner is silent.",
        ),
        (
            {"lifecycle": Lifecycle.ENDED, "turned": parse("2024-03")},
            "Ended as stated in March 2024.",
        ),
    ],
)
def test_each_status_has_its_sentence_and_invents_no_day(changes, sentence):
    assert words_of(headline(replace(PLAIN, **changes))[0]) == sentence


def test_an_undated_announcement_is_told_as_one():
    facts = replace(PLAIN, began=None, first_seen_on=date(2026, 11, 22))
    assert "The announcement is undated; first read on 22 November 2026." in told(facts)


def test_conduct_heads_the_page_only_when_in_question_and_with_the_dispute():
    assert "onduct" not in told(PLAIN)
    facts = replace(PLAIN, conduct=Conduct.QUESTIONED, disputed=True)
    assert "Conduct is questioned by a named source. The company disputes this." in told(facts)


def test_no_contrary_evidence_always_carries_the_day_of_the_look():
    facts = replace(PLAIN, conduct=Conduct.NONE_FOUND)
    said = words_of(conduct_sentence(facts, date(2026, 11, 20)))
    assert said == "No contrary evidence found (last looked 20 November 2026)."


def test_the_clock_tells_the_end_the_distance_the_rule_and_the_words():
    facts = replace(
        PLAIN,
        day=date(2021, 5, 11),
        term=TermKind.FIXED,
        end=parse("2021-06-10"),
        end_basis=EndBasis.COMPUTED,
        end_rule="length",
        term_words="for a year",
    )
    lines = [words_of(line) for line in term_clock(facts)]
    assert lines[0] == "Ends 10 June 2021 (in 30 days)."
    assert "We computed the day." in lines[1]
    assert "added in one step" in lines[1]
    assert lines[2] == "The source's words: “for a year”."


def test_the_clock_counts_no_days_to_an_end_that_something_else_came_before():
    facts = replace(PLAIN, lifecycle=Lifecycle.WITHDRAWN, end=parse("2027-12-31"))
    line = words_of(term_clock(facts)[0])
    assert line == "The end it was given: 31 December 2027."


def test_the_clock_shows_every_reading_of_a_vague_end():
    facts = replace(
        PLAIN,
        end=parse("2027-05-09/2027-05-31"),
        end_likely_on=date(2027, 5, 11),
        end_basis=EndBasis.COMPUTED,
    )
    clock = " ".join(words_of(line) for line in term_clock(facts))
    assert "Earliest reading 9 May 2027, latest 31 May 2027; the likeliest is 11 May 2027" in clock
    assert "in 167 days, counted to its earliest reading" in clock


def test_a_pledge_without_an_end_shows_its_review_and_says_when_it_is_due():
    facts = replace(PLAIN, review_on=date(2026, 11, 1), flags=frozenset({Flag.REVIEW_DUE}))
    assert words_of(term_clock(facts)[-1]) == "Next review 1 November 2026 (due)."


@pytest.mark.parametrize(
    ("end", "words"),
    [("2026-11-23", "today"), ("2026-11-24", "in 1 day"), ("2026-11-21", "2 days ago")],
)
def test_the_distance_counts_days(end, words):
    assert distance(replace(PLAIN, end=parse(end))) == words


def test_what_is_over_shows_when_it_ended_and_no_countdown():
    facts = replace(
        PLAIN, lifecycle=Lifecycle.WITHDRAWN, turned=parse("2024-10"), end=parse("2030-01-01")
    )
    assert words_of(end_words(facts)) == "in October 2024"
    assert distance(facts) == ""


def test_looks_of_today_are_left_out_of_older_days():
    facts = replace(PLAIN, current=False, review_on=date(2027, 1, 1))
    assert "checked" not in told(facts)
    assert "review" not in " ".join(words_of(line) for line in term_clock(facts))


def test_the_counts_carry_their_denominators():
    counts = {Lifecycle.IN_FORCE: 44, Lifecycle.PAST_END: 1, Lifecycle.WITHDRAWN: 5}
    assert words_of(counts_sentence(counts, 41, DAY)) == (
        "On 23 November 2026, of 50 records, 44 are in force, 1 is past its end and being "
        "checked and 5 were withdrawn early. Conduct is not assessed in 41 of 50."
    )


@pytest.mark.parametrize(
    ("counts", "not_assessed", "sentence"),
    [
        (
            {Lifecycle.IN_FORCE: 6},
            4,
            "On 23 November 2026, all 6 records are in force. Conduct is not assessed in 4 of 6.",
        ),
        (
            {Lifecycle.LAPSED: 1},
            1,
            "On 23 November 2026, the one record lapsed in silence. Conduct is not assessed.",
        ),
        ({Lifecycle.IN_FORCE: 1}, 0, "On 23 November 2026, the one record is in force."),
    ],
)
def test_records_that_stand_alike_are_counted_once(counts, not_assessed, sentence):
    assert words_of(counts_sentence(counts, not_assessed, DAY)) == sentence


def test_no_records_are_said_to_be_none():
    assert words_of(counts_sentence({}, 0, date(2001, 1, 1))) == (
        "No record of ours had been announced by 1 January 2001."
    )


@pytest.mark.parametrize("lifecycle", list(Lifecycle))
def test_every_status_says_what_would_change_it(lifecycle):
    assert len(would_change(replace(PLAIN, lifecycle=lifecycle))) >= 2


@pytest.mark.parametrize("lifecycle", list(Lifecycle))
def test_no_sentence_accuses(lifecycle):
    facts = replace(PLAIN, lifecycle=lifecycle, end=parse("2026-01-01"), reason="no word")
    everything = [*headline(facts), *term_clock(facts), *[(w,) for w in would_change(facts)]]
    said = words_of(joined(everything)).lower()
    for word in ("kept", "on track", "broke", "violat", "lied", "lying"):
        assert word not in said
