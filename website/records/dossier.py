"""Everything a pledge's page shows, put together once: events, exemptions, words, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from moratoriums.models import Citation, Exemption, Pledge, Statement
from moratoriums.partial_dates import PartialDate
from moratoriums.register.schema import Fact
from moratoriums.vocabulary import (
    CLOCK_KINDS,
    EventKind,
    ExemptionOrigin,
    ExemptionState,
    StatementRole,
)
from website.records.happenings import Happening, happenings_of, public_events, seen_citations
from website.records.ledger import LedgerEntry, ledger_of
from website.records.quotes import Claim, Quote, find_words, literal
from website.records.scope import ScopeRow, claims_of, exemption_claims, scope_rows
from website.records.sources import Ref, SourceList, Support, fact_support, quotes_of
from website.records.versions import REWORDINGS, Said, Version, versions_of
from website.wording.facts import read_date
from website.wording.languages import word

# The facts that have a place of their own on the page; others are named without a link.
_PLACES = frozenset({Fact.ANNOUNCED, Fact.SUMMARY, Fact.KIND, Fact.COVERS, Fact.TERM, Fact.EVENTS,
                     Fact.EXEMPTIONS})  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """Something on the page with its sources: an event, or an exemption since a day."""

    item: Exemption | Happening
    refs: Sequence[Ref]
    words: str = ""
    label: str = ""
    note: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    over: bool = False

    @property
    def anchor(self) -> str:
        """The permanent fragment of the event or exemption."""
        return self.item.event.anchor if isinstance(self.item, Happening) else self.item.anchor

    @property
    def quotes(self) -> list[Quote]:
        """The words of its sources that stand with it."""
        return [quote for quote in quotes_of(self.refs) if quote.home == self.anchor]

    @property
    def quoted_elsewhere(self) -> list[Quote]:
        """The words of its sources that stand in another part of the page."""
        return [quote for quote in quotes_of(self.refs) if quote.home != self.anchor]


@dataclass(frozen=True)
class Dossier:
    """The parts of a pledge's page in the order of the questions people ask.

    ``said`` gives for the anchor of a claim the anchor of the words that make it, and ``backing``
    for the name of a fact the sources cited for it.
    """

    words: Sequence[Said]
    scope: Sequence[ScopeRow]
    exemptions: Sequence[Cited]
    versions: Sequence[Version]
    restatements: Sequence[Said]
    events: Sequence[Cited]
    ledger: Sequence[LedgerEntry]
    replies: Sequence[Said]
    corrections: Sequence[Cited]
    sources: SourceList
    said: dict[str, str]
    backing: dict[str, list[Ref]]
    term_refs: Sequence[Ref]
    kinds: Sequence[EventKind]


def compile_dossier(pledge: Pledge, day: date, shown: frozenset[Fact] = frozenset()) -> Dossier:
    """Read what a pledge's page shows of what had happened by a day.

    Args:
        shown: facts that have a place on this page beyond those that always have one.
    """
    sources = SourceList()
    backing = _backing(pledge, day, sources, frozenset(_PLACES | shown))
    said = _statements(pledge, day, sources)
    exemptions = [_exemption(one, sources, day) for one in _exemptions(pledge, day)]
    events = [_event(one, sources) for one in _happenings(pledge, day)]
    told = [(one.item, one.refs) for one in events[::-1] if isinstance(one.item, Happening)]
    _give_homes(said, [*exemptions, *events])
    found = find_words(_claims(pledge, exemptions), sources.quotes)
    rewordings = [pair for pair in told if pair[0].kind in REWORDINGS]
    return Dossier(
        words=_of_roles(said, StatementRole.ANNOUNCEMENT, StatementRole.REVISION),
        scope=scope_rows(pledge, _holding(exemptions), found, backing.get(Fact.COVERS, ())),
        exemptions=exemptions,
        versions=versions_of(pledge.announced_on, said, rewordings),
        restatements=_of_roles(said, StatementRole.RESTATEMENT),
        events=events,
        ledger=ledger_of(told),
        replies=_of_roles(said, StatementRole.REPLY),
        corrections=[one for one in events if _kind(one) == EventKind.CORRECTED],
        sources=sources,
        said=found,
        backing=backing,
        term_refs=_term_refs(pledge, told) or backing.get(Fact.TERM, ()),
        kinds=[happening.kind for happening, _ in told],
    )


def _give_homes(said: Sequence[Said], parts: Sequence[Cited]) -> None:
    """Let each quote be printed once: as the company's words, with an exemption, or an event."""
    for home, refs in (
        *((one.home, one.refs) for one in said),
        *((one.anchor, one.refs) for one in parts),
    ):
        for quote in quotes_of(refs):
            quote.home = quote.home or home


def _kind(cited: Cited) -> EventKind | None:
    return cited.item.kind if isinstance(cited.item, Happening) else None


def _of_roles(said: Sequence[Said], *roles: StatementRole) -> list[Said]:
    return [one for one in said if one.role in roles]


def _backing(
    pledge: Pledge, day: date, sources: SourceList, places: frozenset[str]
) -> dict[str, list[Ref]]:
    """What the record as a whole stands on, fact by fact: the sources published by the day.

    A record known only from later sources shows those.
    """
    seen = list(pledge.citations.filter(source__seen_on__isnull=False).select_related("source"))
    backing: dict[str, list[Ref]] = {}
    for one in [one for one in seen if not _published_after(one, day)] or seen:
        supports = [fact_support(fact, places) for fact in one.supports]
        ref = sources.cite(one.source, *supports, words=one.quote)
        for fact in one.supports:
            backing.setdefault(fact, []).append(ref)
    return backing


def _published_after(citation: Citation, day: date) -> bool:
    published = read_date(citation.source.published_on)
    return published is not None and published.earliest > day


def _statements(pledge: Pledge, day: date, sources: SourceList) -> list[Said]:
    """The company's words said by a day, from sources somebody has seen."""
    said = (
        pledge.statements.filter(Q(said_earliest=None) | Q(said_earliest__lte=day))
        .filter(source__seen_on__isnull=False)
        .select_related("source")
    )
    return [_said(one, sources) for one in said]


def _said(one: Statement, sources: SourceList) -> Said:
    ref = sources.cite(one.source, words=one.quote)
    ref.entry.add(Support(word(StatementRole(one.role).label), ref.anchor))
    return Said(one, [ref])


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
    until = read_date(one.until)
    ended = until is None or until.earliest <= day
    state = ExemptionState(one.state) if ended else ExemptionState.ACTIVE
    origin = word(ExemptionOrigin(one.origin).label)
    active = state == ExemptionState.ACTIVE
    label = origin if active else f"{origin}; {word(state.label).lower()}"
    support = Support(_("Exemption: {name}").format(name=one.beneficiary.name), one.anchor)
    return Cited(
        one,
        sources.cite_for(list(one.citations.all()), support),
        label=label,
        note=one.note,
        since=read_date(one.since),
        until=until if ended else None,
        over=ended and (until is not None or one.state == ExemptionState.REMOVED),
    )


def _holding(exemptions: Sequence[Cited]) -> list[tuple[Exemption, Sequence[Ref]]]:
    """The exemptions that still held on the day."""
    return [
        (one.item, one.refs)
        for one in exemptions
        if isinstance(one.item, Exemption) and not one.over
    ]


def _claims(pledge: Pledge, exemptions: Sequence[Cited]) -> list[Claim]:
    """What the page says that the quoted words may say, the longest first where they overlap."""
    exempt = [one.item for one in exemptions if isinstance(one.item, Exemption)]
    term = [Claim("f-term", literal(pledge.state_term_words))] if pledge.state_term_words else []
    return [*term, *exemption_claims(exempt), *claims_of(pledge)]


def _term_refs(pledge: Pledge, told: Sequence[tuple[Happening, Sequence[Ref]]]) -> Sequence[Ref]:
    """The sources of the later event that left the term which holds; none for the announced one."""
    for happening, refs in told:
        sets = (happening.event.kind, happening.event.happened_on)
        if sets == (pledge.state_kind, pledge.state_happened_on):
            return () if happening.kind == EventKind.ANNOUNCED else refs
    return ()


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
    by_calendar = _("Written by the calendar.") if one.kind in CLOCK_KINDS else ""
    told = "" if one.text == one.pledge.summary else one.text
    return Cited(
        one,
        sources.cite_for(list(one.event.citations.all()), Support(one.label, one.event.anchor)),
        words=told,
        label=one.label,
        note=one.event.note or by_calendar,
    )
