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
from news.drafting import ExemptLine, draft_source, evidence
from news.models import Proposal
from news.services.folding import relink_company


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
    quiet: bool = False,
    note: str = "",
    new_company: str = "",
    exempt: Sequence[ExemptLine] = (),
) -> Pledge:
    """Make a pledge of a proposal, with its exemptions, source, citations and announcement.

    Args:
        quiet, note: enter it as history, and the note in its history; see ``announce_pledge``.
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
    pledge = announce_pledge(record, by=by, at=at, publish=publish, quiet=quiet, note=note)
    Proposal.objects.filter(pk=proposal.pk).update(pledge=pledge)
    keep_members(proposal, pledge, by=by, at=at)
    relink_company(record.company)
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
    keep_members(proposal, pledge, event=event, by=by, at=at)
    return event


@transaction.atomic
def accept_as_source(
    proposal: Proposal,
    pledge: Pledge,
    *,
    source: schema.Source,
    by: str,
    at: datetime,
    supports: Sequence[schema.Fact] | None = None,
) -> list[Citation]:
    """Cite a proposal's article, and the others of its story, for a pledge that is on record.

    Args:
        supports: the facts it is cited for; None for all that the text states.

    Returns:
        The citations that are new.

    Raises:
        AlreadyDecided: nothing was written.
    """
    _decide(proposal, Proposal.State.ACCEPTED, by=by, at=at)
    made = cite(proposal, _source_row(source), pledge=pledge, supports=supports)
    if made:
        settle_pledge(pledge, by=by, at=at, note=f"Source added: {made.source}.")
    Proposal.objects.filter(pk=proposal.pk).update(pledge=pledge)
    others = keep_members(proposal, pledge, supports=supports, by=by, at=at)
    return [made, *others] if made else others


def keep_members(
    proposal: Proposal,
    pledge: Pledge,
    *,
    event: PledgeEvent | None = None,
    supports: Sequence[schema.Fact] | None = None,
    by: str,
    at: datetime,
) -> list[Citation]:
    """Cite the other articles of a proposal's story for what it became, copies marked as copies.

    Their own proposals about the same company and act are decided with it.

    Returns:
        The citations that are new.
    """
    made = []
    for other in _same_in_story(proposal):
        _decide(other, Proposal.State.ACCEPTED, by=by, at=at)
        Proposal.objects.filter(pk=other.pk).update(pledge=pledge)
        if other.entry.url:
            source = _source_row(draft_source(other.entry))
            made.append(cite(other, source, pledge=pledge, event=event, supports=supports))
    new = [citation for citation in made if citation]
    if new:
        settle_pledge(pledge, by=by, at=at, note=f"Sources of the same story added: {len(new)}.")
    return new


def _same_in_story(proposal: Proposal) -> list[Proposal]:
    """The waiting proposals of the story's other articles that tell the same, one for each."""
    if proposal.entry.story_id is None:
        return []
    company = {"company_slug": proposal.company_slug} if proposal.company_slug else {}
    others = (
        Proposal.objects.filter(
            entry__story=proposal.entry.story_id,
            state=Proposal.State.PENDING,
            act=proposal.act,
            **company,
        )
        .exclude(entry=proposal.entry)
        .select_related("entry")
        .order_by("pk")
    )
    if not company:
        others = others.filter(company_name__iexact=proposal.company_name)
    return list(others)


def cite(
    proposal: Proposal,
    source: Source,
    *,
    pledge: Pledge,
    event: PledgeEvent | None = None,
    supports: Sequence[schema.Fact] | None = None,
) -> Citation | None:
    """Cite a source for a pledge, or for an event of it, once; None if it is cited already."""
    said = evidence(proposal, source.slug)
    facts = said.supports if supports is None else supports
    target = {"event": event} if event else {"pledge": pledge}
    row, made = Citation.objects.get_or_create(
        source=source,
        **target,
        defaults={
            "supports": ["event"] if event else [str(fact) for fact in facts],
            "quote": said.quote,
            "position": (event or pledge).citations.count(),
        },
    )
    return row if made else None


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
