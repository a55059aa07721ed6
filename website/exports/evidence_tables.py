"""The tables of evidence: companies' words, what each claim is cited for, and the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings

from moratoriums.models import Citation, Source, Statement
from moratoriums.vocabulary import SourceClass, SourceHealth, StatementRole
from website.exports.asof import citations_of, sources_of, statements_of
from website.exports.columns import Column, Table
from website.serving.days import Asked


def _fetch_statements(keys: Sequence[int], asked: Asked) -> Mapping[int, Statement]:
    found = Statement.objects.filter(pk__in=keys).select_related("pledge__company", "source")
    return {one.pk: one for one in found}


def _fetch_citations(keys: Sequence[int], asked: Asked) -> Mapping[int, Citation]:
    found = Citation.objects.filter(pk__in=keys).select_related(
        "source", "pledge", "event__pledge", "exemption__pledge", "exemption__beneficiary"
    )
    return {one.pk: one for one in found}


def _fetch_sources(keys: Sequence[int], asked: Asked) -> Mapping[int, Source]:
    return Source.objects.in_bulk(keys)


def _about(citation: Citation) -> str:
    """The pledge that a citation belongs to."""
    if citation.exemption:
        return citation.exemption.pledge.slug
    pledge = citation.event.pledge if citation.event else citation.pledge
    return pledge.slug if pledge else ""


def _event(citation: Citation) -> str | None:
    event = citation.event
    return f"{event.pledge.slug}#{event.anchor}" if event else None


def _beneficiary(citation: Citation) -> str | None:
    return citation.exemption.beneficiary.slug if citation.exemption else None


STATEMENT_COLUMNS = (
    Column("pledge", "text", "Short name of the pledge.", lambda one: one.pledge.slug,
           required=True),
    Column("company", "text", "Short name of who gave the pledge.",
           lambda one: one.pledge.company.slug, required=True),
    Column("quote", "text", "The words, verbatim, in their own language.", lambda one: one.quote,
           required=True),
    Column("language", "text", "Their language (BCP 47).", lambda one: one.language),
    Column("speaker", "text", "Who said them.", lambda one: one.speaker),
    Column("channel", "text", "Where they were said.", lambda one: one.channel),
    Column("said", "edtf", "When, as precisely as is known.", lambda one: one.said_on),
    Column("said_earliest", "day", "The first day that can mean.", lambda one: one.said_earliest),
    Column("said_latest", "day", "The last day that can mean.", lambda one: one.said_latest),
    Column("role", "word", "What the words did.", lambda one: one.role, StatementRole,
           required=True),
    Column("source", "text", "Short name of the source they were read in.",
           lambda one: one.source.slug, required=True),
)  # fmt: skip

CITATION_COLUMNS = (
    Column("source", "text", "Short name of the source.", lambda one: one.source.slug,
           required=True),
    Column("pledge", "text", "Short name of the pledge it is cited for.", _about, required=True),
    Column("event", "text", "Name of the event it is cited for; empty if it is not an event.",
           _event),
    Column("beneficiary", "text", "Short name of the exempt party, if it is cited for an "
           "exemption.", _beneficiary),
    Column("supports", "list", "Names of the facts it is cited for.",
           lambda one: [str(fact) for fact in one.supports]),
    Column("quote", "text", "The words that say so.", lambda one: one.quote),
)  # fmt: skip

SOURCE_COLUMNS = (
    Column("source", "text", "Short name of the source; permanent.", lambda one: one.slug,
           required=True),
    Column("url", "address", "Its address.", lambda one: one.url, required=True),
    Column("title", "text", "Its title.", lambda one: one.title, required=True),
    Column("title_is_ours", "boolean", "Whether the title is a description of ours.",
           lambda one: one.title_is_ours, required=True),
    Column("publisher", "text", "Who published it.", lambda one: one.publisher, required=True),
    Column("published", "edtf", "When, as precisely as it says.", lambda one: one.published_on),
    Column("published_earliest", "day", "The first day that can mean.",
           lambda one: one.published_earliest),
    Column("published_latest", "day", "The last day that can mean.",
           lambda one: one.published_latest),
    Column("source_class", "word", "What sort of source it is.", lambda one: one.source_class,
           SourceClass, required=True),
    Column("language", "text", "Its language (BCP 47).", lambda one: one.language),
    Column("seen", "day", "When somebody of ours read it.", lambda one: one.seen_on,
           required=True),
    Column("archived_url", "address", "An archived copy.", lambda one: one.archived_url),
    Column("captured_at", "instant", "When that copy was made.", lambda one: one.captured_at),
    Column("sha256", "text", "SHA-256 of what was captured.", lambda one: one.sha256),
    Column("health", "word", "Whether it can still be read where it was; as of now.",
           lambda one: one.health, SourceHealth, required=True),
    Column("health_checked_at", "instant", "When that was last looked at.",
           lambda one: one.health_checked_at),
    Column("address", "address", "The page of the source on this site.",
           lambda one: f"{settings.SITE_URL}{one.get_absolute_url()}", required=True),
)  # fmt: skip

STATEMENTS = Table(
    name="statements",
    title="Statements",
    says="One row for each statement in the company's own words.",
    columns=STATEMENT_COLUMNS,
    key=(),
    links={
        "pledge": ("pledges", "pledge"),
        "company": ("companies", "company"),
        "source": ("sources", "source"),
    },
    rows=statements_of,
    fetch=_fetch_statements,
)
CITATIONS = Table(
    name="citations",
    title="Citations",
    says="One row for each source cited for a pledge as a whole, an event or an exemption, with "
    "the facts it supports and the words that say so.",
    columns=CITATION_COLUMNS,
    key=(),
    links={"source": ("sources", "source"), "pledge": ("pledges", "pledge")},
    rows=citations_of,
    fetch=_fetch_citations,
)
SOURCES = Table(
    name="sources",
    title="Sources",
    says="One row for each source that somebody of ours has read and that these rows cite.",
    columns=SOURCE_COLUMNS,
    key=("source",),
    rows=sources_of,
    fetch=_fetch_sources,
)
