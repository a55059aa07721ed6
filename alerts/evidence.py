"""The words and sources that a mail shows for one event, from sources somebody has seen."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from alerts import wording
from moratoriums.models import Citation, Pledge, PledgeEvent, Source
from moratoriums.partial_dates import display, parse
from moratoriums.vocabulary import SourceClass

SOURCES_SHOWN = 3
QUOTES_SHOWN = 2


@dataclass(frozen=True)
class Words:
    """A quotation with where it comes from."""

    quote: str
    origin: str
    url: str


@dataclass(frozen=True)
class Evidence:
    """A source as a mail lists it; its page here leads to the original and the archived copy."""

    name: str
    about: str
    url: str


def absolute(path: str) -> str:
    """The address of a page of this site, whole."""
    return f"{settings.SITE_URL}{path}"


def words_of(pledge: Pledge, event: PledgeEvent) -> tuple[Words, ...]:
    """The company's own words, newest first; else the words the sources are cited with."""
    told = pledge.statements.filter(source__seen_on__isnull=False).select_related("source")
    found = [
        Words(
            quote=statement.quote,
            origin=", ".join(
                part
                for part in (
                    statement.speaker or statement.source.publisher,
                    statement.channel,
                    display(parse(statement.said_on)) if statement.said_on else "",
                )
                if part
            ),
            url=absolute(statement.source.get_absolute_url()),
        )
        for statement in told.order_by("-said_earliest", "-position")[:QUOTES_SHOWN]
    ]
    if not found:
        found = [
            Words(
                citation.quote,
                citation.source.publisher,
                absolute(citation.source.get_absolute_url()),
            )
            for citation in _citations(pledge, event)
            if citation.quote
        ][:QUOTES_SHOWN]
    return tuple(found)


def sources_of(pledge: Pledge, event: PledgeEvent) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            str(citation.source),
            _about(citation.source),
            absolute(citation.source.get_absolute_url()),
        )
        for citation in _citations(pledge, event)[:SOURCES_SHOWN]
    )


def _about(source: Source) -> str:
    parts = [SourceClass(source.source_class).label]
    if source.seen_on:
        parts.append(f"read {wording.prose(source.seen_on)}")
    if source.archived_url:
        parts.append("with an archived copy")
    return ", ".join(parts)


def _citations(pledge: Pledge, event: PledgeEvent) -> list[Citation]:
    """Seen sources, each once: those of the event, of the state that holds, of the pledge."""
    rows = Citation.objects.filter(
        Q(event=event)
        | Q(event__pledge=pledge, event__holds_from__isnull=False)
        | Q(pledge=pledge),
        source__seen_on__isnull=False,
    ).select_related("source", "event")
    ranked = sorted(
        rows,
        key=lambda row: (
            row.event_id != event.pk,
            row.pledge_id is not None,
            -(row.event.position if row.event else 0),
            row.position,
            row.pk,
        ),
    )
    once: dict[int, Citation] = {}
    for row in ranked:
        once.setdefault(row.source_id, row)
    return list(once.values())
