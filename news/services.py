"""The steps of the intake: an article becomes an entry, an entry proposals, a proposal a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from companies.models import Company
from moratoriums.models import Beneficiary, Citation, Pledge, PledgeEvent, Source
from moratoriums.register import schema
from moratoriums.register.rows.sources import write_sources
from moratoriums.services import EventFacts, announce_pledge, record_event, settle_pledge
from news.articles import Article
from news.door import fingerprint, one_line, plain_text, web_address
from news.drafting import ExemptLine, evidence
from news.extraction import NameBook, Reading, read_text
from news.models import Entry, Proposal
from news.names import register_names
from news.relevance import judge


class AlreadyDecided(Exception):
    """Somebody accepted or dismissed the proposal before; nothing was written."""


@transaction.atomic
def take_in_article(article: Article, *, at: datetime) -> Entry:
    """Keep an article as an entry, once for its address (or, without one, for its text).

    Taking in the same article again gives the entry that is there; its text is not replaced.

    Raises:
        ValueError: it has no text, or was published more than a day ahead of ``at``.
    """
    title, text = one_line(article.title), plain_text(article.text)
    if not text and not title:
        raise ValueError("There is no text in this article.")
    if article.published_on and article.published_on > timezone.localdate(at) + timedelta(days=1):
        raise ValueError(
            f"{article.published_on} lies in the future: give the day the article was published."
        )
    if title and text.startswith(title):
        text = text[len(title) :].lstrip()
    url = web_address(article.url)
    sha256 = fingerprint(f"{title}\n\n{text}")
    entry, _ = Entry.objects.get_or_create(
        feed=None,
        identity=(url or f"sha256:{sha256}")[:500],
        defaults={
            "url": url,
            "title": title,
            "text": text,
            "publisher": one_line(article.publisher, 200),
            "published_on": article.published_on,
            "sha256": sha256,
        },
    )
    return entry


@transaction.atomic
def read_entry(entry: Entry, names: NameBook | None = None) -> list[Proposal]:
    """Read an entry and put one proposal for each company and act before the editors.

    Reading again renews the facts of pending proposals and leaves decided ones alone. Why the
    entry matched, or was skipped, is kept with it.
    """
    names = names or register_names()
    judgement = judge(entry.whole, names)
    entry.why_matched = [str(reason) for reason in judgement.reasons]
    entry.why_skipped = judgement.skipped
    readings: list[Reading] = []
    if judgement.matched:
        readings = read_text(
            entry.whole, names, entry.published_on, headline_length=len(entry.title)
        )
        if not readings:
            entry.why_skipped = "No company's own act was found in it."
    entry.save(update_fields=["why_matched", "why_skipped"])
    return [_propose(entry, reading) for reading in readings]


def _propose(entry: Entry, reading: Reading) -> Proposal:
    proposal, made = Proposal.objects.get_or_create(
        entry=entry,
        key=reading.key,
        defaults={
            "company_name": reading.company[:200],
            "company_slug": reading.slug,
            "act": reading.act,
            "facts": [asdict(fact) for fact in reading.facts],
        },
    )
    if not made and proposal.state == Proposal.State.PENDING:
        proposal.facts = [asdict(fact) for fact in reading.facts]
        proposal.company_name, proposal.company_slug = reading.company[:200], reading.slug
        proposal.save(update_fields=["facts", "company_name", "company_slug"])
    return proposal


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
