"""An editor's decision: a proposal becomes a record, an event or a source, or is dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from companies.models import Company
from moratoriums.models import Beneficiary, Citation, Pledge, PledgeEvent, Source
from moratoriums.register import schema
from moratoriums.register.rows.sources import write_sources
from moratoriums.services import EventFacts, announce_pledge, record_event, settle_pledge
from news.drafting import ExemptLine, evidence
from news.models import Proposal


class AlreadyDecided(Exception):
    """Somebody accepted or dismissed the proposal before; nothing was written."""


@transaction.atomic
def accept_proposal(
    proposal: Proposal,
    record: schema.PledgeRecord,
    *,
    by: str,
    at: datetime,
    publish: bool = True,
    new_company: str = "",
    exempt: Sequence[ExemptLine] = (),
) -> Pledge:
    """Make a pledge of a proposal, with its exemptions, source, citations and announcement.

    Args:
        new_company: the name of the company if the register does not know ``record.company``.
        exempt: the parties of ``record.exemptions``; those the register does not know are added.

    Raises:
        AlreadyDecided: nothing was written.
        ValueError: the slug is taken, or the record names a company that is not in the register.
    """
    _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
    if new_company:
        Company.objects.get_or_create(slug=record.company, defaults={"name": new_company})
    for line in exempt:
        if not line.known:
            Beneficiary.objects.get_or_create(
                slug=line.slug, defaults={"name": line.name, "kind": line.kind}
            )
    pledge = announce_pledge(record, by=by, at=at, publish=publish)
    Proposal.objects.filter(pk=proposal.pk).update(pledge=pledge)
    return pledge


@transaction.atomic
def accept_as_event(
    proposal: Proposal,
    pledge: Pledge,
    facts: EventFacts,
    *,
    source: schema.Source,
    by: str,
    at: datetime,
) -> PledgeEvent:
    """Record what a proposal tells as an event of a pledge that is on record already.

    The event cites ``source``, the proposal's article, with the sentences of the proposal.

    Raises:
        AlreadyDecided, ValueError: nothing was written.
    """
    _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
    quote = evidence(proposal, source.key).quote
    cited = replace(facts, quotes=((_source_row(source), quote),))
    event = record_event(pledge, cited, by=by, at=at)
    Proposal.objects.filter(pk=proposal.pk).update(pledge=pledge)
    return event


@transaction.atomic
def accept_as_source(
    proposal: Proposal, pledge: Pledge, *, source: schema.Source, by: str, at: datetime
) -> Citation:
    """Cite a proposal's article for a pledge that is on record already.

    Raises:
        AlreadyDecided: nothing was written.
    """
    _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
    row = _source_row(source)
    cited = evidence(proposal, source.key)
    citation, made = Citation.objects.get_or_create(
        source=row,
        pledge=pledge,
        defaults={
            "supports": [str(fact) for fact in cited.supports],
            "quote": cited.quote,
            "position": pledge.citations.count(),
        },
    )
    if made:
        settle_pledge(pledge, by=by, at=at, note=f"Source added: {row}.")
    Proposal.objects.filter(pk=proposal.pk).update(pledge=pledge)
    return citation


def dismiss_proposal(proposal: Proposal, *, reason: str, by: str, at: datetime) -> None:
    """Take a proposal off the desk.

    Raises:
        AlreadyDecided, ValueError: it was decided before, or no reason is given.
    """
    if not reason.strip():
        raise ValueError("Say why: the reason stays with the proposal.")
    _decide(proposal, Proposal.State.DISMISSED, by=by, at=at, reason=reason.strip()[:300])


def _decide(
    proposal: Proposal, state: Proposal.State, *, by: str, at: datetime, reason: str = ""
) -> None:
    """Claim the decision: of two editors at once, one gets it."""
    pending = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.PENDING)
    if not pending.update(state=state, decided_by=by, decided_at=at, reason=reason):
        proposal.refresh_from_db()
        raise AlreadyDecided(
            f"{proposal} was {proposal.get_state_display().lower()} by "
            f"{proposal.decided_by or 'somebody'} already; nothing was changed."
        )
    proposal.refresh_from_db()


def _source_row(source: schema.Source) -> Source:
    existing = Source.objects.filter(url=source.url).first()
    return existing or Source.objects.get(pk=write_sources([source])[source.key])
