"""Everything a pledge's page shows, put together once: events, exemptions, words, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from moratoriums.models import Citation, Exemption, Pledge, Source, Statement
from moratoriums.partial_dates import PartialDate
from moratoriums.register.schema import Fact
from moratoriums.vocabulary import (
    CLOCK_KINDS,
    EventKind,
    ExemptionOrigin,
    ExemptionState,
    Quality,
    SourceClass,
    SourceHealth,
    StatementRole,
)
from website.happenings import Happening, happenings_of, public_events, seen_citations
from website.places import place_name
from website.quality import quality
from website.rows import read_date

_LEDGER = frozenset(
    {
        EventKind.ALLEGED,
        EventKind.ALLEGATION_WITHDRAWN,
        EventKind.DISPUTED,
        EventKind.AGAINST_SPIRIT,
        EventKind.CONTRADICTED,
        EventKind.REGULATOR_FINDING,
        EventKind.COURT_RULING,
    }
)
_REWORDINGS = frozenset({EventKind.AMENDED, EventKind.NARROWED, EventKind.WIDENED})
_FACT_LABELS = {fact.value: fact.label for fact in Fact}


@dataclass
class NumberedSource:
    """A source as the page's list numbers it, with the facts it is cited for."""

    number: int
    source: Source
    supports: list[str] = field(default_factory=list)

    @property
    def kind(self) -> SourceClass:
        """What sort of source it is."""
        return SourceClass(self.source.source_class)

    @property
    def published(self) -> PartialDate | None:
        """When it was published, as far as a date was seen."""
        return read_date(self.source.published_on)

    @property
    def health(self) -> SourceHealth:
        """Whether it can still be read."""
        return SourceHealth(self.source.health)


class SourceList:
    """Numbers sources in the order in which they are first cited."""

    def __init__(self) -> None:
        self._found: dict[int, NumberedSource] = {}

    def cite(self, source: Source, facts: Sequence[str] = ()) -> NumberedSource:
        """Return the source's entry, made at its first citation."""
        entry = self._found.setdefault(source.pk, NumberedSource(len(self._found) + 1, source))
        for fact in facts:
            label = _FACT_LABELS.get(fact, fact.replace("_", " "))
            if label not in entry.supports:
                entry.supports.append(label)
        return entry

    def all(self) -> list[NumberedSource]:
        """Return every entry by its number."""
        return list(self._found.values())

    def quality(self) -> Quality:
        """Return how well these sources support the record."""
        return quality((entry.source.source_class, entry.source.publisher) for entry in self.all())


@dataclass(frozen=True)
class Cited:
    """Something on the page with the numbers of its sources; words were said ``since`` a day."""

    item: Statement | Exemption | Happening
    sources: Sequence[NumberedSource]
    words: str = ""
    label: str = ""
    note: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True)
class Dossier:
    """The parts of a pledge's page in the order of the questions people ask."""

    words: Sequence[Cited]
    scope: Sequence[tuple[str, str]]
    rewordings: Sequence[Cited]
    exemptions: Sequence[Cited]
    events: Sequence[Cited]
    ledger: Sequence[Cited]
    sources: SourceList


def compile_dossier(pledge: Pledge, day: date) -> Dossier:
    """Read what a pledge's page shows of what had happened by a day."""
    sources = SourceList()
    for citation in _citations(pledge, day):
        sources.cite(citation.source, citation.supports)
    words = _statements(pledge, day, sources)
    exemptions = [_exemption(one, sources, day) for one in _exemptions(pledge, day)]
    events = [_event(one, sources) for one in _happenings(pledge, day)]
    return Dossier(
        words=words,
        scope=_scope(pledge),
        rewordings=_of_kinds(events, _REWORDINGS),
        exemptions=exemptions,
        events=events,
        ledger=_of_kinds(events, _LEDGER),
        sources=sources,
    )


def _of_kinds(events: Sequence[Cited], kinds: frozenset[EventKind]) -> list[Cited]:
    """The events of some kinds, the oldest first."""
    return [
        one for one in events[::-1] if isinstance(one.item, Happening) and one.item.kind in kinds
    ]


def _citations(pledge: Pledge, day: date) -> list[Citation]:
    """What the record as a whole stands on: by a day, the sources published until then.

    A record known only from later sources shows those.
    """
    seen = list(pledge.citations.filter(source__seen_on__isnull=False).select_related("source"))
    return [one for one in seen if not _published_after(one.source, day)] or seen


def _published_after(source: Source, day: date) -> bool:
    published = read_date(source.published_on)
    return published is not None and published.earliest > day


def _statements(pledge: Pledge, day: date, sources: SourceList) -> list[Cited]:
    """The company's words said by a day, from sources somebody has seen."""
    said = (
        pledge.statements.filter(Q(said_earliest=None) | Q(said_earliest__lte=day))
        .filter(source__seen_on__isnull=False)
        .select_related("source")
    )
    return [
        Cited(
            one,
            [sources.cite(one.source, [Fact.STATEMENT])],
            words=one.quote,
            label=StatementRole(one.role).label,
            since=read_date(one.said_on),
        )
        for one in said
    ]


def _exemptions(pledge: Pledge, day: date) -> list[Exemption]:
    """Who was exempt on a day; an exemption without a day counts from the start."""
    rows = (
        pledge.exemptions.filter(Q(since_earliest=None) | Q(since_earliest__lte=day))
        .select_related("beneficiary")
        .prefetch_related(seen_citations())
    )
    return list(rows)


def _exemption(one: Exemption, sources: SourceList, day: date) -> Cited:
    """An exemption as it stood on a day; one that ended later was active then."""
    citations = list(one.citations.all())
    until = read_date(one.until)
    ended = until is None or until.earliest <= day
    state = ExemptionState(one.state) if ended else ExemptionState.ACTIVE
    origin = ExemptionOrigin(one.origin).label
    return Cited(
        one,
        [sources.cite(citation.source, citation.supports) for citation in citations],
        words=next((citation.quote for citation in citations if citation.quote), ""),
        label=origin if state == ExemptionState.ACTIVE else f"{origin}; {state.label.lower()}",
        note=one.note,
        since=read_date(one.since),
        until=until if ended else None,
    )


def _happenings(pledge: Pledge, day: date) -> list[Happening]:
    """The pledge's events up to a day, the newest first."""
    events = (
        public_events(day)
        .filter(pledge=pledge)
        .select_related("pledge__company")
        .prefetch_related(seen_citations())
    )
    return happenings_of(events)


def _event(one: Happening, sources: SourceList) -> Cited:
    cited = [
        sources.cite(citation.source, citation.supports) for citation in one.event.citations.all()
    ]
    by_calendar = "Written by the calendar." if one.kind in CLOCK_KINDS else ""
    told = "" if one.text == one.pledge.summary else one.text
    return Cited(one, cited, words=told, label=one.label, note=one.event.note or by_calendar)


def _scope(pledge: Pledge) -> list[tuple[str, str]]:
    """What is covered, with a plain word where the record names nothing."""
    uses = [str(use) for use in pledge.barred_uses.all()]
    places = [place_name(one.code) for one in pledge.jurisdictions.all()]
    silent = "The record names none."
    rows = [
        ("Whose use", "; ".join(uses) or silent),
        ("Who, in our words", pledge.who or silent),
        ("From what", pledge.what or silent),
        ("Products", "; ".join(pledge.products) or silent),
        ("Purpose", pledge.purpose or silent),
        ("Places", "; ".join(places) or silent),
        ("Technology", pledge.get_technology_display()),
    ]
    order = [
        ("Instrument", pledge.instrument),
        ("Case", pledge.case_reference),
        ("Issued by", pledge.issuer),
    ]
    return rows + [(label, value) for label, value in order if value]
