"""The tables of parties: the organisations that pledge, and those that stay allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings

from companies.models import Company
from companies.vocabulary import CompanyKind
from moratoriums.models import Beneficiary
from moratoriums.vocabulary import BeneficiaryKind
from website.exports.asof import beneficiaries_of, companies_of
from website.exports.columns import Column, Table
from website.serving.days import Asked


def _fetch_companies(keys: Sequence[int], asked: Asked) -> Mapping[int, Company]:
    found = Company.objects.filter(pk__in=keys).select_related("parent")
    return {one.pk: one for one in found.prefetch_related("names")}


def _fetch_beneficiaries(keys: Sequence[int], asked: Asked) -> Mapping[int, Beneficiary]:
    return Beneficiary.objects.in_bulk(keys)


def _page(one: Company | Beneficiary) -> str:
    return f"{settings.SITE_URL}{one.get_absolute_url()}"


COMPANY_COLUMNS = (
    Column("company", "text", "Short name of the organisation; permanent.", lambda one: one.slug,
           required=True),
    Column("name", "text", "Its main name.", lambda one: one.name, required=True),
    Column("kind", "word", "What sort of organisation it is.", lambda one: one.kind, CompanyKind,
           required=True),
    Column("country", "text", "Home country, two letters (ISO 3166-1).", lambda one: one.country),
    Column("sector", "text", "Its sector, in our words.", lambda one: one.sector),
    Column("website", "address", "Its website.", lambda one: one.website),
    Column("wikidata", "text", "Its Wikidata identifier.", lambda one: one.wikidata_id),
    Column("parent", "text", "Short name of the organisation it belongs to.",
           lambda one: one.parent.slug if one.parent else None),
    Column("other_names", "list", "Other names: aliases, former names, brands, products.",
           lambda one: [name.name for name in one.names.all()]),
    Column("address", "address", "The page of the organisation.", _page, required=True),
)  # fmt: skip

BENEFICIARY_COLUMNS = (
    Column("beneficiary", "text", "Short name of the exempt party; permanent.",
           lambda one: one.slug, required=True),
    Column("name", "text", "Its name.", lambda one: one.name, required=True),
    Column("kind", "word", "What sort of exempt party it is.", lambda one: one.kind,
           BeneficiaryKind, required=True),
    Column("also_known_as", "list", "Other names.",
           lambda one: [str(name) for name in one.also_known_as]),
    Column("note", "text", "The editors' note.", lambda one: one.note),
    Column("address", "address", "The page of the exempt party.", _page, required=True),
)  # fmt: skip

COMPANIES = Table(
    name="companies",
    title="Organisations",
    says="One row for each organisation that gave, or is bound by, one of the pledges, and for "
    "those it belongs to.",
    columns=COMPANY_COLUMNS,
    key=("company",),
    rows=companies_of,
    fetch=_fetch_companies,
)
BENEFICIARIES = Table(
    name="beneficiaries",
    title="Exempt parties",
    says="One row for each party, use, class of customers or place that the pledges leave allowed.",
    columns=BENEFICIARY_COLUMNS,
    key=("beneficiary",),
    rows=beneficiaries_of,
    fetch=_fetch_beneficiaries,
)
