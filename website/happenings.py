"""Events as pages list them: what happened to which pledge, when, and by which seen sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from moratoriums.models import Citation, Pledge, PledgeEvent, Source
from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import EventKind, Stance, TermKind
from website.rows import read_date, short_title

# The calendar's notes that say something to a reader only on the pledge's own page.
WORKING_NOTES = (EventKind.REVIEW_FLAGGED.value, EventKind.CONDITION_FLAGGED.value)

# Which shape stands for an event; the others get a plain dot.
_MARKS = {
    EventKind.ANNOUNCED: "in_force",
    EventKind.EXTENDED: "in_force",
    EventKind.END_FLAGGED: "ends_soon",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.PARTLY_WITHDRAWN: "withdrawn",
    EventKind.ENDED: "ended",
    EventKind.LAPSED: "lapsed",
    EventKind.CONDITION_MET: "condition_met",
    EventKind.SUPERSEDED: "superseded",
    EventKind.MARKED_UNCLEAR: "unclear",
    EventKind.ALLEGED: "questioned",
    EventKind.DISPUTED: "questioned",
}


@dataclass(frozen=True)
class Happening:
    """One event in a list; templates print it and decide nothing."""

    event: PledgeEvent
    pledge: Pledge
    kind: EventKind
    label: str
    mark: str
    title: str
    text: str
    happened: PartialDate | None
    sources: Sequence[Source]
    quotes: Sequence[str]

    @property
    def address(self) -> str:
        """Where the event stands on its pledge's page."""
        return f"{self.pledge.get_absolute_url()}#{self.event.anchor}"


@dataclass(frozen=True)
class YearOfEvents:
    """The events of one year, the newest first."""

    year: int
    happenings: Sequence[Happening]


def seen_citations() -> Prefetch[str, QuerySet[Citation], str]:
    """Fetch citations with their sources, only of sources that somebody has seen."""
    seen = Citation.objects.filter(source__seen_on__isnull=False).select_related("source")
    return Prefetch("citations", queryset=seen)


def public_events(day: date) -> QuerySet[PledgeEvent]:
    """Return what readers may see of what had happened by a day, the newest first."""
    return (
        PledgeEvent.objects.public()
        .up_to(day)
        .annotate(counts_from=Coalesce("happened_earliest", "pledge__first_seen_on"))
        .order_by(F("counts_from").desc(), "-position", "-id")
    )


def timeline_events(day: date) -> QuerySet[PledgeEvent]:
    """Return the events of the public timeline with what their list needs."""
    return (
        public_events(day)
        .exclude(kind__in=WORKING_NOTES)
        .select_related("pledge__company")
        .prefetch_related(seen_citations())
    )


def of_year(events: QuerySet[PledgeEvent], year: int) -> QuerySet[PledgeEvent]:
    """Keep the timeline's events of one year."""
    return events.filter(Q(counts_from__year=year))


def newest_events(day: date, years: Sequence[tuple[int, int]], most: int) -> QuerySet[PledgeEvent]:
    """Return the newest events, looking no further back than the years that hold so many.

    Args:
        years: what ``years_with_events`` returned for the day.
    """
    events, reached = timeline_events(day), 0
    for year, number in years:
        reached += number
        if reached >= most:
            since = date(year, 1, 1)
            dated = Q(happened_earliest__gte=since)
            events = events.filter(dated | Q(pledge__first_seen_on__gte=since))
            break
    return events[:most]


def years_with_events(day: date) -> list[tuple[int, int]]:
    """Return each year of the timeline with its number of events, the newest first."""
    counted = (
        public_events(day)
        .exclude(kind__in=WORKING_NOTES)
        .annotate(year=ExtractYear("counts_from"))
        .order_by("-year")
        .values("year")
        .annotate(events=Count("pk"))
    )
    return [(row["year"], row["events"]) for row in counted]


def happenings_of(events: Iterable[PledgeEvent]) -> list[Happening]:
    """Return events, with their pledges and citations fetched, as a list shows them."""
    return [_happening(event) for event in events]


def by_year(events: Iterable[PledgeEvent]) -> list[YearOfEvents]:
    """Return events from ``timeline_events`` year by year."""
    years: dict[int, list[Happening]] = {}
    for event in events:
        years.setdefault(event.counts_from.year, []).append(  # type: ignore[attr-defined]
            _happening(event)
        )
    return [YearOfEvents(year, found) for year, found in years.items()]


def _happening(event: PledgeEvent) -> Happening:
    kind, pledge = EventKind(event.kind), event.pledge
    citations = list(event.citations.all())
    announced = kind == EventKind.ANNOUNCED
    return Happening(
        event=event,
        pledge=pledge,
        kind=kind,
        label=_label(event, kind),
        mark=_MARKS.get(kind, "event"),
        title=short_title(pledge.title, pledge.company.name),
        text=event.description or event.reason or (pledge.summary if announced else ""),
        happened=read_date(event.happened_on),
        sources=[citation.source for citation in citations],
        quotes=[citation.quote for citation in citations if citation.quote],
    )


def _label(event: PledgeEvent, kind: EventKind) -> str:
    """The event's word, with the term it left where it set one, or the flag's days."""
    if kind == EventKind.END_FLAGGED and event.rung is not None:
        return _flag_label(event.rung)
    sets_term = event.stance == Stance.STANDS and kind in (
        EventKind.ANNOUNCED,
        EventKind.EXTENDED,
        EventKind.SHORTENED,
    )
    if not sets_term:
        return kind.label
    words = event.term_words if event.end_on else ""
    return f"{kind.label}: {(words or TermKind(event.term).label).lower()}"


def _flag_label(rung: int) -> str:
    if rung > 0:
        return f"End date {rung} days ahead"
    return "End date reached" if rung == 0 else f"End date {-rung} days past"
