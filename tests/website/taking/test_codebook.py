"""The codebook is made from the columns, and the paper holds what the code says."""

from pathlib import Path

from website.exports import codebook
from website.exports.tables import TABLES

PAPER = Path(__file__).resolve().parents[3] / "docs" / "data.md"


def test_the_paper_has_the_codebook_of_the_code():
    paper = PAPER.read_text(encoding="utf-8")
    assert codebook.markdown(list(TABLES.values())) in paper, (
        "Put the output of `manage.py codebook` into docs/data.md."
    )


def test_every_column_says_what_it_means():
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert set(table.key) <= set(names)
        assert set(table.links) <= set(names)
        for column in table.columns:
            assert column.says.endswith("."), column
            assert (column.words is not None) == (column.kind == "word"), column
        for other, theirs in table.links.values():
            assert theirs in {column.name for column in TABLES[other].columns}
