"""The ledger of conduct: what was reported, on which words it bears, and how far it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from moratoriums.vocabulary import EventKind, SourceClass
from website.records.happenings import Happening
from website.records.sources import Ref
from website.wording.languages import figure, word
from website.wording.phrases import Phrase, day, fill

LEDGER = frozenset(
    {
        EventKind.ALLEGED,
        EventKind.ALLEGATION_WITHDRAWN,
        EventKind.AGAINST_SPIRIT,
        EventKind.CONTRADICTED,
        EventKind.REGULATOR_FINDING,
        EventKind.COURT_RULING,
    }
)
_LETTER_AND_SPIRIT = {
    EventKind.AGAINST_SPIRIT: (noop("Fits the letter"), noop("Against the spirit")),
    EventKind.CONTRADICTED: (
        noop("Against the letter"),
        noop("Against the spirit"),
    ),
}
_UNDECIDED = (noop("Not decided"), noop("Not decided"))
_FINDINGS = frozenset({EventKind.REGULATOR_FINDING, EventKind.COURT_RULING})


@dataclass
class LedgerEntry:
    """One matter: what happened, who reports it, what the company said, what was decided."""

    happening: Happening
    refs: Sequence[Ref]
    replies: list[tuple[Happening, Sequence[Ref]]] = field(default_factory=list)

    @property
    def clause(self) -> str:
        """The words of the pledge that it bears on, as far as an editor named them."""
        return self.happening.event.clause

    @property
    def evidence(self) -> str:
        """How many independent sources report it; copies of one report count once."""
        number = independent((ref.entry.kind, ref.entry.source.publisher) for ref in self.refs)
        told = ngettext("{number} independent source", "{number} independent sources", number)
        return told.format(number=figure(number))

    @property
    def letter(self) -> str:
        """Whether the conduct fits the words as written."""
        return word(_LETTER_AND_SPIRIT.get(self.happening.kind, _UNDECIDED)[0])

    @property
    def spirit(self) -> str:
        """Whether the conduct fits the evident aim of the words."""
        return word(_LETTER_AND_SPIRIT.get(self.happening.kind, _UNDECIDED)[1])

    @property
    def decision(self) -> Phrase:
        """Who decided, and when; a report that nobody has judged says so."""
        event = self.happening.event
        if self.happening.kind in _LETTER_AND_SPIRIT and event.confirmed_at:
            on: date = timezone.localdate(event.confirmed_at)
            return fill(_("Decided by two editors on {when}."), when=day(on))
        if self.happening.kind in _FINDINGS:
            return (_("A finding of others, recorded as theirs."),)
        return (_("Recorded as a report; no editor has judged it."),)


def ledger_of(events: Iterable[tuple[Happening, Sequence[Ref]]]) -> list[LedgerEntry]:
    """Return the matters, the oldest first; a denial stands with the matter before it.

    Args:
        events: the pledge's events, the oldest first, with their sources.
    """
    entries: list[LedgerEntry] = []
    for happening, refs in events:
        if happening.kind in LEDGER:
            entries.append(LedgerEntry(happening, refs))
        elif happening.kind == EventKind.DISPUTED:
            if not entries:
                entries.append(LedgerEntry(happening, refs))
            else:
                entries[-1].replies.append((happening, refs))
    return entries


def independent(sources: Iterable[tuple[SourceClass, str]]) -> int:
    """Return how many publishers report something of their own."""
    return len({publisher for kind, publisher in sources if kind != SourceClass.WIRE_COPY})
