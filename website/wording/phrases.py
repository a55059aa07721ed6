"""Sentences whose days stay days, so that a page can mark them up and a title can print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Literal

from moratoriums.partial_dates import PartialDate, display, parse

Style = Literal["prose", "table"]


@dataclass(frozen=True)
class When:
    """A day inside a sentence: its words, and what a machine reads."""

    value: PartialDate
    style: Style = "prose"

    @classmethod
    def of(cls, value: date | PartialDate | str, style: Style = "prose") -> When:
        """Take a calendar day, a partial date or an EDTF text.

        Raises:
            ValueError: the text is no date.
        """
        if isinstance(value, PartialDate):
            return cls(value, style)
        return cls(parse(value if isinstance(value, str) else value.isoformat()), style)

    def __str__(self) -> str:
        return display(self.value, self.style)

    def pieces(self) -> list[tuple[str, str]]:
        """Return the words with, beside each, the value of its HTML time element, or nothing."""
        edtf = self.value.edtf
        if "/" not in edtf:
            return [(str(self), "" if self.value.precision == "season" else edtf.rstrip("~?%"))]
        first, last = (side.rstrip("~?%") for side in edtf.split("/"))
        if self.style == "table":
            return [(first, first), (" to ", ""), (last, last)]
        words = str(self).removeprefix("between ")
        before, _, after = words.partition(" and ")
        return [("between ", ""), (before, first), (" and ", ""), (after, last)]


Part = str | When
Phrase = tuple[Part, ...]


def day(value: date | PartialDate | str) -> When:
    """Put a day into a sentence, in words."""
    return When.of(value)


def fill(template: str, **parts: Part | Phrase) -> Phrase:
    """Put parts, days among them, into a sentence that names their places.

    The sentence as a whole can be translated: ``fill("Ends {when}.", when=day(end))``.
    """
    found: list[Part] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            found.append(text)
        if name is not None:
            part = parts[name]
            found.extend(part if isinstance(part, tuple) else (part,))
    return tuple(found)


def words_of(parts: Phrase) -> str:
    """Return a sentence as bare text."""
    return "".join(str(part) for part in parts)


def joined(sentences: list[Phrase], glue: str = " ") -> Phrase:
    """Return several sentences as one phrase."""
    parts: list[Part] = []
    for index, sentence in enumerate(sentences):
        if index:
            parts.append(glue)
        parts.extend(sentence)
    return tuple(parts)


def listing(words: list[str]) -> str:
    """Return words as English lists them: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 record", "70 records"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short_title(title: str, company: str) -> str:
    """Return a title without the company's name in front, for use beneath that name.

    Titles often use a shorter name ("Axon:" for Axon Enterprise), so the start of it will do.
    """
    name, _, rest = title.partition(": ")
    if not rest or not company.casefold().startswith(name.casefold()):
        return title
    return rest[0].upper() + rest[1:]
