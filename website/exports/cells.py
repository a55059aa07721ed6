"""Values as CSV cells and in JSON; a cell that a spreadsheet might run is tamed."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from website.exports.columns import Value

SEPARATOR = " | "
# What makes a spreadsheet take a cell for a formula or a command (OWASP, CSV injection); some take
# the full-width forms as well, and forget blanks in front.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: Value) -> str:
    """Return a value as the text of a CSV cell; nothing on record is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (date, datetime)):
        return _iso(value)
    return tame(SEPARATOR.join(value) if isinstance(value, list) else value)


def tame(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before what would start a formula.

    Control characters other than line ends and tabs are dropped.
    """
    clean = "".join(
        letter for letter in text if letter in "\n\r\t" or unicodedata.category(letter) != "Cc"
    )
    return f"'{clean}" if clean.lstrip(" ").startswith(_STARTS) else clean


def plain(value: Value) -> Any:
    """Return a value as JSON has it."""
    return _iso(value) if isinstance(value, (date, datetime)) else value


def _iso(value: date | datetime) -> str:
    """A day, or an instant in UTC to the second."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()
