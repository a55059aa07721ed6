"""What of a pledge a search looks through: its pieces, each with its kind and its weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from moratoriums.models import Citation, Pledge, PledgeEvent, Statement
from moratoriums.vocabulary import CLOCK_KINDS

# Kinds by weight, heaviest first: what it is called, what it is about, its words, what is around.
WEIGHTS = (
    ("company", "name", "product"),
    ("title", "summary"),
    ("words", "scope", "exemption"),
    ("event", "condition", "source", "quote", "term", "said_in", "sector", "note"),
)
_WEIGHT_OF = {kind: weight for weight, kinds in enumerate(WEIGHTS) for kind in kinds}
_CLOCK = [kind.value for kind in CLOCK_KINDS]
# What pages leave out of every older day: our notes, which are of today, and what is but watched.
_TODAY_ONLY = date.max


@dataclass(frozen=True)
class Piece:
    """A text of a pledge, and since when readers may know it; None: as long as the pledge."""

    kind: str
    text: str
    since: date | None = None

    @property
    def weight(self) -> int:
        """How much a match in it counts: 0 is the most."""
        return _WEIGHT_OF[self.kind]

    def stored(self) -> list[str]:
        """As it stands in the database."""
        return [self.kind, self.text, self.since.isoformat() if self.since else ""]


def read_pieces(stored: Iterable[Sequence[str]]) -> list[Piece]:
    """Return pieces as the database has them."""
    return [
        Piece(kind, text, date.fromisoformat(since) if since else None)
        for kind, text, since in stored
    ]


def with_texts(ids: Sequence[int]) -> Iterable[Pledge]:
    """Return published pledges with every row that a search looks through."""
    seen = Citation.objects.filter(source__seen_on__isnull=False).select_related("source")
    cited = Prefetch("citations", queryset=seen)
    events = (
        PledgeEvent.objects.filter(confirmed_at__isnull=False)
        .exclude(kind__in=_CLOCK)
        .prefetch_related(cited)
    )
    statements = Statement.objects.filter(source__seen_on__isnull=False).select_related("source")
    return (
        Pledge.objects.published()
        .filter(pk__in=ids)
        .select_related("company__parent")
        .prefetch_related(
            "company__names",
            "company__members",
            "conditions",
            "checks",
            "exemptions__beneficiary",
            cited,
            Prefetch("events", queryset=events),
            Prefetch("statements", queryset=statements),
            Prefetch("exemptions__citations", queryset=seen),
        )
    )


def pieces_of(pledge: Pledge) -> list[Piece]:
    """Return the pieces of a pledge that came from ``with_texts``, each text once."""
    every = (
        *_names(pledge),
        Piece("title", pledge.title),
        Piece("summary", pledge.summary),
        *_scope(pledge),
        *_words(pledge),
        *_exemptions(pledge),
        *_events(pledge),
        *_sources(pledge),
        *_notes(pledge),
    )
    once: dict[tuple[str, str], Piece] = {}
    for piece in every:
        if piece.text.strip():
            kept = once.setdefault((piece.kind, piece.text), piece)
            if kept.since and (piece.since is None or piece.since < kept.since):
                once[piece.kind, piece.text] = piece
    return list(once.values())


def _names(pledge: Pledge) -> Iterator[Piece]:
    company = pledge.company
    yield Piece("company", company.name)
    for name in company.names.all():
        yield Piece("name", name.name)
    if company.parent:
        yield Piece("name", company.parent.name)
    for member in company.members.all():
        yield Piece("name", member.name)
    for product in pledge.products:
        yield Piece("product", str(product))


def _scope(pledge: Pledge) -> Iterator[Piece]:
    for text in (
        pledge.who,
        pledge.what,
        pledge.purpose,
        pledge.instrument,
        pledge.case_reference,
        pledge.issuer,
    ):
        yield Piece("scope", text)


def _words(pledge: Pledge) -> Iterator[Piece]:
    for statement in pledge.statements.all():
        yield Piece("words", statement.quote, statement.said_earliest)
        yield Piece("words", statement.speaker, statement.said_earliest)
        yield Piece("said_in", statement.channel, statement.said_earliest)
    for event in pledge.events.all():
        yield Piece("words", event.clause, event.happened_earliest)
        yield Piece("term", event.term_words, event.happened_earliest)


def _exemptions(pledge: Pledge) -> Iterator[Piece]:
    for exemption in pledge.exemptions.all():
        since = exemption.since_earliest
        names = [exemption.beneficiary.name, *map(str, exemption.beneficiary.also_known_as)]
        for text in (*names, exemption.purpose):
            yield Piece("exemption", text, since)
        for citation in exemption.citations.all():
            yield Piece("exemption", citation.quote, since)


def _events(pledge: Pledge) -> Iterator[Piece]:
    for event in pledge.events.all():
        since = event.happened_earliest
        yield Piece("event", event.description, since)
        yield Piece("event", event.reason, since)
        for citation in event.citations.all():
            yield Piece("event", citation.quote, since)
    for condition in pledge.conditions.all():
        since = None if condition.ends_pledge else _TODAY_ONLY
        yield Piece("condition", condition.what, since)
        yield Piece("condition", condition.would_count, since)


def _sources(pledge: Pledge) -> Iterator[Piece]:
    for row in _standing_on(pledge):
        source = row.source
        yield Piece("source", f"{source.publisher}: {source.title}", source.published_earliest)
    for citation in pledge.citations.all():
        yield Piece("quote", citation.quote, citation.source.published_earliest)


def _standing_on(pledge: Pledge) -> list[Citation | Statement]:
    """Every citation and statement, each with its source."""
    return [
        *pledge.citations.all(),
        *(row for event in pledge.events.all() for row in event.citations.all()),
        *(row for one in pledge.exemptions.all() for row in one.citations.all()),
        *pledge.statements.all(),
    ]


def _notes(pledge: Pledge) -> Iterator[Piece]:
    """What we say beside the facts; of an older day what pages show of it."""
    yield Piece("sector", pledge.company.sector)
    for text in (pledge.announced_note, pledge.effective_note, *map(str, pledge.cautions)):
        yield Piece("note", text, _TODAY_ONLY)
    for condition in pledge.conditions.all():
        yield Piece("note", condition.note, _TODAY_ONLY)
    for event in pledge.events.all():
        for text in (event.happened_note, event.note, event.end_note):
            yield Piece("note", text, event.happened_earliest)
    for exemption in pledge.exemptions.all():
        for text in (exemption.note, exemption.beneficiary.note):
            yield Piece("note", text, exemption.since_earliest)
    for check in pledge.checks.all():
        yield Piece("note", check.found, check.looked_on)
    for row in _standing_on(pledge):
        yield Piece("note", row.source.note, row.source.published_earliest)
