"""What comes in from outside becomes plain text, once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratoriums.register.values import unprintable
from news.door import LONGEST_TEXT, fingerprint, one_line, plain_text, web_address


def test_invisible_and_direction_turning_characters_are_dropped():
    assert plain_text("a\u200bb\u202ec\u2066d\ufeffe\x00f\x1bg\u00adh\U000e0041i") == "abcdefghi"


def test_a_picture_made_of_two_stays_one_and_a_joiner_elsewhere_goes():
    assert (
        plain_text("a\u200db \U0001f469\u200d\U0001f4bb\u200d.") == "ab \U0001f469\u200d\U0001f4bb."
    )


def test_lines_stay_and_runs_of_blanks_and_empty_lines_shrink():
    assert plain_text("  a \t b\xa0c\r\n\r\n\r\n\r\nd\u2028e ") == "a b c\n\nd\ne"


def test_a_long_text_is_cut():
    assert len(plain_text("x" * (LONGEST_TEXT * 3))) == LONGEST_TEXT


def test_a_headline_is_one_line_without_tags_and_entities_are_decoded_once():
    assert one_line("<b>Tom &amp;amp; Co</b>\n<script>x</script> stop\r\nBcc: a") == (
        "Tom &amp; Co x stop Bcc: a"
    )


@given(st.text(max_size=500))
def test_the_door_is_stable_and_lets_nothing_unprintable_through(text):
    once = plain_text(text)
    assert plain_text(once) == once
    assert not unprintable(once)
    assert not unprintable(one_line(text))


@pytest.mark.parametrize(
    ("given_url", "kept"),
    [
        ("https://News.example/a?utm_source=x&id=3#top", "https://news.example/a?id=3"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a?id=3&fbclid=z", "https://news.example/a?id=3"),
        ("https://news.example/a?q=a%20b", "https://news.example/a?q=a%20b"),
    ],
)
def test_an_address_is_kept_without_tracking(given_url, kept):
    assert web_address(given_url) == kept
    assert web_address(kept) == kept


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "data:text/html,x", "//news.example/a", "ftp://news.example/",
        "https://user:secret@news.example/", "https://", "https://news.example:0/", "http://[::1",
        'https://news.example/"onclick=', "https://news.example/a b", "https://a.example/\u202e",
        "https://a.example/" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_address_for_a_link_becomes_nothing(url):
    assert web_address(url) == ""


def test_the_fingerprint_is_that_of_the_text_as_kept():
    assert fingerprint("a") != fingerprint("b")
    assert len(fingerprint("ä")) == 64
