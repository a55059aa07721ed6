"""Terms from phrases: two tables, the rules behind them, and what must hold for any phrase."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moratoriums.terms import RULES, Term, read_term
from moratoriums.terms.text import LONGEST

TABLES = Path(__file__).parent / "tables"
ADAPTER = Path(__file__).parents[1] / "adapters" / "terms.py"
ANNOUNCED = date(2020, 6, 10)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TABLES / name).read_text(encoding="utf-8").splitlines()))


DATES, PHRASES = rows("dates.csv"), rows("phrases.csv")


def answered(row: dict[str, str]) -> Term:
    effective = date.fromisoformat(row["effective"]) if row["effective"] else None
    return read_term(row["phrase"], datetime.fromisoformat(row["announced"]), effective)


def told(term: Term) -> tuple[str, str, str]:
    return (
        term.kind,
        term.alert_on.isoformat() if term.alert_on else "",
        term.lapse_on.isoformat() if term.lapse_on else "",
    )


@pytest.mark.parametrize("row", DATES, ids=lambda row: row["id"])
def test_each_row_of_the_table_of_dates_is_read_right(row):
    term = answered(row)
    assert told(term) == (row["kind"], row["alert_on"], row["lapse_on"]), term
    assert term.precision == row["precision"]


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["phrase"])
def test_each_further_phrase_is_read_right(row):
    assert told(answered(row)) == (row["kind"], row["alert_on"], row["lapse_on"])


@pytest.mark.parametrize("row", [*DATES, *PHRASES], ids=lambda row: row["phrase"])
def test_an_answer_names_its_rule_and_points_at_the_words_it_rests_on(row):
    term = answered(row)
    assert term.rule in RULES
    assert term.words == row["phrase"][slice(*term.span)]
    if term.kind == "needs_human":
        assert term.reason and not term.words
    else:
        assert term.words and not term.reason


def test_offsets_point_into_the_phrase_as_it_was_written():
    phrase = "We’re\u200b  pausing sales FOR\u00a0ONE‑YEAR\u2009— pending rules"
    term = read_term(phrase, ANNOUNCED)
    assert term.words == "FOR\u00a0ONE‑YEAR"
    assert phrase[slice(*term.span)] == term.words
    assert term.condition == "pending rules"


def test_a_length_is_kept_with_the_day_it_counts_from():
    term = read_term("for a year and a day from 1 July 2020", ANNOUNCED)
    assert (term.months, term.days, term.counted_from) == (12, 1, date(2020, 7, 1))
    assert term.rule == "length_from_named_day"


def test_the_condition_beside_a_length_is_kept_in_the_companys_words():
    term = read_term("for a year pending federal regulation", ANNOUNCED)
    assert (term.kind, term.condition) == ("duration", "pending federal regulation")


def test_a_year_added_month_by_month_would_drift_and_one_step_does_not():
    assert read_term("13 months", date(2020, 1, 31)).alert_on == date(2021, 2, 28)
    assert read_term("26 months", date(2020, 1, 31)).alert_on == date(2022, 3, 31)


def test_an_instant_counts_as_the_day_it_was_where_it_was_said():
    late = datetime(2020, 6, 10, 23, 30, tzinfo=timezone(timedelta(hours=-7)))
    assert read_term("one year", late).alert_on == date(2021, 6, 10)
    assert read_term("one year", ANNOUNCED, late).counted_from == date(2020, 6, 10)


@pytest.mark.parametrize("phrase", [None, "", "  \n", "\u200b", "?" * 99, "for a year " * 500])
def test_nothing_and_too_much_are_left_to_a_person(phrase):
    assert read_term(phrase, ANNOUNCED).kind == "needs_human"


def test_the_end_of_the_calendar_is_not_passed():
    assert read_term("one year", date(9999, 6, 10)).kind == "needs_human"
    assert read_term("until June", date(9999, 12, 10)).kind == "needs_human"


WORDS = re.findall(
    r"\S+",
    """
    for a one two six 12 90 (1) year years months month days quarter half and or to until till
    through the end of next last this early mid-June June 2021 2026 10 10, 31 Q3 H1 13/06/2021
    2021-06-10 at least up no more than about pending while unless federal regulation Congress
    acts moratorium ban pause contract ago after from starting effective immediately July 1,
    never will not permanently indefinitely further notice temporarily extended by another , ; .
    - – — ½ P1Y whichever comes first minus fiscal % $ ' years' one-year twelve-month
    """,
)
PHRASE = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.text(max_size=80),
)
DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))


@settings(max_examples=600, deadline=None)
@given(PHRASE, DAY, st.none() | DAY)
@example("February 29", date(9999, 12, 31), None)
@example("until 29 February", date(2023, 3, 1), None)
def test_any_phrase_gets_an_answer_that_holds_together(phrase, announced, effective):
    term = read_term(phrase, announced, effective)
    assert term == read_term(phrase, announced, effective)
    dated = term.kind in ("duration", "date", "at_least", "at_most")
    assert dated == (term.alert_on is not None)
    assert (term.kind == "needs_human") == bool(term.reason)
    if term.alert_on:
        assert term.alert_on > max(announced, effective or announced)
        assert (term.lapse_on is None) == (term.kind == "at_least")
        assert term.lapse_on is None or term.lapse_on >= term.alert_on
    if term.kind == "duration":
        assert term.months or term.days
        assert term.counted_from is not None


SEEDS = [
    "one year ", "one-year b ", "until ", "for a year a ", "the end of ", "one hundred and ",
    "not ", "1,000,", "a ", " - ", "( ", "from 1 July 2020 to ", "June 10, ", "½", "one and a ",
]  # fmt: skip


def work(phrase: str) -> int:
    """How many Python functions reading a phrase calls: a count that no machine load changes."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_term(phrase, ANNOUNCED)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hostile_phrase_costs_little_more_than_its_length(seed):
    longest = (seed * LONGEST)[:LONGEST]
    assert work(longest) < 5 * work(longest[: LONGEST // 4]) * 1.2 + 2000


@pytest.mark.parametrize("folder", [Path(__file__).parents[2], Path("/")])
def test_the_adapter_answers_every_line_from_any_folder(folder):
    questions = [
        json.dumps({"announced": "2020-06-10T23:30:00-07:00", "effective": "", "phrase": "a year",
                    "today": "1999-01-01"}),
        json.dumps({"announced": "2020-06-10", "effective": "2020-07-01", "phrase": "a year"}),
        json.dumps({"announced": "soon", "effective": "", "phrase": "a year"}),
        json.dumps({"announced": "2020-06-10", "effective": None, "phrase": None}),
        "[" * 5000,
        "7",
        "",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(ADAPTER)], input="\n".join(questions) + "\n", cwd=folder,
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    ends = [json.loads(line)["alert_date"] for line in done.stdout.splitlines()]
    assert ends == ["2021-06-10", "2021-07-01", "", "", "", "", ""]
