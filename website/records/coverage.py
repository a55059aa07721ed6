"""Covered, exempt or silent: what the records of a company say about one class of users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from companies.vocabulary import Word
from moratoriums.vocabulary import Lifecycle, WhoseUse


class Coverage(Word):
    """What a record, or all records of a company, say about somebody's use; computed."""

    COVERED = (
        "covered",
        "Covered",
        "A record that is in force stops or limits this use, and exempts nobody.",
    )
    PARTLY = (
        "partly",
        "Covered, with exemptions",
        "A record that is in force stops or limits this use and leaves somebody, or some purpose, "
        "allowed.",
    )
    EXEMPT = (
        "exempt",
        "Exempt",
        "A record that is in force leaves this use allowed in so many words, or names it as never "
        "covered; and no other record in force covers it.",
    )
    OPEN = (
        "open",
        "Not settled",
        "A record speaks of this use, and whether it stands cannot be said: it is announced and "
        "not yet in force, past its end, unclear, or what it waited for has happened.",
    )
    OVER = (
        "over",
        "No longer",
        "A record covered this use and has ended, lapsed, been withdrawn or been replaced.",
    )
    SILENT = (
        "silent",
        "Silent",
        "No record of the company speaks of this use. Silence is no promise, and no proof that "
        "none was made.",
    )


# Who is a customer too: a record about all customers covers them without naming them.
AMONG_CUSTOMERS = frozenset({WhoseUse.POLICE, WhoseUse.GOVERNMENT, WhoseUse.BUSINESS})

_OPEN = frozenset(
    {Lifecycle.ANNOUNCED, Lifecycle.PAST_END, Lifecycle.UNCLEAR, Lifecycle.CONDITION_MET}
)


@dataclass(frozen=True)
class Voice:
    """One record's, or many like records', word on a use; ``exempting``: with exemptions."""

    use: WhoseUse
    lifecycle: Lifecycle
    records: int = 1
    exempting: bool = False
    exempts: bool = False


@dataclass(frozen=True)
class Cell:
    """What all records of one company say of one use, and how many speak of it at all."""

    coverage: Coverage
    records: int = 0
    as_customer: bool = False


def cell_of(use: WhoseUse, voices: Sequence[Voice]) -> Cell:
    """Return what records say of a use: in force before over, and an exemption is never hidden."""
    named = [voice for voice in voices if voice.use == use]
    among = [
        voice
        for voice in voices
        if voice.use == WhoseUse.CUSTOMERS and use in AMONG_CUSTOMERS and not voice.exempts
    ]
    records = sum(voice.records for voice in named or among)
    return Cell(_strongest(named + among), records, as_customer=bool(among) and not named)


def _strongest(voices: list[Voice]) -> Coverage:
    standing = [voice for voice in voices if voice.lifecycle == Lifecycle.IN_FORCE]
    barring = [voice for voice in standing if not voice.exempts]
    if barring:
        exempting = any(voice.exempting for voice in barring) or len(barring) < len(standing)
        return Coverage.PARTLY if exempting else Coverage.COVERED
    if standing:
        return Coverage.EXEMPT
    if any(voice.lifecycle in _OPEN for voice in voices):
        return Coverage.OPEN
    return Coverage.OVER if voices else Coverage.SILENT
