"""Reads the items of a labelled set and writes what the reading makes of them, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from news.door import LONGEST_TEXT, one_line, plain_text
from news.extraction import Act, NameBook, Reading, read_text
from news.relevance import judge

# The labelled sets know five acts.
_ACTIONS = {Act.ORDER: Act.ANNOUNCE, Act.WIDEN: Act.EXTEND, Act.RESUME: Act.END}
_MARKUP = re.compile(r"</[A-Za-z]|<(?:br|p|img|a)\b|&(?:amp|nbsp|#\d+);")


class BadLine(ValueError):
    """A line that is no item; the message says which line and what to put right."""


@dataclass(frozen=True)
class Item:
    """One news item of a set; ``published_on`` is None where the set does not say."""

    id: str
    title: str
    text: str
    published_on: date | None


def read_items(lines: Iterable[str]) -> Iterator[Item]:
    """The items of a JSON Lines text; empty lines are passed over.

    Raises:
        BadLine: at the first line that is no item, or whose id stood on an earlier line.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = _item(line)
        except ValueError as error:
            raise BadLine(f"Line {number}: {error}") from None
        if item.id in seen:
            raise BadLine(f"Line {number}: the id {item.id} stands on line {seen[item.id]} too.")
        seen[item.id] = number
        yield item


def _item(line: str) -> Item:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON ({error}).") from None
    if not isinstance(found, dict):
        raise ValueError('is no object. Write {"id": ..., "title": ..., "text": ...}.')
    name = found.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise ValueError('has no "id". Give each item a text or a number of its own.')
    texts = {key: found.get(key) or "" for key in ("title", "text")}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise ValueError(f'"{key}" is no text.')
    return Item(str(name), texts["title"], texts["text"], publishers_day(found.get("published")))


def publishers_day(published: object) -> date | None:
    """The day of publication as the publisher's own clock showed it; None where none is given.

    A time with an offset is on the day it is written with: 2020-06-10T23:30:00-04:00 is 10 June.

    Raises:
        ValueError: it is neither a day nor a time (ISO 8601).
    """
    if published is None or published == "":
        return None
    try:
        return datetime.fromisoformat(str(published)).date()
    except ValueError:
        raise ValueError(
            f'"published": {published} is no day and no time. Write 2020-06-10 or '
            "2020-06-10T23:30:00-04:00."
        ) from None


def predict(item: Item, names: NameBook) -> dict[str, Any]:
    """What the reading makes of an item, as one line of predictions.

    ``company`` is the name by which the text calls it; ``slug`` leads to the register and is
    empty for a company that the register lacks.
    """
    title = one_line(item.title)
    body = one_line(item.text, LONGEST_TEXT) if _MARKUP.search(item.text) else item.text
    text = plain_text(f"{title}\n\n{body}" if title else body)
    readings: list[Reading] = []
    if judge(text, names).matched:
        readings = read_text(text, names, item.published_on, headline_length=len(title))
    announces = any(_ACTIONS.get(reading.act, reading.act) == Act.ANNOUNCE for reading in readings)
    return {
        "id": item.id,
        "relevant": bool(readings),
        "label": "not" if not readings else "pledge" if announces else "change",
        "pledges": [_pledge(reading) for reading in readings],
    }


def _pledge(reading: Reading) -> dict[str, Any]:
    end = reading.first("end")
    return {
        "company": reading.called,
        "slug": reading.slug,
        "product": _value(reading, "product"),
        "action": str(_ACTIONS.get(reading.act, reading.act)),
        "announced_on": _value(reading, "announced"),
        "duration": _in_years(_value(reading, "length")),
        "expires_on": end.value if end else None,
        "condition": _value(reading, "condition"),
        "exemptions": reading.values("exempt"),
    }


def _in_years(length: str | None) -> str | None:
    """Whole years as years: P60M is P5Y."""
    months = re.fullmatch(r"P(\d+)M", length or "")
    if months and int(months[1]) % 12 == 0:
        return f"P{int(months[1]) // 12}Y"
    return length


def _value(reading: Reading, name: str) -> str | None:
    fact = reading.first(name)
    return fact.value if fact else None
