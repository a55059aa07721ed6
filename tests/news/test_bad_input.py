"""What no honest text looks like: it is read without an exception, a guess or much time."""

import time
from datetime import date

import pytest

from news.door import plain_text
from news.evaluation import Item, predict
from news.extraction import read_text
from news.relevance import judge
from tests.news.samples import BOOK, PUBLISHED_ON

PLEDGE = "Amazon will stop selling facial recognition to police."


def readings(text, published_on=PUBLISHED_ON):
    return read_text(text, BOOK, published_on)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "\x00\x01\x02\xff" * 5_000,
        "Amazon dejará de vender reconocimiento facial a la policía.",
        "Amazon verkauft der Polizei keine Gesichtserkennung mehr.",
        "アマゾンは警察への顔認識の販売を停止する。",
        "أمازون توقف بيع تقنية التعرف على الوجه للشرطة",
        "facial recognition",
        "Amazon",
        "stops",
        "<div><script>facial recognition</script><p>Amazon",
    ],
)
def test_where_nothing_is_said_in_english_nothing_is_guessed(text):
    assert readings(text) == []


@pytest.mark.parametrize("name", ["Target", "Gap", "Ring", "Meta", "Axon"])
def test_names_that_are_everyday_words_are_no_companies_in_everyday_sentences(name):
    word = name.lower()
    text = f"Shops {word} thieves with facial recognition; {name} audiences stop to be scanned."
    assert readings(text) == []
    (reading,) = readings(f"{name} will stop using facial recognition in its stores.")
    assert reading.company == name


def test_a_headline_alone_is_enough():
    found = predict(Item("a", PLEDGE, "", None), BOOK)
    assert [one["company"] for one in found["pledges"]] == ["Amazon"]
    assert found["pledges"][0]["announced_on"] is None


def test_markup_and_characters_that_cannot_be_seen_do_not_hide_what_is_said():
    soup = "<p>Ama\u200bzon will <b>stop</b> selling&nbsp;facial \u202erecognition\u202c.<br></p>"
    found = predict(Item("a", "", soup, None), BOOK)
    assert [one["company"] for one in found["pledges"]] == ["Amazon"]


@pytest.mark.parametrize("year", [1900, 2099, 1, 9999])
def test_dates_far_away_are_no_day_of_announcement(year):
    text = f"Amazon said on June 9, {year:04} it will stop selling facial recognition for a year."
    (reading,) = readings(text) or [None]
    assert reading is None or reading.values("announced") == []


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2099, 12, 31), date.min, date.max])
def test_any_day_of_publication_will_do(day):
    (reading,) = readings("Amazon said on Monday it will stop facial recognition for a year.", day)
    assert reading.company == "Amazon"


def test_five_million_characters_are_cut_and_read():
    text = plain_text(PLEDGE + " word" * 1_000_000)
    assert len(text) <= 100_000
    assert [one.company for one in readings(text)] == ["Amazon"]
    assert readings(PLEDGE + " " + "x" * 5_000_000)


@pytest.mark.parametrize(
    "food",
    [
        "Amazon ",
        "facial recognition ",
        "will not ",
        "keep a b c d e ",
        "despite the pledge ",
        "scan a b c ",
        "the National Center for ",
        "a ban one-year ",
        "police may ",
        "Red Cross or Search and Rescue, ",
        "Xy Zorb & Co and the ",
        "until June 10 of in 2019 ",
        "Amazon stops facial recognition. ",
        "“",
        "A",
        ". ",
        "\n",
    ],
)
def test_time_grows_with_the_length_and_no_faster(food):
    """Eight times the length takes about eight times as long; were it squared, sixty-four."""
    short, long = (_seconds(food, length) for length in (10_000, 80_000))
    assert long < 24 * short + 0.05


def _seconds(food, length):
    text = f"Amazon stops facial recognition {food * (length // len(food))}"
    best = 1e9
    for _ in range(2):
        started = time.process_time()
        judge(text, BOOK)
        readings(text)
        best = min(best, time.process_time() - started)
    return best
