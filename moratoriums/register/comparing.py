"""Two texts of one record, line by line, and what of a record readers may see; no Django."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from typing import TypeVar

from moratoriums.register.schema import Citations, Event, Exemption, PledgeRecord

_MARKS = {"+": "added", "-": "removed", "@": "place", " ": "same"}
Citing = TypeVar("Citing", Event, Exemption)


@dataclass(frozen=True)
class Line:
    """One line of a comparison; ``mark`` is added, removed, same, or place (a gap)."""

    mark: str
    text: str


def changed_lines(before: str, after: str) -> list[Line]:
    """The lines that differ, with two lines around them."""
    diff = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    lines = [Line(_MARKS[line[0]], line[1:]) for line in list(diff)[2:]]
    return [Line("place", "") if line.mark == "place" else line for line in lines]


def readers_part(record: PledgeRecord) -> PledgeRecord:
    """Return a record without what no page shows.

    Left out are facts that are only remembered, verdicts that wait for a second editor, and
    sources that nobody has read, wherever they are cited.
    """
    seen = {source.key for source in record.sources if source.seen}
    shown = {
        "unconfirmed": (),
        "sources": tuple(source for source in record.sources if source.seen),
        "evidence": _of_seen(record.evidence, seen),
        "statements": tuple(one for one in record.statements if one.source in seen),
        "exemptions": tuple(_citing_seen(one, seen) for one in record.exemptions),
        "events": tuple(_citing_seen(one, seen) for one in record.events if not one.waiting),
    }
    return record.model_copy(update=shown)


def _citing_seen(part: Citing, seen: set[str]) -> Citing:
    return part.model_copy(update={"sources": _of_seen(part.sources, seen)})


def _of_seen(citations: Citations, seen: set[str]) -> Citations:
    return tuple(one for one in citations if one.source in seen)
