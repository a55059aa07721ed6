"""A pledge's rows as the record that its file holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet
from pydantic import ValidationError

from moratoriums.models import (
    Citation,
    Condition,
    Exemption,
    Pledge,
    PledgeEvent,
    Source,
    Statement,
)
from moratoriums.register import schema
from moratoriums.register.consistency import CHANGES_TERM
from moratoriums.register.rows.sources import read_source
from moratoriums.register.wording import problems_of
from moratoriums.vocabulary import CLOCK_KINDS, STANCE_AFTER, EventKind, Force

_FORCES = {force.value: force for force in Force}


def with_parts(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Fetch everything that ``read_pledge`` needs in a fixed number of queries."""
    cited = Citation.objects.select_related("source")
    return pledges.select_related("company", "superseded_by", "merged_into").prefetch_related(
        "barred_uses",
        "jurisdictions",
        "conditions",
        "checks",
        "related",
        "related_companies",
        Prefetch("citations", cited),
        Prefetch("statements", Statement.objects.select_related("source")),
        Prefetch("exemptions", Exemption.objects.select_related("beneficiary")),
        Prefetch("exemptions__citations", cited),
        "events",
        Prefetch("events__citations", cited),
    )


def read_pledge(pledge: Pledge, *, public_only: bool = False) -> schema.PledgeRecord:
    """Return a pledge as its file says it, without what the clock wrote.

    Args:
        public_only: leave out verdicts that wait for a second editor.

    Raises:
        ValueError: the rows say what no record may say, such as a published event without a
            source.
    """
    events = sorted(pledge.events.all(), key=_place)
    announced = next((event for event in events if event.kind == EventKind.ANNOUNCED), None)
    later = [
        event
        for event in events
        if event is not announced
        and event.kind not in CLOCK_KINDS
        and not (public_only and event.confirmed_at is None)
    ]
    try:
        return schema.PledgeRecord(
            **_promise(pledge),
            **_links(pledge),
            **_parts(pledge, later),
            term=_term(announced) if announced else schema.Term(),
            events=_events(announced, later),
            recorded=announced.recorded_at if announced else None,
            recorded_by=announced.recorded_by if announced else "",
        )
    except ValidationError as error:
        problems = problems_of(error, schema.PledgeRecord)
        told = [f"{'.'.join(map(str, p.path)) or 'record'}: {p.message}" for p in problems]
        raise ValueError(f"{pledge.slug}: {' '.join(told)}") from error


def _place(event: PledgeEvent) -> tuple[date, int, int]:
    return (event.happened_earliest or date.min, event.position, event.pk)


def _promise(pledge: Pledge) -> dict[str, object]:
    return {
        "slug": pledge.slug,
        "company": pledge.company.slug,
        "title": pledge.title,
        "summary": pledge.summary,
        "kind": pledge.kind,
        "force": _FORCES[pledge.force],
        "grounds": pledge.grounds,
        "confidence": pledge.confidence,
        "covers": schema.Covers(
            technology=pledge.technology,
            whose_use=tuple(row.whose_use for row in pledge.barred_uses.all()),
            who=pledge.who,
            what=pledge.what,
            purpose=pledge.purpose,
            products=tuple(pledge.products),
            places=tuple(row.code for row in pledge.jurisdictions.all()),
        ),
        "order": schema.Order(
            instrument=pledge.instrument, case=pledge.case_reference, issuer=pledge.issuer
        ),
        "announced": pledge.announced_on,
        "announced_note": pledge.announced_note,
        "first_seen": pledge.first_seen_on,
        "in_force_from": pledge.effective_on,
        "in_force_note": pledge.effective_note,
        "cautions": tuple(pledge.cautions),
        "unconfirmed": tuple(pledge.unconfirmed),
        "note": pledge.note,
        "review": pledge.review_on,
        "checked": pledge.checked_on,
        "next_check": pledge.next_check_on,
        "published": pledge.published_at,
    }


def _links(pledge: Pledge) -> dict[str, object]:
    companies = pledge.related_companies.all()
    return {
        "superseded_by": pledge.superseded_by.slug if pledge.superseded_by else None,
        "merged_into": pledge.merged_into.slug if pledge.merged_into else None,
        "related": tuple(sorted(other.slug for other in pledge.related.all())),
        "related_companies": tuple(sorted(company.slug for company in companies)),
    }


def _parts(pledge: Pledge, events: list[PledgeEvent]) -> dict[str, object]:
    statements = sorted(pledge.statements.all(), key=lambda row: (row.position, row.pk))
    return {
        "conditions": tuple(map(_condition, pledge.conditions.all())),
        "exemptions": tuple(map(_exemption, pledge.exemptions.all())),
        "statements": tuple(map(_statement, statements)),
        "evidence": _citations(pledge.citations.all()),
        "checks": tuple(
            schema.Check(
                place=check.place,
                looked=check.looked_on,
                looked_by=check.looked_by,
                contrary_found=check.contrary_found,
                found=check.found,
            )
            for check in pledge.checks.all()
        ),
        "sources": tuple(map(read_source, _sources(pledge, statements, events))),
    }


def _condition(condition: Condition) -> schema.Condition:
    return schema.Condition(
        what=condition.what,
        would_count=condition.would_count,
        ends_pledge=condition.ends_pledge,
        health=condition.health,
        expected=condition.expected_on,
        last_movement=condition.last_movement_on,
        checked=condition.checked_on,
        note=condition.note,
    )


def _exemption(exemption: Exemption) -> schema.Exemption:
    return schema.Exemption(
        beneficiary=exemption.beneficiary.slug,
        purpose=exemption.purpose,
        origin=exemption.origin,
        state=exemption.state,
        since=exemption.since,
        until=exemption.until,
        note=exemption.note,
        sources=_citations(exemption.citations.all(), implied=schema.Fact.EXEMPTION),
    )


def _statement(statement: Statement) -> schema.Statement:
    return schema.Statement(
        quote=statement.quote,
        speaker=statement.speaker,
        channel=statement.channel,
        said=statement.said_on,
        language=statement.language,
        role=statement.role,
        source=statement.source.slug,
    )


def _citations(
    citations: Iterable[Citation], implied: schema.Fact | None = None
) -> tuple[schema.Citation, ...]:
    """Return citations in their order; what every citation of the list supports goes unsaid."""
    ordered = sorted(citations, key=lambda row: (row.position, row.pk))
    return tuple(
        schema.Citation(
            source=row.source.slug,
            supports=() if row.supports == [implied] else tuple(row.supports),
            quote=row.quote,
        )
        for row in ordered
    )


def _sources(
    pledge: Pledge, statements: list[Statement], events: list[PledgeEvent]
) -> list[Source]:
    sources = {row.source.slug: row.source for row in statements}
    cited = list(pledge.citations.all())
    for exemption in pledge.exemptions.all():
        cited += exemption.citations.all()
    for event in events:
        cited += event.citations.all()
    sources.update((row.source.slug, row.source) for row in cited)
    return [sources[slug] for slug in sorted(sources)]


def _events(announced: PledgeEvent | None, later: list[PledgeEvent]) -> tuple[schema.Event, ...]:
    """Return the events; a term that only goes on is left unsaid."""
    in_force = _term(announced) if announced else schema.Term()
    told = []
    for event in later:
        term = _term(event) if event.stance else None
        goes_on = term == in_force and event.kind in STANCE_AFTER
        unsaid = goes_on and event.kind not in CHANGES_TERM
        told.append(_event(event, announced, None if unsaid else term))
        if term and event.confirmed_at:
            in_force = term
    return tuple(told)


def _event(
    event: PledgeEvent, announced: PledgeEvent | None, term: schema.Term | None
) -> schema.Event:
    with_pledge = announced is not None and announced.recorded_at == event.recorded_at
    by_pledge = announced is not None and announced.recorded_by == event.recorded_by
    return schema.Event(
        kind=event.kind,
        key=event.key,
        happened=event.happened_on,
        happened_note=event.happened_note,
        what=event.description,
        note=event.note,
        reason=event.reason,
        clause=event.clause,
        wrong_since=event.wrong_since_on,
        reported=event.reported_on,
        term=term,
        significant=event.significant,
        recorded=None if with_pledge else event.recorded_at,
        recorded_by="" if by_pledge else event.recorded_by,
        waiting=event.confirmed_at is None,
        confirmed=None if event.confirmed_at == event.recorded_at else event.confirmed_at,
        confirmed_by=event.confirmed_by,
        sources=_citations(event.citations.all(), implied=schema.Fact.EVENT),
    )


def _term(event: PledgeEvent) -> schema.Term:
    return schema.Term(
        kind=event.term,
        words=event.term_words,
        end=event.end_on,
        likely_end=event.end_likely_on,
        at_least=event.end_is_minimum,
        basis=event.end_basis,
        rule=event.end_rule,
        note=event.end_note,
    )
