"""Cutting a text at its quotes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from news.marking import mark_quotes


def fact(name: str, start: int, end: int) -> dict[str, Any]:
    return {"name": name, "start": start, "end": end}


def test_quotes_are_marked_and_may_overlap():
    segments = mark_quotes("for a year pending", [fact("term", 0, 10), fact("end", 4, 18)])
    assert [(s.text, s.names, s.anchors) for s in segments] == [
        ("for ", ("term",), (1,)),
        ("a year", ("term", "end"), (2,)),
        (" pending", ("end",), ()),
    ]


def test_a_quote_outside_the_text_marks_nothing():
    assert [s.text for s in mark_quotes("short", [fact("x", 3, 99), fact("y", -4, 2)])] == ["short"]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_the_segments_together_are_always_the_text(text, spans):
    segments = mark_quotes(text, [fact("f", start, end) for start, end in spans])
    assert "".join(segment.text for segment in segments) == text
