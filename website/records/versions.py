"""The successive wordings of a pledge, each with what it changed and who says what that means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from moratoriums.models import Statement
from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import EventKind, StatementRole
from website.records.happenings import Happening
from website.records.quotes import Quote
from website.records.sources import Ref, localdate, quotes_of
from website.records.worddiff import Stretch, word_diff
from website.wording.facts import read_date

REWORDINGS = frozenset({EventKind.AMENDED, EventKind.NARROWED, EventKind.WIDENED})


@dataclass(frozen=True)
class Spoken:
    """Words of the company, when they were said, and what they did."""

    statement: Statement

    @property
    def role(self) -> StatementRole:
        """What the words did."""
        return StatementRole(self.statement.role)

    @property
    def on(self) -> PartialDate | None:
        """When they were said, as far as that is known."""
        return read_date(self.statement.said_on)


@dataclass(frozen=True)
class Said(Spoken):
    """Words of the company as a record's page quotes them, with their source."""

    refs: Sequence[Ref]

    @property
    def home(self) -> str:
        """What tells these words from others on the page."""
        return f"w-{self.statement.pk}"

    @property
    def quote(self) -> Quote:
        """The words as a quote of the page."""
        return quotes_of(self.refs)[0]

    @property
    def anchor(self) -> str:
        """Where the words stand; the same words said twice have one address."""
        return self.quote.anchor if self.quote.home == self.home else ""


@dataclass(frozen=True)
class Version:
    """One wording: its words, what they changed, and the event in which editors say so.

    ``text`` is empty for a change of the wording whose words are not on record.
    """

    number: int
    on: PartialDate | None
    text: str = ""
    language: str = "en"
    where: str = ""
    changes: Sequence[Stretch] = ()
    verdict: Happening | None = None
    refs: Sequence[Ref] = ()

    @property
    def decided_on(self) -> date | None:
        """The day on which editors said what the change means."""
        return localdate(self.verdict.event.confirmed_at) if self.verdict else None


def versions_of(
    announced: str, said: Sequence[Said], rewordings: Sequence[tuple[Happening, Sequence[Ref]]]
) -> list[Version]:
    """Return the wordings, the oldest first; nothing when there is only one.

    What was said on one day is one wording. An event of rewording belongs to the revision of its
    day; one without words on record is a version of its own.
    """
    wordings = _wordings(said)
    verdicts = {happening.event.happened_on: (happening, refs) for happening, refs in rewordings}
    if verdicts:
        wordings.setdefault(announced, [])
    for on in verdicts:
        wordings.setdefault(on, [])
    if len(wordings) < 2:
        return []
    versions: list[Version] = []
    before = ""
    for number, on in enumerate(sorted(wordings, key=_place), 1):
        version = _version(number, on, wordings[on], before)
        verdict, refs = verdicts.get(on, (None, ()))
        versions.append(replace(version, verdict=verdict, refs=version.refs or refs))
        before = version.text or before
    return versions


def _place(on: str) -> tuple[bool, PartialDate | None]:
    """Where a wording stands in time; one without a day comes first."""
    return (bool(on), read_date(on))


def _version(number: int, on: str, members: Sequence[Said], before: str) -> Version:
    text = " ".join(one.statement.quote for one in members)
    channels = [one.statement.channel for one in members if one.statement.channel]
    return Version(
        number=number,
        on=read_date(on),
        text=text,
        language=members[0].statement.language if members else "en",
        where="; ".join(dict.fromkeys(channels)),
        changes=word_diff(before, text) if before and text else (),
        refs=[ref for one in members for ref in one.refs],
    )


def _wordings(said: Sequence[Said]) -> dict[str, list[Said]]:
    """The words that set or changed the pledge, day by day."""
    days: dict[str, list[Said]] = {}
    for one in said:
        if one.role in (StatementRole.ANNOUNCEMENT, StatementRole.REVISION):
            days.setdefault(one.statement.said_on, []).append(one)
    return days
