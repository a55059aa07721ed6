"""One story as a row of the queue: counts, outlets, why it is there, and the pledges near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from news.models import Decision, Entry, Proposal, Story
from news.services.folding import held_of
from news.vocabulary import Relation

_MOST_CLAUSES = 5  # as many as there are keys
_MOST_WHY = 6


@dataclass(frozen=True)
class Choice:
    """One clause of a pledge on record to attach a story to, with its key."""

    value: str
    number: int
    label: str
    chosen: bool


@dataclass(frozen=True)
class Near:
    """A pledge on record that a story seems to be about."""

    pk: int
    title: str
    relation: str
    label: str
    why: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Row:
    """One story as the queue shows it."""

    story: Story
    lead: Entry
    reports: int
    copies: int
    outlets: str
    companies: str
    why: tuple[str, ...]
    near: tuple[Near, ...]
    excerpt: str
    reason: str
    next: int | None

    @property
    def more(self) -> str:
        """How many articles there are beside the first, in words."""
        parts = []
        if self.copies:
            parts.append(f"{self.copies} {'copy' if self.copies == 1 else 'copies'}")
        if self.reports > 1:
            others = self.reports - 1
            parts.append(f"{others} more independent {'report' if others == 1 else 'reports'}")
        return " and ".join(parts)

    @property
    def relation(self) -> str:
        """What the story seems to say of the pledge near it."""
        return self.near[0].relation if self.near else ""


def with_everything(pks: Sequence[int]) -> QuerySet[Story]:
    """Stories with all that their rows show; the number of queries is constant."""
    proposals = Proposal.objects.select_related("near__company").prefetch_related(
        "near__barred_uses", "near__exemptions__beneficiary", "near__conditions"
    )
    dismissals = Decision.objects.filter(action="dismiss", undone_at=None)
    return (
        Story.objects.filter(pk__in=pks)
        .select_related("quieted_by")
        .prefetch_related(
            Prefetch("entries", Entry.objects.order_by("pk")),
            Prefetch("entries__proposals", proposals.order_by("pk")),
            Prefetch("decisions", dismissals, to_attr="dismissals"),
        )
    )


def row_of(story: Story, following: int | None) -> Row:
    """The row of a story from ``with_everything``; ``following`` is the story below it."""
    entries = list(story.entries.all())
    lead = next((entry for entry in entries if entry.copy_of_id is None), entries[0])
    proposals = [one for entry in entries for one in entry.proposals.all()]
    copies = sum(1 for entry in entries if entry.copy_of_id is not None)
    outlets = list(dict.fromkeys(entry.publisher or "no publisher" for entry in entries))
    last = next(iter(story.dismissals), None)  # type: ignore[attr-defined]
    return Row(
        story=story,
        lead=lead,
        reports=len(entries) - copies,
        copies=copies,
        outlets=", ".join(outlets[:4]) + (f" and {len(outlets) - 4} more" if outlets[4:] else ""),
        companies=", ".join(dict.fromkeys(f"{one.company_name}: {one.act}" for one in proposals)),
        why=tuple(str(reason) for reason in lead.why_matched[:_MOST_WHY]),
        near=_near(proposals),
        excerpt=_excerpt(lead, proposals),
        reason=last.get_reason_display() if last and story.state == Story.State.DISMISSED else "",
        next=following,
    )


def _near(proposals: Sequence[Proposal]) -> tuple[Near, ...]:
    """The pledges near a story, each once, with numbered clauses; the clause touched is chosen."""
    found: dict[int, Near] = {}
    number = 0
    pledges = {one.near_id for one in proposals if one.near_id}
    each = max(1, _MOST_CLAUSES // max(1, len(pledges)))
    for one in proposals:
        if one.near is None or one.near.pk in found:
            continue
        clauses = held_of(one.near).clauses()
        touched = next((c for c in clauses if c.key == one.clause), clauses[0])
        shown = list(dict.fromkeys([touched, *clauses]))[: min(each, _MOST_CLAUSES - number)]
        choices = []
        for clause in shown:
            number += 1
            chosen = clause == touched and not found
            value = f"{one.near.pk}|{clause.key}"
            choices.append(Choice(value, number, clause.label, chosen))
        label = Relation(one.relation).label if one.relation else ""
        found[one.near.pk] = Near(
            one.near.pk, one.near.title, one.relation, label, one.near_why, tuple(choices)
        )
    return tuple(found.values())


def _excerpt(lead: Entry, proposals: Sequence[Proposal]) -> str:
    """The words around the act, or the beginning of the text."""
    own = next((one for one in proposals if one.entry_id == lead.pk), None)
    act = next((fact for fact in own.facts if fact["name"] == "act"), None) if own else None
    text = lead.whole
    at = int(act["start"]) if act and act["start"] > len(lead.title) else len(lead.title) + 2
    start = max(len(lead.title) + 2, at - 80)
    end = start + 240
    before = "… " if start > len(lead.title) + 2 else ""
    return f"{before}{text[start:end].strip()}{' …' if end < len(text) else ''}"
