"""The citations of a record as rows: which source is cited for which part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moratoriums.models import Citation, Exemption, Pledge, PledgeEvent
from moratoriums.register import schema
from moratoriums.register.rows.upserts import in_batches
from moratoriums.vocabulary import EventKind


def write_citations(
    pairs: Sequence[tuple[Pledge, schema.PledgeRecord]],
    changed: Sequence[Pledge],
    sources: dict[str, int],
    events: Sequence[PledgeEvent],
    exemptions: Sequence[Exemption],
) -> None:
    """Put in the citations of the given rows anew, in their order.

    Citations of other rows of the same pledges (a verdict that waits) stay as they are.
    """
    for batch in in_batches(changed):
        Citation.objects.filter(pledge__in=batch).delete()
        Citation.objects.filter(exemption__pledge__in=batch).delete()
    touched = {pledge.pk for pledge in changed}
    for batch in in_batches([event.pk for event in events if event.pledge_id in touched]):
        Citation.objects.filter(event__in=batch).delete()
    by_event = {(row.pledge_id, row.kind, row.key): row for row in events}
    announced = {row.pledge_id: row for row in events if row.kind == EventKind.ANNOUNCED}
    by_party = {(row.pledge_id, row.position): row for row in exemptions}
    rows: list[Citation] = []
    for pledge, record in pairs:
        rows += _of(record.evidence, sources, pledge=pledge)
        rows += _of(_for_announcement(record), sources, event=announced[pledge.pk])
        for event in record.events:
            row = by_event[pledge.pk, event.kind, event.key]
            rows += _of(event.sources, sources, schema.Fact.EVENT, event=row)
        for position, exemption in enumerate(record.exemptions):
            party = by_party[pledge.pk, position]
            rows += _of(exemption.sources, sources, schema.Fact.EXEMPTION, exemption=party)
    Citation.objects.bulk_create(rows)


def _for_announcement(record: schema.PledgeRecord) -> tuple[schema.Citation, ...]:
    """The sources that report the announcement, or all when none is said to."""
    reports = tuple(c for c in record.evidence if schema.Fact.ANNOUNCED in c.supports)
    return reports or record.evidence


def _of(
    citations: Sequence[schema.Citation],
    sources: dict[str, int],
    implied: schema.Fact | None = None,
    **target: Pledge | PledgeEvent | Exemption,
) -> Iterator[Citation]:
    for position, citation in enumerate(citations):
        supports = list(citation.supports) or ([implied] if implied else [])
        yield Citation(
            source_id=sources[citation.source],
            supports=supports,
            quote=citation.quote,
            position=position,
            **target,
        )
