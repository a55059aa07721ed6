"""Reads the plain part of YAML that register files use, with the line of every value; no Django.

Files may be sent in by anybody. Only block and flow mappings, lists and text are read; what a
text means (a day, a number, true) is decided by the schema, never by how it looks. Anchors,
aliases, tags and several documents are refused, and so is anything deeper or larger than a
register file can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from moratoriums.register.consistency import Path, Problem
from moratoriums.register.values import unprintable

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a file, at a line that an editor can go to."""

    line: int
    message: str


class Unreadable(Exception):
    """The text is no register file; ``mistake`` says where and what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(line, message)


@dataclass
class Tree:
    """The plain content of a file and the line on which each part of it starts."""

    content: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """Return the line of a part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def mistake(self, problem: Problem) -> Mistake:
        """Say a problem with the line on which it stands and the field it is about."""
        names = [part for part in problem.path if isinstance(part, str)]
        subject = f"{names[-1][:80]}: " if names else ""
        return Mistake(self.line_of(problem.path), subject + problem.message)


def decode(raw: bytes) -> str:
    """Return the text of a file.

    Raises:
        Unreadable: it is too large, not UTF-8, or holds characters that no text needs.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable(
            1,
            f"the file has {len(raw):,} bytes; a register file has at most {MAX_BYTES:,}. "
            "Check that it is the right file.",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "this is not text in UTF-8. Save the file as UTF-8.") from None
    if bad := unprintable(text):
        line = text.count("\n", 0, text.index(bad)) + 1
        raise Unreadable(line, f"holds the unprintable character U+{ord(bad):04X}. Delete it.")
    return text


def read_tree(text: str) -> Tree:
    """Return what a text says as mappings, lists and strings.

    Raises:
        Unreadable: it is not the plain YAML of a register file.
    """
    try:
        return _Builder(text).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Unreadable(
            mark.line + 1 if mark else 1,
            f"this is no YAML ({error.problem or error.context}). Check the indentation, the "
            "colons and the quotation marks of this line and the one above it.",
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable(1, f"this is no YAML ({error}).") from None


class _Builder:
    """Turns the stream of YAML events into a tree, refusing early what a file may not hold."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self._lines: dict[Path, int] = {}

    def build(self) -> Tree:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            if getattr(event, "version", None) or getattr(event, "tags", None):
                raise Unreadable(1, "lines that start with % are not used here. Delete them.")
            event = self._next()
        if not isinstance(event, yaml.MappingStartEvent):
            raise Unreadable(1, "a register file holds fields, one 'name: value' a line.")
        content = self._value(event, ())
        self._next()
        after = self._next()
        if isinstance(after, yaml.DocumentStartEvent):
            line = after.start_mark.line + 1 if after.start_mark else 1
            raise Unreadable(line, "a second document starts here. Write one record per file.")
        return Tree(content, self._lines)

    def _next(self) -> Any:
        event = next(self._events)
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(line, "anchors (&) and aliases (*) are not used here. Write it out.")
        if getattr(event, "tag", None):
            raise Unreadable(line, "tags (!) are not used here. Delete it, or quote the text.")
        return event

    def _value(self, event: Any, path: Path) -> Any:
        line = event.start_mark.line + 1
        self._lines.setdefault(path, line)
        if len(path) > MAX_DEPTH:
            raise Unreadable(line, f"this is nested more than {MAX_DEPTH} deep. Check it.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return event.value

    def _mapping(self, path: Path) -> dict[str, Any]:
        content: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent) or not event.value:
                raise Unreadable(line, "the name of a field is one word before a colon.")
            name = event.value
            if (*path, name) in self._lines:
                raise Unreadable(line, f"{name!r} stands twice here. Keep one of them.")
            self._lines[(*path, name)] = line
            value = self._value(self._next(), (*path, name))
            if value != "":
                content[name] = value
        return content

    def _list(self, path: Path) -> list[Any]:
        content: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            content.append(self._value(event, (*path, len(content))))
        return content
