"""What is wrong with a feed, judged against its own rhythm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from news.feed_health import Pulse, Trouble, troubles, usual_gap

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def rhythm(gap: timedelta, last: timedelta, number: int = 10) -> list[datetime]:
    """Arrivals a gap apart, the last of them so long ago."""
    return [NOW - last - gap * step for step in reversed(range(number))]


def kinds(pulse: Pulse) -> list[Trouble]:
    return [kind for kind, _ in troubles(pulse, NOW)]


def pulse(**fields) -> Pulse:
    return Pulse(added_at=NOW - 365 * DAY, **fields)


@pytest.mark.parametrize(
    ("gap", "last", "silent"),
    [
        (DAY, 13 * DAY, False),
        (DAY, 15 * DAY, True),
        (7 * DAY, 40 * DAY, False),
        (7 * DAY, 43 * DAY, True),
        (40 * DAY, 89 * DAY, False),
        (40 * DAY, 91 * DAY, True),
    ],
)
def test_a_feed_is_silent_against_its_own_rhythm(gap, last, silent):
    assert kinds(pulse(arrivals=rhythm(gap, last))) == ([Trouble.SILENT] if silent else [])


def test_a_new_feed_without_a_rhythm_has_ninety_days():
    assert kinds(Pulse(added_at=NOW - 89 * DAY)) == []
    assert kinds(Pulse(added_at=NOW - 91 * DAY)) == [Trouble.SILENT]


def test_silence_names_the_days_and_the_rhythm():
    ((_, text),) = troubles(pulse(arrivals=rhythm(DAY * 7 / 3, 24 * DAY)), NOW)
    assert text == "Nothing new for 24 days; usually 3 times a week."


def test_one_burst_of_many_entries_is_no_rhythm():
    burst = [NOW - 30 * DAY + timedelta(minutes=n) for n in range(2)]
    assert usual_gap(burst) is None


def test_five_failures_in_a_row_are_told_with_their_reason_and_instead_of_silence():
    failing = pulse(
        failures=5,
        failing_since=NOW - 3 * DAY,
        last_error="It answers 503.",
        arrivals=rhythm(DAY, 20 * DAY),
    )
    assert troubles(failing, NOW) == [
        (Trouble.FAILING, "5 polls in a row failed since 2026-10-29: It answers 503.")
    ]
    assert kinds(pulse(failures=4, arrivals=rhythm(DAY, DAY))) == []


def test_a_move_slowness_and_an_end_are_told():
    arrivals = rhythm(DAY, DAY)
    moved = pulse(arrivals=arrivals, moved_to="https://new.example/feed", usual_seconds=11.6)
    assert kinds(moved) == [Trouble.MOVED, Trouble.SLOW]
    assert kinds(pulse(arrivals=arrivals, gone=True)) == [Trouble.ENDED]
