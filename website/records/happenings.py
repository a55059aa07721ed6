"""Events as pages list them: what happened to which pledge, when, and by which seen sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from moratoriums.models import Citation, Pledge, PledgeEvent, Source
from moratoriums.models.versions import current_stamp
from moratoriums.partial_dates import PartialDate
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import EventKind, Stance, TermKind
from website.serving.shelf import Shelf
from website.wording.facts import read_date
from website.wording.languages import word
from website.wording.phrases import short_title

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


def newest_events(day: date, most: int) -> QuerySet[PledgeEvent]:
    """Return the newest events of the timeline, without sorting all there are."""
    reached, since = 0, None
    for moment, number in days_with_events(day):
        reached, since = reached + number, moment
        if reached >= most:
            break
    # Looked up apart: of the two together no index helps.
    dated = PledgeEvent.objects.filter(happened_earliest__gte=since or day)
    undated = PledgeEvent.objects.filter(
        happened_earliest=None, pledge__first_seen_on__gte=since or day
    )
    keys = [*dated.values_list("pk", flat=True), *undated.values_list("pk", flat=True)]
    return timeline_events(day).filter(pk__in=keys)[:most]


def years_with_events(day: date, records: PledgeQuerySet | None = None) -> list[tuple[int, int]]:
    """Return each year of the timeline with its number of events, the newest first.

    Args:
        records: count the events of these alone.
    """
    years: Counter[int] = Counter()
    days = days_with_events(day) if records is None else _count_days(day, records)
    for moment, number in days:
        years[moment.year] += number
    return sorted(years.items(), reverse=True)


_days: Shelf[list[tuple[date, int]]] = Shelf(4)


def days_with_events(day: date) -> list[tuple[date, int]]:
    """Return each day of the timeline with its number of events, the newest first.

    Counted once for each state of the register.
    """
    stamp = current_stamp()
    return _days.made((stamp, day), lambda: _count_days(day)) if stamp else _count_days(day)


def _count_days(day: date, records: PledgeQuerySet | None = None) -> list[tuple[date, int]]:
    groups: tuple[Any, ...] = ("counts_from",)  # annotated by ``public_events``
    events = public_events(day).exclude(kind__in=WORKING_NOTES).order_by()
    if records is not None:
        events = events.filter(pledge__in=records.order_by().values("pk"))
    return sorted(events.values_list(*groups).annotate(events=Count("pk")), reverse=True)


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
    """The event's word, with the term it left where it set one, or the flag's days.

    Words of a source stay as they are: a month or a name in them keeps its capital.
    """
    if kind == EventKind.END_FLAGGED and event.rung is not None:
        return _flag_label(event.rung)
    sets_term = event.stance == Stance.STANDS and kind in (
        EventKind.ANNOUNCED,
        EventKind.EXTENDED,
        EventKind.SHORTENED,
    )
    if not sets_term:
        return word(kind.label)
    words = event.term_words if event.end_on else ""
    return f"{word(kind.label)}: {words or word(TermKind(event.term).label).lower()}"


def _flag_label(rung: int) -> str:
    if rung == 0:
        return gettext("End date reached")
    template = (
        gettext("End date {days} days ahead") if rung > 0 else gettext("End date {days} days past")
    )
    return template.format(days=abs(rung))
