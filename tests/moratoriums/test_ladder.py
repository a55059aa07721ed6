"""The reminder ladder: the rows of a table, walked day by day with a memory of what was told."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from moratoriums.ladder import (
    EDITOR_RUNGS,
    LATE_LIMIT_DAYS,
    READER_RUNGS,
    Rung,
    before,
    rung_due,
    since,
    spans,
    step_on,
    upcoming,
)

TABLE = Path(__file__).parent / "tables" / "ladder.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
END = date(2021, 6, 10)


class Memory:
    """What was told, by end day and rung, as the register keeps it."""

    def __init__(self) -> None:
        self.told: dict[date, set[int]] = {}
        self.log: list[str] = []

    def look(self, end: date, day: date, rungs, **ladder) -> None:
        """Ask the ladder once, and keep what it says."""
        flagged = self.told.setdefault(end, set())
        rung = rung_due(end, day, rungs=rungs, flagged=flagged, **ladder)
        if rung:
            flagged.add(rung.days)
            self.log.append(f"{day} {rung.days}")

    def walk(self, end: date, first: str, last: str, rungs, **ladder) -> Memory:
        """Look once on each day."""
        for day in days(f"{first}..{last}"):
            self.look(end, day, rungs, **ladder)
        return self


def due(end: date, day: date, rungs, **ladder) -> Rung:
    """What is due, where the test knows that something is."""
    rung = rung_due(end, day, rungs=rungs, **ladder)
    assert rung is not None
    return rung


def days(spans: str) -> Iterator[date]:
    for span in spans.split():
        day, last = (date.fromisoformat(text) for text in span.split(".."))
        while day <= last:
            yield day
            day += timedelta(days=1)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_row_of_the_table_tells_what_it_should_and_nothing_more(row):
    memory = Memory()
    rungs = [int(rung) for rung in row["rungs"].split()]
    for day in days(row["days"]):
        memory.look(date.fromisoformat(row["end"]), day, rungs)
    assert memory.log == list(filter(None, row["told"].split("; ")))


@pytest.mark.parametrize(
    ("id_", "end", "told"),
    [
        ("AL13", date(2021, 3, 15), ["2021-03-08 7", "2021-03-14 1", "2021-03-15 0"]),
        ("AL14", date(2021, 11, 8), ["2021-11-01 7", "2021-11-07 1", "2021-11-08 0"]),
    ],
)
def test_a_look_every_hour_tells_each_step_once_also_when_the_clocks_change(id_, end, told):
    zone, memory = ZoneInfo("America/New_York"), Memory()
    first = datetime(end.year, end.month, end.day, tzinfo=UTC) - timedelta(days=10)
    for hour in range(24 * 14):
        memory.look(end, (first + timedelta(hours=hour)).astimezone(zone).date(), (7, 1, 0))
    assert memory.log == told


def test_al17_a_later_end_starts_the_ladder_anew():
    memory = Memory().walk(END, "2021-04-01", "2021-05-19", (30, 7))
    memory.walk(date(2021, 12, 10), "2021-05-20", "2022-01-01", (30, 7))
    assert memory.log == ["2021-05-11 30", "2021-11-10 30", "2021-12-03 7"]


def test_al18_an_end_moved_into_the_last_week_is_told_once_at_once():
    memory = Memory().walk(END, "2021-04-01", "2021-04-30", (30, 7, 0))
    memory.walk(date(2021, 5, 5), "2021-05-01", "2021-05-20", (30, 7, 0))
    assert memory.log == ["2021-05-01 7", "2021-05-05 0"]
    assert due(date(2021, 5, 5), date(2021, 5, 1), (30, 7, 0)).days_left == 4


def test_al20_an_end_moved_away_and_back_repeats_nothing():
    memory = Memory().walk(END, "2021-05-01", "2021-05-14", (30,))
    memory.walk(date(2021, 9, 10), "2021-05-15", "2021-05-19", (30,))
    memory.walk(END, "2021-05-20", "2021-06-30", (30,))
    assert memory.log == ["2021-05-11 30"]


def test_al25_a_pledge_entered_three_days_before_its_end_is_told_of_at_once():
    entered = date(2021, 6, 7)
    memory = Memory().walk(END, "2021-06-07", "2021-06-30", (90, 30, 7, 1, 0), entered_on=entered)
    assert memory.log == ["2021-06-07 7", "2021-06-09 1", "2021-06-10 0"]
    assert due(END, entered, (90, 30, 7, 1, 0), entered_on=entered).days_left == 3


@pytest.mark.parametrize("include_after", [True, False])
def test_al26_and_al27_a_pledge_entered_after_its_end_is_history(include_after):
    memory = Memory().walk(
        date(2026, 11, 20), "2026-11-22", "2027-11-22", EDITOR_RUNGS,
        entered_on=date(2026, 11, 22), include_after=include_after,
    )  # fmt: skip
    assert memory.log == []


def test_a_pledge_entered_on_its_last_day_is_told_of_that_day():
    assert due(END, END, READER_RUNGS, entered_on=END).days == 0


def test_al33_longer_steps_added_later_are_not_told_after_the_fact():
    memory = Memory().walk(END, "2021-05-01", "2021-05-12", (30,))
    memory.walk(END, "2021-05-12", "2021-06-30", (60,))
    assert memory.log == ["2021-05-11 30"]


def test_editors_are_reminded_after_the_end_until_somebody_decides():
    memory = Memory().walk(
        date(2020, 12, 31), "2020-12-30", "2021-05-10", EDITOR_RUNGS, include_after=True
    )
    assert memory.log == [
        "2020-12-30 1",
        "2020-12-31 0",
        "2021-01-01 -1",
        "2021-01-07 -7",
        "2021-01-30 -30",
        "2021-02-28 -59",
        "2021-03-31 -90",
        "2021-04-30 -120",
    ]


def test_readers_hear_nothing_after_the_end():
    memory = Memory().walk(END, "2021-06-11", "2022-06-11", READER_RUNGS)
    assert memory.log == ["2021-06-11 0"]


def test_a_step_is_told_up_to_sixty_days_late_and_no_longer():
    last = END + timedelta(days=LATE_LIMIT_DAYS)
    assert due(END, last, READER_RUNGS).days_left == -60
    assert rung_due(END, last + timedelta(days=1), rungs=READER_RUNGS) is None


def test_a_preview_lists_the_days_in_order():
    ladder = upcoming(END, EDITOR_RUNGS)
    assert [rung.due_on.isoformat() for rung in ladder] == [
        "2021-03-12", "2021-04-11", "2021-05-11", "2021-05-27",
        "2021-06-03", "2021-06-09", "2021-06-10",
    ]  # fmt: skip
    assert [rung.days for rung in upcoming(END, READER_RUNGS, date(2021, 6, 3))] == [7, 0]


DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
RUNGS = st.lists(st.integers(0, 400), unique=True)


@settings(deadline=None)
@given(DAYS, DAYS, RUNGS, st.booleans())
def test_what_was_told_is_never_told_again(end, day, rungs, include_after):
    rung = rung_due(end, day, rungs=rungs, include_after=include_after)
    if rung is None:
        return
    assert rung.due_on <= day and rung.days_left == (end - day).days
    again = {"rungs": rungs, "include_after": include_after, "flagged": {rung.days}}
    assert rung_due(end, day, **again) is None
    for earlier in (1, 40, 400):
        assert rung_due(end, day - timedelta(days=earlier), **again) is None


@settings(deadline=None)
@given(DAYS, st.integers(2, 600))
def test_monthly_steps_keep_the_day_of_the_end(end, months):
    rung = rung_due(end, end + relativedelta(months=months), rungs=(), include_after=True)
    assert rung is not None
    assert rung.due_on == end + relativedelta(months=months)


@settings(deadline=None)
@given(DAYS, st.sampled_from([READER_RUNGS, EDITOR_RUNGS, (30,)]), st.booleans())
def test_the_spans_of_a_day_say_of_every_end_what_the_ladder_says(day, rungs, include_after):
    past = [day - timedelta(days=n) for n in (61, 75, 400)]
    found = spans(day, rungs=rungs, include_after=include_after, long_past=past)
    window = [day + timedelta(days=n) for n in range(-60, max(rungs) + 2)]
    for end in past + window:
        rung = rung_due(end, day, rungs=rungs, include_after=include_after)
        told = [span.days for span in found if span.first_on <= end <= span.last_on]
        assert told == ([rung.days] if rung else []), end


@given(DAYS, st.integers(-70, 100))
def test_a_ladder_cut_at_a_day_says_of_every_end_what_the_whole_says(day, offset):
    ladder = spans(day, rungs=EDITOR_RUNGS, include_after=True)
    cut = day + timedelta(days=offset)
    for end in (day + timedelta(days=n) for n in range(-65, max(EDITOR_RUNGS) + 2)):
        early, late = step_on(before(ladder, cut), end), step_on(since(ladder, cut), end)
        told = [span.days for span in ladder if span.first_on <= end <= span.last_on]
        assert step_on(ladder, end) == (told[0] if told else None)
        assert (early, late) == (
            (step_on(ladder, end), None) if end < cut else (None, step_on(ladder, end))
        )
