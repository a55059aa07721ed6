"""The geometry of the duration bars."""

from dataclasses import replace
from datetime import date

import pytest

from moratoriums.partial_dates import parse
from moratoriums.vocabulary import Lifecycle, TermKind
from website.lists.bars import draw, span_of
from website.wording.facts import Facts

DAY = date(2024, 7, 1)
PLAIN = Facts(
    day=DAY,
    lifecycle=Lifecycle.IN_FORCE,
    term=TermKind.UNTIL_FURTHER_NOTICE,
    began=parse("2020-01-01"),
    turned=parse("2020-01-01"),
)
SPAN = span_of([PLAIN], DAY)  # 2020 to the end of 2025


def shapes(facts: Facts) -> list[str]:
    return [piece.shape for piece in draw(facts, SPAN).pieces]


def signs(facts: Facts) -> list[str]:
    return [mark.shape for mark in draw(facts, SPAN).marks]


def test_a_figure_spans_whole_years_to_a_year_after_the_day():
    assert (SPAN.first, SPAN.last) == (date(2020, 1, 1), date(2026, 1, 1))
    assert [year.label for year in SPAN.years()] == ["2020", "2021", "2022", "2023", "2024", "2025"]


def test_a_start_long_ago_does_not_stretch_the_figure():
    span = span_of([replace(PLAIN, began=parse("1901"))], DAY)
    assert span.first == date(2011, 1, 1)


def test_a_bar_starts_and_stops_where_its_days_lie():
    solid = draw(PLAIN, SPAN).pieces[0]
    days = (SPAN.last - SPAN.first).days
    assert solid.x == "0"
    assert float(solid.width) == pytest.approx(100 * (DAY - SPAN.first).days / days, abs=0.01)


@pytest.mark.parametrize(
    ("changes", "pieces", "marks"),
    [
        ({}, ["solid", "fade"], []),
        ({"term": TermKind.PERMANENT}, ["solid", "planned"], []),
        ({"end": parse("2025-02-01")}, ["solid", "planned"], ["tick"]),
        ({"end": parse("2040-02-01")}, ["solid", "planned"], ["beyond"]),
        ({"end": parse("2023-01-01"), "end_is_minimum": True}, ["solid", "fade"], ["tick"]),
        ({"began": parse("2020")}, ["unsure", "solid", "fade"], []),
        ({"effective": parse("2021-01-01")}, ["waiting", "solid", "fade"], []),
        (
            {"lifecycle": Lifecycle.ANNOUNCED, "effective": parse("2025-01-01")},
            ["waiting", "fade"],
            [],
        ),
        (
            {"lifecycle": Lifecycle.PAST_END, "end": parse("2023-01-01")},
            ["solid", "hatched"],
            ["question"],
        ),
        (
            {"lifecycle": Lifecycle.LAPSED, "end": parse("2023-01-01")},
            ["solid", "broken"],
            ["circle"],
        ),
        ({"lifecycle": Lifecycle.ENDED, "turned": parse("2022")}, ["solid"], ["square"]),
        ({"lifecycle": Lifecycle.WITHDRAWN, "turned": parse("2022")}, ["solid"], ["cross"]),
        ({"lifecycle": Lifecycle.CONDITION_MET, "turned": parse("2022")}, ["solid"], ["diamond"]),
        ({"lifecycle": Lifecycle.SUPERSEDED, "turned": parse("2022")}, ["solid"], ["arrow"]),
        ({"lifecycle": Lifecycle.UNCLEAR, "turned": parse("2022")}, ["solid", "dotted"], []),
    ],
)
def test_each_status_has_a_shape_of_its_own(changes, pieces, marks):
    facts = replace(PLAIN, **changes)
    assert shapes(facts) == pieces
    assert signs(facts) == marks


def test_exemptions_of_one_day_are_one_diamond():
    bar = draw(PLAIN, SPAN, [date(2021, 1, 1), date(2021, 1, 1), date(2023, 1, 1)])
    assert [mark.shape for mark in bar.marks] == ["exemption", "exemption"]


@pytest.mark.parametrize("lifecycle", list(Lifecycle))
@pytest.mark.parametrize("end", [None, "2019-01-01", "2022", "2024-07-01", "2090-01-01"])
@pytest.mark.parametrize("began", [None, "1950", "2020-01-01", "2024-07-01"])
def test_nothing_is_drawn_outside_the_figure(lifecycle, end, began):
    facts = replace(
        PLAIN,
        lifecycle=lifecycle,
        end=parse(end) if end else None,
        began=parse(began) if began else None,
        first_seen_on=DAY,
    )
    bar = draw(facts, span_of([facts], DAY), [date(1900, 1, 1)])
    for piece in bar.pieces:
        assert float(piece.x) >= 0
        assert float(piece.width) > 0
        assert float(piece.x) + float(piece.width) <= 100.02
    assert all(0 <= float(mark.x) <= 100 for mark in bar.marks)
