"""What the text of an article fills into the form of a new pledge."""

from __future__ import annotations

from typing import Any

from moratoriums.vocabulary import Grounds
from news import drafting
from news.drafting import value_of
from news.models import Proposal
from news.shelf import Shelf

# The words of which fact stand in which box.
WORDS = {
    "words_announced": ("announced", "announced"),
    "words_whose_use": ("whose_use", "whose_use"),
    "words_products": ("product", "products"),
    "words_places": ("place", "places"),
    "words_kind": ("kind", "kind"),
    "term_words": ("term", "term_words"),
    "words_condition": ("condition", "condition"),
}


def initial_of(proposal: Proposal, shelf: Shelf) -> dict[str, Any]:
    """What the text says, for the fields of the form; what it does not say stays empty."""
    facts = {str(fact["name"]): fact for fact in reversed(proposal.facts)}
    term = facts.get("term") or facts.get("term_unread")
    return {
        "company": shelf.companies.get(proposal.company_slug),
        "new_company": "" if proposal.company_slug else proposal.company_name,
        "slug": drafting.draft_slug(proposal, shelf),
        "title": drafting.draft_title(proposal),
        "summary": drafting.draft_summary(proposal, shelf),
        "kind": value_of(proposal, "kind"),
        "force": value_of(proposal, "force"),
        "grounds": Grounds.PRESS.value,
        "whose_use": [f["value"] for f in drafting.facts_named(proposal, "whose_use")],
        "products": "\n".join(f["value"] for f in drafting.facts_named(proposal, "product")),
        "places": ", ".join(f["value"] for f in drafting.facts_named(proposal, "place")),
        "announced": value_of(proposal, "announced"),
        "exempt_purpose": value_of(proposal, "exempt_purpose"),
        **{
            box: str(facts[name]["quote"])
            for box, (name, _) in WORDS.items()
            if name in facts and box.startswith("words_")
        },
        "term_words": term["quote"] if term else "",
        "condition": value_of(proposal, "condition"),
    }
