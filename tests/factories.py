"""Plain functions that put rows of the register into the test database, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify

from companies.models import Company, CompanyName
from companies.vocabulary import NameKind
from moratoriums.models import (
    BarredUse,
    Beneficiary,
    Citation,
    Exemption,
    Jurisdiction,
    Pledge,
    PledgeEvent,
    Source,
    Statement,
)
from moratoriums.services import restamp
from moratoriums.services.states import retell_states
from moratoriums.vocabulary import (
    NEEDS_SECOND_EDITOR,
    STANCE_AFTER,
    BeneficiaryKind,
    EndBasis,
    EventKind,
    Force,
    Grounds,
    Kind,
    Stance,
    TermKind,
    WhoseUse,
)

RECORDED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CHECKED_ON = date(2026, 11, 22)
_numbers = count(1)

Row = TypeVar("Row")


def _shown(row: Row) -> Row:
    """Let readers see a row that was put in beside the services."""
    with transaction.atomic():
        restamp()
    return row


def make_company(name: str = "", **fields: Any) -> Company:
    """Make a company; the slug comes from the name."""
    name = name or f"Company {next(_numbers)}"
    fields.setdefault("slug", slugify(name))
    return _shown(Company.objects.create(name=name, **fields))


def make_company_name(company: Company, name: str, kind: NameKind = NameKind.ALIAS) -> CompanyName:
    """Make another name under which a company is found."""
    return _shown(CompanyName.objects.create(company=company, name=name, kind=kind))


def make_source(publisher: str = "Example News", **fields: Any) -> Source:
    """Make a source that somebody has seen; pass ``seen_on=None`` for one nobody has."""
    number = next(_numbers)
    fields.setdefault("slug", f"source-{number}")
    fields.setdefault("url", f"https://news.example/{number}")
    fields.setdefault("title", f"Report number {number}")
    fields.setdefault("published_on", "2020-06-10")
    fields.setdefault("seen_on", CHECKED_ON)
    return _shown(Source.objects.create(publisher=publisher, **fields))


def make_pledge(
    company: Company | None = None,
    *,
    announced: str = "2020-06-10",
    effective: str = "",
    term: TermKind = TermKind.UNSTATED,
    term_words: str = "",
    end: str = "",
    end_basis: EndBasis | None = None,
    end_rule: str = "",
    end_is_minimum: bool = False,
    uses: Iterable[WhoseUse] = (WhoseUse.POLICE,),
    places: Iterable[str] = ("worldwide",),
    source: Source | None = None,
    published: bool = True,
    **fields: Any,
) -> Pledge:
    """Make a published pledge with its announcement, one seen source and the state it left.

    ``announced``, ``effective`` and ``end`` are EDTF texts. An empty ``announced`` is an undated
    announcement, first read on ``first_seen_on`` (CHECKED_ON unless given).
    """
    number = next(_numbers)
    company = company or make_company()
    fields.setdefault("slug", f"pledge-{number}")
    fields.setdefault("title", f"{company.name}: pledge {number}")
    fields.setdefault("summary", f"{company.name} said that it would stop ({number}).")
    fields.setdefault("kind", Kind.MORATORIUM)
    fields.setdefault("force", Force.STATEMENT)
    fields.setdefault("grounds", Grounds.COMPANY)
    fields.setdefault("checked_on", CHECKED_ON)
    fields.setdefault("next_check_on", date(2027, 5, 21))
    if not announced:
        fields.setdefault("first_seen_on", CHECKED_ON)
    pledge = Pledge.objects.create(
        company=company,
        announced_on=announced,
        effective_on=effective,
        published_at=RECORDED_AT if published else None,
        **fields,
    )
    BarredUse.objects.bulk_create(BarredUse(pledge=pledge, whose_use=use) for use in uses)
    Jurisdiction.objects.bulk_create(Jurisdiction(pledge=pledge, code=code) for code in places)
    source = source or make_source()
    make_citation(source, pledge=pledge, supports=["summary", "announced"])
    make_event(
        pledge,
        EventKind.ANNOUNCED,
        announced,
        term=term,
        term_words=term_words,
        end=end,
        end_basis=end_basis,
        end_rule=end_rule,
        end_is_minimum=end_is_minimum,
        source=source,
    )
    return pledge


def make_event(
    pledge: Pledge,
    kind: EventKind,
    happened: str,
    *,
    term: TermKind | None = None,
    end: str = "",
    end_basis: EndBasis | None = None,
    stance: Stance | None = None,
    source: Source | None = None,
    confirmed: bool = True,
    **fields: Any,
) -> PledgeEvent:
    """Make an event, confirmed as its kind demands, and retell the pledge's states.

    An event that changes the state carries the one its kind leaves; without ``term`` it is
    "until further notice" for an extension and "no end stated" otherwise.
    """
    stance = stance or STANCE_AFTER.get(kind)
    if stance and term is None:
        extended = kind == EventKind.EXTENDED and not end
        term = TermKind.UNTIL_FURTHER_NOTICE if extended else TermKind.UNSTATED
        term = TermKind.FIXED if end else term
    fields.setdefault("key", happened or "undated")
    fields.setdefault("position", pledge.events.count())
    fields.setdefault("recorded_at", RECORDED_AT)
    fields.setdefault("recorded_by", "first editor")
    if confirmed:
        fields.setdefault("confirmed_at", RECORDED_AT)
        if kind in NEEDS_SECOND_EDITOR:
            fields.setdefault("confirmed_by", "second editor")
    event = PledgeEvent.objects.create(
        pledge=pledge,
        kind=kind,
        happened_on=happened,
        stance=stance or "",
        term=term or "",
        end_on=end,
        end_basis=(end_basis or EndBasis.STATED) if end else EndBasis.NONE,
        **fields,
    )
    make_citation(source or make_source(), event=event, supports=["event"])
    retell_states(pledge)
    return _shown(event)


def make_citation(source: Source, **fields: Any) -> Citation:
    """Cite a source for one of ``pledge``, ``event`` or ``exemption``."""
    return _shown(Citation.objects.create(source=source, **fields))


def make_beneficiary(name: str = "", **fields: Any) -> Beneficiary:
    """Make somebody, or something, that pledges may leave allowed."""
    name = name or f"Beneficiary {next(_numbers)}"
    fields.setdefault("slug", slugify(name))
    fields.setdefault("kind", BeneficiaryKind.ORGANISATION)
    return _shown(Beneficiary.objects.create(name=name, **fields))


def make_exemption(
    pledge: Pledge,
    beneficiary: Beneficiary | None = None,
    *,
    since: str = "2020-06-10",
    quote: str = "",
    source: Source | None = None,
    **fields: Any,
) -> Exemption:
    """Make an exemption with the source that says so."""
    exemption = Exemption.objects.create(
        pledge=pledge, beneficiary=beneficiary or make_beneficiary(), since=since, **fields
    )
    make_citation(source or make_source(), exemption=exemption, supports=["exemption"], quote=quote)
    return exemption


def make_statement(pledge: Pledge, quote: str, **fields: Any) -> Statement:
    """Make a company's own words, from a source somebody has seen."""
    fields.setdefault("said_on", pledge.announced_on)
    if "source" not in fields:
        fields["source"] = make_source(publisher=pledge.company.name)
    return _shown(Statement.objects.create(pledge=pledge, quote=quote, **fields))
