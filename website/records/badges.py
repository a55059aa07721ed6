"""The badges of a record: what became of its words, read from the events up to a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from moratoriums.vocabulary import EventKind, TermKind

_WORDS = {
    EventKind.MADE_PERMANENT: "Made permanent",
    EventKind.SHORTENED: "Shortened",
    EventKind.NARROWED: "Narrowed",
    EventKind.WIDENED: "Widened",
    EventKind.AMENDED: "Reworded",
    EventKind.EXEMPTION_ADDED: "Exemption added",
    EventKind.EXEMPTION_REMOVED: "Exemption removed",
    EventKind.PARTLY_WITHDRAWN: "Partly withdrawn",
    EventKind.REINSTATED: "Reinstated",
    EventKind.CORRECTED: "Corrected",
}
_MORE_THAN_ONCE = 2


def badges_of(kinds: Iterable[EventKind], term: TermKind, *, added: bool = False) -> list[str]:
    """Return the badges in words, those that happened more than once with their number.

    Args:
        term: how long the pledge lasts on the day.
        added: an exemption is on record as added later, whether or not an event says so.
    """
    counts = Counter(kinds)
    found = []
    if times := counts[EventKind.EXTENDED]:
        found.append(_times("Extended", times))
        if term == TermKind.UNTIL_FURTHER_NOTICE:
            found.append(term.label)
    for kind, word in _WORDS.items():
        times = counts[kind]
        if times or (kind == EventKind.EXEMPTION_ADDED and added):
            found.append(_times(word, times))
    return found


def _times(word: str, times: int) -> str:
    return f"{word} ×{times}" if times >= _MORE_THAN_ONCE else word
