"""A pledge's record as rows: what the file has is written, what it no longer has is removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import models, transaction

from companies.models import Company
from moratoriums.models import (
    BarredUse,
    Beneficiary,
    Check,
    Condition,
    Exemption,
    Jurisdiction,
    Pledge,
    PledgeEvent,
    Statement,
)
from moratoriums.register import schema
from moratoriums.register.rows.citing import write_citations
from moratoriums.register.rows.event_rows import event_rows
from moratoriums.register.rows.sources import write_sources
from moratoriums.register.rows.upserts import ids_by_slug, in_batches, upsert
from moratoriums.vocabulary import CLOCK_KINDS

Pairs = list[tuple[Pledge, schema.PledgeRecord]]


def write_pledge(
    record: schema.PledgeRecord, *, at: datetime, by: str, quiet: bool = False
) -> Pledge:
    """Write one pledge; see ``write_pledges``. ``quiet``: its new events are told to nobody."""
    return write_pledges([record], at=at, by=by, quiet_before=date.max if quiet else None)[0]


@transaction.atomic
def write_pledges(
    records: Sequence[schema.PledgeRecord],
    *,
    at: datetime,
    by: str,
    quiet_before: date | None = None,
) -> list[Pledge]:
    """Write pledges with all their parts, by slug.

    Events are kept by kind and key, exemptions by beneficiary, conditions by text: those that
    stay keep their rows. What a record no longer has is removed, except what the clock wrote and
    verdicts that wait for a second editor. The states of the pledges have to be retold afterwards.

    Args:
        at, by: when and by whom an event was recorded, where its record does not say.
        quiet_before: new events of earlier days are history, of which nobody is told.

    Raises:
        ValueError: a record names a company, beneficiary or pledge that is not in the register.
    """
    sources = write_sources(part for record in records for part in record.sources)
    companies = ids_by_slug(Company, _companies(records), "company")
    before = _known([record.slug for record in records])
    rows = [_pledge(record, companies[record.company]) for record in records]
    upsert(rows, key=["slug"], keep=["superseded_by", "merged_into", "version"])
    pairs = list(zip(rows, records, strict=True))
    changed = [row for row in rows if row.slug in before]
    _write_links(pairs, companies, changed)
    _write_plain_parts(pairs, changed, sources)
    conditions = [row for pledge, record in pairs for row in _conditions(pledge, record)]
    upsert(conditions, key=["pledge", "what"])
    _remove_others(Condition.objects.all(), changed, conditions)
    exemptions = _write_exemptions(pairs)
    _remove_others(Exemption.objects.all(), changed, exemptions)
    events = event_rows(pairs, changed, at=at, by=by, quiet_before=quiet_before)
    upsert(events, key=["pledge", "kind", "key"], keep=["entered_at", "quiet"])
    _remove_others(
        PledgeEvent.objects.exclude(kind__in=CLOCK_KINDS).exclude(confirmed_at=None),
        changed,
        events,
    )
    write_citations(pairs, changed, sources, events, exemptions)
    return rows


def _companies(records: Sequence[schema.PledgeRecord]) -> list[str]:
    return [slug for record in records for slug in (record.company, *record.related_companies)]


def _known(slugs: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for batch in in_batches(slugs):
        known.update(Pledge.objects.filter(slug__in=batch).values_list("slug", flat=True))
    return known


def _pledge(record: schema.PledgeRecord, company: int) -> Pledge:
    return Pledge(
        slug=record.slug,
        company_id=company,
        title=record.title,
        summary=record.summary,
        kind=record.kind,
        force=record.force,
        grounds=record.grounds,
        confidence=record.confidence,
        technology=record.covers.technology,
        who=record.covers.who,
        what=record.covers.what,
        purpose=record.covers.purpose,
        products=list(record.covers.products),
        instrument=record.order.instrument,
        case_reference=record.order.case,
        issuer=record.order.issuer,
        announced_on=record.announced,
        announced_note=record.announced_note,
        first_seen_on=record.first_seen,
        effective_on=record.in_force_from,
        effective_note=record.in_force_note,
        review_on=record.review,
        checked_on=record.checked,
        next_check_on=record.next_check,
        cautions=list(record.cautions),
        unconfirmed=[fact.model_dump() for fact in record.unconfirmed],
        note=record.note,
        published_at=record.published,
    )


def _write_links(pairs: Pairs, companies: dict[str, int], changed: list[Pledge]) -> None:
    named = [
        slug
        for _, record in pairs
        for slug in (record.superseded_by, record.merged_into, *record.related)
        if slug
    ]
    ids = ids_by_slug(Pledge, named, "pledge")
    for pledge, record in pairs:
        pledge.superseded_by_id = ids[record.superseded_by] if record.superseded_by else None
        pledge.merged_into_id = ids[record.merged_into] if record.merged_into else None
    linked = [p for p, record in pairs if record.superseded_by or record.merged_into]
    Pledge.objects.bulk_update({*linked, *changed}, ["superseded_by", "merged_into"], 200)
    related, mentioned = Pledge.related.through, Pledge.related_companies.through
    for batch in in_batches(changed):
        related.objects.filter(from_pledge__in=batch).delete()
        mentioned.objects.filter(pledge__in=batch).delete()
    related.objects.bulk_create(
        related(from_pledge_id=pledge.pk, to_pledge_id=ids[slug])
        for pledge, record in pairs
        for slug in record.related
    )
    mentioned.objects.bulk_create(
        mentioned(pledge_id=pledge.pk, company_id=companies[slug])
        for pledge, record in pairs
        for slug in record.related_companies
    )


def _write_plain_parts(pairs: Pairs, changed: list[Pledge], sources: dict[str, int]) -> None:
    """Write the parts that nothing else points to: they are put in anew, in their order."""
    for model in (BarredUse, Jurisdiction, Statement, Check):
        for batch in in_batches(changed):
            model._default_manager.filter(pledge__in=batch).delete()
    BarredUse.objects.bulk_create(
        BarredUse(pledge=pledge, whose_use=word)
        for pledge, record in pairs
        for word in record.covers.whose_use
    )
    Jurisdiction.objects.bulk_create(
        Jurisdiction(pledge=pledge, code=code)
        for pledge, record in pairs
        for code in record.covers.places
    )
    Check.objects.bulk_create(
        Check(
            pledge=pledge,
            place=check.place,
            looked_on=check.looked,
            looked_by=check.looked_by,
            contrary_found=check.contrary_found,
            found=check.found,
        )
        for pledge, record in pairs
        for check in record.checks
    )
    Statement.objects.bulk_create(
        Statement(
            pledge=pledge,
            source_id=sources[statement.source],
            quote=statement.quote,
            speaker=statement.speaker,
            channel=statement.channel,
            said_on=statement.said,
            language=statement.language,
            role=statement.role,
            position=position,
        )
        for pledge, record in pairs
        for position, statement in enumerate(record.statements)
    )


def _conditions(pledge: Pledge, record: schema.PledgeRecord) -> Iterable[Condition]:
    for position, condition in enumerate(record.conditions):
        yield Condition(
            pledge=pledge,
            what=condition.what,
            would_count=condition.would_count,
            ends_pledge=condition.ends_pledge,
            health=condition.health,
            expected_on=condition.expected,
            last_movement_on=condition.last_movement,
            checked_on=condition.checked,
            note=condition.note,
            position=position,
        )


def _write_exemptions(pairs: Pairs) -> list[Exemption]:
    named = [part.beneficiary for _, record in pairs for part in record.exemptions]
    ids = ids_by_slug(Beneficiary, named, "beneficiary")
    rows = [
        Exemption(
            pledge=pledge,
            beneficiary_id=ids[part.beneficiary],
            purpose=part.purpose,
            origin=part.origin,
            state=part.state,
            since=part.since,
            until=part.until,
            note=part.note,
            position=position,
        )
        for pledge, record in pairs
        for position, part in enumerate(record.exemptions)
    ]
    upsert(rows, key=["pledge", "beneficiary"])
    return rows


def _remove_others(
    rows: models.QuerySet[models.Model], changed: list[Pledge], wanted: Sequence[models.Model]
) -> None:
    """Delete the rows of the changed pledges that their records no longer have."""
    kept = {row.pk for row in wanted}
    for batch in in_batches(changed):
        found = rows.filter(pledge__in=batch).values_list("pk", flat=True)
        gone = [pk for pk in found if pk not in kept]
        for part in in_batches(gone):
            rows.filter(pk__in=part).delete()
