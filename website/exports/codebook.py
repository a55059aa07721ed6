"""The codebook: every table, column and value of the exports, said from their one definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from website.exports.cells import cell
from website.exports.columns import KIND_WORDS, Column, Table

HEADER = ("table", "column", "type", "never_empty", "meaning", "values")


def rows(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    """Yield the codebook as rows of HEADER, ready for a CSV file."""
    for table in tables:
        for column in table.columns:
            yield (
                table.name,
                column.name,
                column.kind,
                cell(column.required),
                column.says,
                " | ".join(f"{value}: {label}" for value, label in values(column)),
            )


def values(column: Column) -> list[tuple[str, str]]:
    """The values a column knows, with their labels."""
    return [(word.value, word.label) for word in column.words or () if word.value]


def markdown(tables: Sequence[Table]) -> str:
    """Return the codebook as docs/data.md carries it."""
    parts = []
    for table in tables:
        key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
        parts.append(f"### {table.title} (`{table.name}`)\n\n{table.says}{key}\n")
        parts.append("| column | type | meaning |\n|---|---|---|")
        parts += [_line(column) for column in table.columns]
        parts.append("")
    return "\n".join(parts)


def _line(column: Column) -> str:
    known = ", ".join(f"`{value}` {label}" for value, label in values(column))
    empty = "" if column.required else " May be empty."
    meaning = f"{column.says}{empty}{f' Values: {known}.' if known else ''}"
    kind = column.kind if column.kind != "word" else "word (one of the values)"
    return f"| `{column.name}` | {kind} | {meaning} |"


def kinds() -> list[tuple[str, str]]:
    """The types of columns with what they look like."""
    return list(KIND_WORDS.items())
