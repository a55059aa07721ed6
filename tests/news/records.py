"""Records as an editor would enter them from a proposal, for the tests of the steps behind."""

from __future__ import annotations

from moratoriums.register import schema
from moratoriums.vocabulary import Force, Kind, WhoseUse
from news import drafting
from news.drafting import ExemptLine, facts_named, value_of
from news.models import Proposal
from news.shelf import Shelf


def draft_record(proposal: Proposal) -> schema.PledgeRecord:
    """The record an editor starts from.

    A required field of the register that the text says nothing about gets the weakest value:
    force "said", no places, nobody's use; the form asks the editor for them before publishing.

    Raises:
        ValueError: the entry has no address, which every source needs.
    """
    shelf = Shelf()
    source = drafting.draft_source(proposal.entry)
    lasting = drafting.term_of(proposal)
    condition = value_of(proposal, "condition")
    return schema.PledgeRecord(
        slug=drafting.draft_slug(proposal, shelf),
        company=proposal.company_slug or drafting.company_slug(proposal.company_name),
        title=drafting.draft_title(proposal),
        summary=drafting.draft_summary(proposal, shelf),
        kind=Kind(value_of(proposal, "kind") or Kind.MORATORIUM),
        force=Force(value_of(proposal, "force") or Force.SAID),
        covers=schema.Covers(
            whose_use=tuple(WhoseUse(f["value"]) for f in facts_named(proposal, "whose_use")),
            products=tuple(f["value"] for f in facts_named(proposal, "product")),
            places=tuple(f["value"] for f in facts_named(proposal, "place")),
        ),
        announced=value_of(proposal, "announced"),
        first_seen=None if value_of(proposal, "announced") else proposal.entry.published_on,
        term=drafting.record_term(lasting),
        conditions=(schema.Condition(what=condition[:300]),) if condition else (),
        exemptions=tuple(
            _exemption(proposal, line, source.key)
            for line in drafting.exempt_lines(proposal, shelf)
        ),
        evidence=(drafting.evidence(proposal, source.key),),
        sources=(source,),
    )


def _exemption(proposal: Proposal, line: ExemptLine, source: str) -> schema.Exemption:
    return schema.Exemption(
        beneficiary=line.slug,
        purpose=value_of(proposal, "exempt_purpose")[:300],
        since=value_of(proposal, "announced"),
        sources=(schema.Citation(source=source, quote=line.quote),),
    )
