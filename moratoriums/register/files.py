"""One record as the text of its file, and back, without loss; no Django."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from moratoriums.register.reading import Mistake, Tree, Unreadable, decode, read_tree
from moratoriums.register.schema import AnyRecord, Citation, Part, PledgeRecord, RefusalRecord
from moratoriums.register.wording import problems_of
from moratoriums.register.writing import write_tree
from moratoriums.vocabulary import Force

SomeRecord = TypeVar("SomeRecord", bound=AnyRecord)


class BadFile(ValueError):
    """A file that is no record; ``mistakes`` says where and what to do."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(" ".join(f"line {m.line}: {m.message}" for m in mistakes))
        self.mistakes = mistakes


def read_record(raw: bytes, kind: type[SomeRecord]) -> tuple[SomeRecord, Tree]:
    """Return the record that a file holds, and on which lines it says what.

    Raises:
        BadFile: with every mistake that was found and its line.
    """
    try:
        tree = read_tree(decode(raw))
    except Unreadable as error:
        raise BadFile([error.mistake]) from None
    try:
        return cast(SomeRecord, kind.model_validate(tree.content)), tree
    except ValidationError as error:
        mistakes = [tree.mistake(problem) for problem in problems_of(error, kind)]
        raise BadFile(sorted(mistakes, key=lambda mistake: mistake.line)) from None


def from_text(text: str, kind: type[SomeRecord]) -> SomeRecord:
    """Return the record that a text holds; raises BadFile as ``read_record`` does."""
    return read_record(text.encode("utf-8", "surrogatepass"), kind)[0]


def to_text(record: AnyRecord) -> str:
    """Return the one text that stands for a record.

    Fields stand in the order of the schema, empty ones are left out, and lists whose order means
    nothing (sources, related records) are sorted.
    """
    return write_tree(_plain(_in_order(record)))


def _in_order(record: SomeRecord) -> SomeRecord:
    sorted_parts: dict[str, Any] = {}
    if isinstance(record, PledgeRecord | RefusalRecord):
        sorted_parts["sources"] = tuple(sorted(record.sources, key=lambda source: source.key))
    if isinstance(record, PledgeRecord):
        sorted_parts["related"] = tuple(sorted(record.related))
        sorted_parts["related_companies"] = tuple(sorted(record.related_companies))
    return cast(SomeRecord, record.model_copy(update=sorted_parts))


def _plain(part: Part) -> dict[str, Any]:
    """Return a block as plain content, without the fields that say no more than their default."""
    fields = type(part).model_fields
    return {
        name: _value(value)
        for name, value in part
        if fields[name].is_required() or value != fields[name].default
    }


def _value(value: Any) -> Any:
    if isinstance(value, Citation) and not value.quote and not value.supports:
        return value.source
    if isinstance(value, Part):
        return _plain(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Force):
        return value.name.lower()
    return value.value if isinstance(value, Enum) else value
