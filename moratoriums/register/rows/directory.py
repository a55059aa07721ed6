"""Companies, beneficiaries and counter-cases as rows, and back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from companies.models import Company, CompanyName, Membership
from moratoriums.models import Beneficiary, Refusal
from moratoriums.register import schema
from moratoriums.register.rows.sources import read_source, write_sources
from moratoriums.register.rows.upserts import ids_by_slug, in_batches, upsert


@transaction.atomic
def write_companies(records: Sequence[schema.CompanyRecord]) -> None:
    """Write companies with their names and members.

    Raises:
        ValueError: one names a company that is neither in the register nor among the records.
    """
    rows = [
        Company(
            slug=record.slug,
            name=record.name,
            kind=record.kind,
            country=record.country,
            sector=record.sector,
            website=record.website,
            website_seen=record.website_seen,
            wikidata_id=record.wikidata,
            note=record.note,
        )
        for record in records
    ]
    upsert(rows, key=["slug"], keep=["parent", "merged_into"])
    named = [slug for r in records for slug in (r.parent, r.merged_into, *r.members) if slug]
    ids = ids_by_slug(Company, named, "company")
    for row, record in zip(rows, records, strict=True):
        row.parent_id = ids[record.parent] if record.parent else None
        row.merged_into_id = ids[record.merged_into] if record.merged_into else None
    Company.objects.bulk_update(rows, ["parent", "merged_into"], batch_size=200)
    _write_names(rows, records)
    _write_members(rows, records, ids)


def _write_names(rows: list[Company], records: Sequence[schema.CompanyRecord]) -> None:
    for batch in in_batches(rows):
        CompanyName.objects.filter(company__in=batch).delete()
    CompanyName.objects.bulk_create(
        CompanyName(
            company=row, name=name.name, kind=name.kind, until=name.until, position=position
        )
        for row, record in zip(rows, records, strict=True)
        for position, name in enumerate(record.names)
    )


def _write_members(
    rows: list[Company], records: Sequence[schema.CompanyRecord], ids: dict[str, int]
) -> None:
    for batch in in_batches(rows):
        Membership.objects.filter(group__in=batch).delete()
    Membership.objects.bulk_create(
        Membership(group=row, member_id=ids[member], position=position)
        for row, record in zip(rows, records, strict=True)
        for position, member in enumerate(record.members)
    )


def read_company(company: Company) -> schema.CompanyRecord:
    """Return a company as its file says it."""
    return schema.CompanyRecord(
        slug=company.slug,
        name=company.name,
        kind=company.kind,
        country=company.country,
        sector=company.sector,
        website=company.website,
        website_seen=company.website_seen,
        wikidata=company.wikidata_id,
        parent=company.parent.slug if company.parent else None,
        merged_into=company.merged_into.slug if company.merged_into else None,
        names=tuple(
            schema.CompanyName(name=name.name, kind=name.kind, until=name.until)
            for name in company.names.all()
        ),
        members=tuple(membership.member.slug for membership in company.memberships.all()),
        note=company.note,
    )


@transaction.atomic
def write_beneficiaries(records: Sequence[schema.BeneficiaryRecord]) -> None:
    """Write exempt parties; raises ValueError when one is merged into an unknown one."""
    rows = [
        Beneficiary(
            slug=record.slug,
            name=record.name,
            kind=record.kind,
            also_known_as=list(record.also_known_as),
            whose_use=list(record.whose_use),
            note=record.note,
        )
        for record in records
    ]
    upsert(rows, key=["slug"], keep=["merged_into"])
    ids = ids_by_slug(Beneficiary, [r.merged_into for r in records if r.merged_into], "beneficiary")
    for row, record in zip(rows, records, strict=True):
        row.merged_into_id = ids[record.merged_into] if record.merged_into else None
    Beneficiary.objects.bulk_update(rows, ["merged_into"], batch_size=200)


def read_beneficiary(beneficiary: Beneficiary) -> schema.BeneficiaryRecord:
    """Return an exempt party as its file says it."""
    merged_into = beneficiary.merged_into
    return schema.BeneficiaryRecord(
        slug=beneficiary.slug,
        name=beneficiary.name,
        kind=beneficiary.kind,
        also_known_as=tuple(beneficiary.also_known_as),
        whose_use=tuple(beneficiary.whose_use),
        merged_into=merged_into.slug if merged_into else None,
        note=beneficiary.note,
    )


@transaction.atomic
def write_refusals(records: Sequence[schema.RefusalRecord]) -> None:
    """Write counter-cases with their sources."""
    sources = write_sources(part for record in records for part in record.sources)
    rows = [Refusal(slug=r.slug, who=r.who, stance=r.stance) for r in records]
    upsert(rows, key=["slug"])
    for row, record in zip(rows, records, strict=True):
        row.sources.set([sources[part.key] for part in record.sources])


def read_refusal(refusal: Refusal) -> schema.RefusalRecord:
    """Return a counter-case as its file says it."""
    sources = sorted(refusal.sources.all(), key=lambda source: source.slug)
    return schema.RefusalRecord(
        slug=refusal.slug,
        who=refusal.who,
        stance=refusal.stance,
        sources=tuple(map(read_source, sources)),
    )
