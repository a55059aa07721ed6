"""How well a record is supported."""

import pytest

from website.records.quality import quality


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ([], "tip"),
        ([("news", "A")], "one_report"),
        ([("news", "A"), ("news", "A")], "one_report"),
        ([("news", "A"), ("wire_copy", "B")], "one_report"),
        ([("news", "A"), ("ngo", "B")], "corroborated"),
        ([("news", "A"), ("terms", "B")], "primary"),
        ([("authority", "A")], "primary"),
    ],
)
def test_copies_and_repeats_add_nothing(sources, found):
    assert quality(sources) == found
