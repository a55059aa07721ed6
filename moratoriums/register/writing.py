"""Writes plain content as YAML in one fixed, readable form; no Django.

The form is our own and not a library's, so that the same record gives the same bytes on every
machine and with every version of a library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

WIDTH = 100
_INDENT = "  "

_DATE = re.compile(r"[12]\d{3}(-\d{2}){0,2}[~?%]?(/[12]\d{3}(-\d{2}){0,2}[~?%]?)?")
_NUMBER = re.compile(r"[-+.]?\d[\d_.,:eE+-]*|0[xob]\w+|\d{4}-\d\d?-\d\d?[Tt ].*", re.ASCII)
# Words that YAML readers of one version or another take for something that is not text.
_NOT_TEXT = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"])
_STARTS_PLAIN = re.compile(r"[^\W_]|[(/$£€.“‘…]")
_IN_A_ROW = re.compile(r"[\w][\w .()/&’+-]*")


def write_tree(content: Mapping[str, Any]) -> str:
    """Return the content as YAML text that ends with a newline.

    Values are mappings, lists, texts, days, moments, numbers and booleans.
    """
    return "".join(f"{line}\n" for line in _mapping(content, ""))


def _mapping(content: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in content.items():
        yield from _field(f"{name}:", value, indent)


def _field(label: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{label}"
        yield from _mapping(value, indent + _INDENT)
    elif isinstance(value, list):
        row = _row(value, f"{indent}{label} ")
        if row:
            yield row
        else:
            yield f"{indent}{label}"
            for item in value:
                yield from _item(item, indent)
    else:
        yield from _scalar(f"{indent}{label} ", value, indent + _INDENT)


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, Mapping):
        lines = _mapping(item, indent + _INDENT)
        first = next(lines)
        yield f"{indent}- {first[len(indent) + len(_INDENT) :]}"
        yield from lines
    else:
        yield from _scalar(f"{indent}- ", item, indent + _INDENT)


def _row(items: Sequence[Any], start: str) -> str:
    """Return a list of short words on one line, or nothing when it needs several."""
    words = [item for item in items if isinstance(item, str) and _IN_A_ROW.fullmatch(item)]
    if len(words) < len(items) or any(len(word) > 40 or not _is_plain(word) for word in words):
        return ""
    row = f"{start}[{', '.join(words)}]"
    return row if len(row) <= WIDTH else ""


def _scalar(start: str, value: Any, indent: str) -> Iterator[str]:
    text = _text_of(value)
    if "\n" in text:
        yield f"{start}|-"
        yield from (f"{indent}{line}" if line else "" for line in text.split("\n"))
        return
    written = text if not isinstance(value, str) or _is_plain(text) else _quoted(text)
    if len(start) + len(written) > WIDTH and " " in text:
        yield f"{start}>-"
        yield from _folded(text, indent)
    else:
        yield start + written


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if midnight else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_plain(text: str) -> bool:
    """Whether every YAML reader takes the bare text for this text (or, for dates, a date)."""
    if not text or text.lower() in _NOT_TEXT or not _STARTS_PLAIN.match(text):
        return False
    if _DATE.fullmatch(text):
        return len(text) != len("2020-06-10") or _is_day(text)
    return not (
        _NUMBER.fullmatch(text) or ": " in text or " #" in text or text.endswith((":", " "))
    )


def _is_day(text: str) -> bool:
    """Whether a reader that makes dates of such texts finds the day in the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _folded(text: str, indent: str) -> Iterator[str]:
    """Break a one-line text at single blanks, which is where folding joins lines again."""
    line = ""
    for word in text.split(" "):
        if line and len(indent) + len(line) + 1 + len(word) > WIDTH:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line
