"""When a feed is polled next."""

from datetime import UTC, datetime, timedelta

import pytest

from news.schedule import Past, Wishes, next_poll

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)  # a Thursday
HOUR = timedelta(hours=1)


def pause(status=200, failures=0, stopped=False, chance=0.0, wishes=None, **headers):
    """How long after a poll the next one follows."""
    at = next_poll(
        NOW,
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        wishes=wishes or Wishes(),
        past=Past(failures, stopped),
        chance=chance,
    )
    return at - NOW


def test_without_a_word_of_the_publisher_it_is_an_hour_and_a_little():
    assert pause() == HOUR
    assert HOUR < pause(chance=0.99) < timedelta(minutes=64)


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"cache_control": "public, max-age=14400"}, 4),
        ({"cache_control": "max-age=14400", "age": "3600"}, 3),
        ({"cache_control": "max-age=60"}, 1),
        ({"cache_control": "no-cache"}, 1),
        ({"cache_control": "s-maxage=14400"}, 1),
        ({"cache_control": "max-age=315360000"}, 24),
        ({"cache_control": "max-age=7200", "expires": "Thu, 26 Nov 2026 22:00:00 GMT"}, 2),
        ({"expires": "Thu, 26 Nov 2026 15:00:00 GMT"}, 3),
        # An hour ahead by the server's clock, whatever ours says.
        ({"expires": "Fri, 27 Nov 2026 14:00:00 GMT", "date": "Fri, 27 Nov 2026 12:00:00 GMT"}, 2),
        ({"expires": "0"}, 1),
        ({"expires": "Thu, 26 Nov 2020 15:00:00 GMT"}, 1),
    ],
)
def test_caching_headers_can_put_it_off_for_a_day_and_never_bring_it_nearer(headers, hours):
    assert pause(**headers) == hours * HOUR


@pytest.mark.parametrize(
    ("minutes", "expected"), [(240, 240), (15, 15), (5, 60), (0, 60), (10**9, 1440), (None, 60)]
)
def test_the_feed_itself_may_name_a_time_from_a_quarter_of_an_hour_to_a_day(minutes, expected):
    assert pause(wishes=Wishes(ttl_minutes=minutes)) == timedelta(minutes=expected)


def test_hours_and_days_that_the_feed_leaves_out_are_left_out():
    assert pause(wishes=Wishes(skip_hours=(13, 14))) == 3 * HOUR
    assert pause(wishes=Wishes(skip_days=(3,))) == 12 * HOUR
    everything = Wishes(skip_hours=tuple(range(24)))
    assert pause(wishes=everything) < timedelta(days=9)


def test_failures_put_it_off_further_and_further_to_a_day():
    hours = [pause(status=500, failures=count) / HOUR for count in range(1, 9)]
    assert hours == [1, 2, 4, 8, 16, 24, 24, 24]
    assert pause(status=500, failures=10_000, chance=0.99) == 24 * HOUR
    assert pause(status=None, failures=2, chance=0.99) < timedelta(hours=2.1)


def test_what_breaks_the_parser_five_times_is_left_for_a_day():
    assert pause(failures=4, stopped=True) == 8 * HOUR
    assert pause(failures=5, stopped=True) == 24 * HOUR


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("7200", 2 * HOUR),
        ("1200", timedelta(minutes=20)),
        ("1", timedelta(minutes=15)),
        ("Thu, 26 Nov 2026 14:00:00 GMT", 2 * HOUR),
        ("999999999", timedelta(days=7)),
        ("1" + "0" * 18, timedelta(days=7)),
        ("-5, soon", HOUR),
        ("Thu, 26 Nov 2020 14:00:00 GMT", HOUR),
        ("", HOUR),
    ],
)
def test_whoever_asks_to_be_left_alone_is_for_a_week_at_most(said, expected):
    assert pause(status=429, failures=1, retry_after=said) == expected
    assert pause(status=503, failures=1, retry_after=said) == expected


def test_a_date_to_wait_for_is_read_against_the_servers_clock():
    ahead = {"date": "Fri, 27 Nov 2026 12:00:00 GMT"}
    assert pause(429, 1, retry_after="Fri, 27 Nov 2026 14:00:00 GMT", **ahead) == 2 * HOUR


def test_a_short_wait_does_not_shorten_the_pause_after_many_failures():
    assert pause(429, 4, retry_after="120") == 8 * HOUR


def test_a_wait_counts_only_where_the_standard_knows_it():
    assert pause(500, 1, retry_after="7200") == HOUR
