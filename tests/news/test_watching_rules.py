"""What became of a source: judged from one answer, the quotes, and the text that was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratoriums.vocabulary import SourceClass, SourceHealth
from news.watching import Answer, judge_source, likeness, missing_quotes, next_check, word_diff

URL = "https://maker.example/news/pause"
QUOTE = "we will not sell it to the police"
TEXT = (
    "Our pledge\n\nFor one year we will not sell it to the police. Other customers may go on. "
    "We shall look at the rules again when that year is over, and say what we found."
)
AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def judge(answer: Answer, *, first_text: str = TEXT, strikes: int = 0, quotes=(QUOTE,)):
    return judge_source(answer, quotes=quotes, first_text=first_text, strikes=strikes)


def page(text: str = TEXT, final: str = URL, **fields) -> Answer:
    return Answer(URL, final, 200, text, **fields)


def test_a_page_that_reads_as_before_is_live():
    assert judge(page()).health == SourceHealth.LIVE


def test_a_page_without_a_quote_it_had_has_lost_it():
    verdict = judge(page(TEXT.replace("not sell it", "limit its sale")))
    assert verdict.health == SourceHealth.QUOTE_GONE
    assert verdict.quotes_missing == (QUOTE,)


def test_a_quote_that_no_copy_ever_held_is_noted_and_not_called_gone():
    verdict = judge(page(), quotes=("words of the film, not of its page",))
    assert verdict.health == SourceHealth.LIVE
    assert "1 cited quote is not in the text" in verdict.note


def test_other_words_around_the_quote_are_a_changed_text():
    changed = TEXT.replace("Other customers may go on.", "Nobody else may have it either.")
    assert judge(page(changed)).health == SourceHealth.TEXT_CHANGED


def test_a_changed_date_in_a_long_page_is_no_change():
    long = " ".join(f"Sentence number {n} of a long page." for n in range(200))
    verdict = judge(page(f"{TEXT} {long} Printed on 2 May."), first_text=f"{TEXT} {long} 1 May.")
    assert verdict.health == SourceHealth.LIVE


@pytest.mark.parametrize(
    ("final", "moved"),
    [
        ("http://www.maker.example/news/pause/", False),
        ("https://maker.example/archive/pause", True),
        ("https://other.example/news/pause", True),
    ],
)
def test_a_page_at_another_address_has_moved(final, moved):
    health = judge(page(final=final)).health
    assert health == (SourceHealth.MOVED if moved else SourceHealth.LIVE)


def test_one_missing_page_settles_nothing_and_the_second_in_a_row_is_gone():
    answer = Answer(URL, URL, 404)
    first = judge(answer)
    assert (first.health, first.strike) == (None, True)
    assert judge(answer, strikes=1).health == SourceHealth.GONE


def test_a_front_page_in_place_of_the_article_counts_as_missing():
    answer = page("Welcome to our shop", final="https://maker.example/")
    assert judge(answer, strikes=1).health == SourceHealth.GONE


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_site_that_refuses_or_fails_settles_nothing(status):
    verdict = judge(Answer(URL, URL, status), strikes=5)
    assert (verdict.health, verdict.strike) == (None, False)


def test_no_answer_at_all_settles_nothing_however_often():
    verdict = judge(Answer(URL, failure="It cannot be reached: no such name."), strikes=9)
    assert verdict.health is None
    assert "no such name" in verdict.note


def test_a_text_cut_off_by_a_paywall_has_not_lost_its_quote():
    verdict = judge(page("For one year we …", to_be_paid=True))
    assert verdict.health == SourceHealth.PAYWALLED
    assert not verdict.quotes_missing


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("“We’ll stop,” it said", '"We\'ll stop," it said'),
        ("stop … for a year", "We stop selling to police for a year."),
        ("stop [selling] for a year", "We stop for a year."),
        ("one  two", "ONE\ntwo"),
        ("café", "cafe\u0301"),
    ],
)
def test_a_quote_is_found_whatever_the_page_does_to_its_marks(quote, text):
    assert missing_quotes([quote], text) == []


def test_parts_of_a_quote_in_another_order_are_not_the_quote():
    assert missing_quotes(["first … second"], "second and first")
    assert missing_quotes(["ban"], "Urban planning")


@given(st.text(alphabet="ab .\n", max_size=80), st.text(alphabet="ab .\n", max_size=80))
def test_a_word_diff_holds_both_texts(before, after):
    pieces = word_diff(before, after)
    bare = {kind: "".join(p.text for p in pieces if p.change != kind) for kind in _ONE_SIDE}
    assert bare["added"].split() == before.split()
    assert bare["removed"].split() == after.split()


_ONE_SIDE = ("added", "removed")


def test_likeness_runs_from_nothing_to_the_same():
    assert likeness(TEXT, TEXT) == 1
    assert likeness("One thing.", "Quite another.") == 0
    assert likeness("", "") == 1


def test_pledge_and_terms_pages_are_looked_at_daily_and_news_monthly():
    live = SourceHealth.LIVE
    assert next_check(SourceClass.TERMS, live, failures=0, at=AT) == AT + timedelta(days=1)
    assert next_check(SourceClass.NEWS, live, failures=0, at=AT) == AT + timedelta(days=30)


def test_what_settles_nothing_is_asked_again_ever_more_seldom_but_always():
    waits = [next_check(SourceClass.NEWS, None, failures=n, at=AT) - AT for n in (1, 2, 3, 50)]
    assert [wait.days for wait in waits] == [1, 2, 4, 30]
    gone = next_check(SourceClass.TERMS, SourceHealth.GONE, failures=0, at=AT)
    assert gone == AT + timedelta(days=90)
