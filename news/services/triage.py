"""Triage: what one press of a key does with the stories of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from moratoriums.models import Citation, Pledge
from moratoriums.register.schema import Fact
from news.drafting import draft_source
from news.models import Decision, Proposal, Story
from news.services.deciding import accept_as_source
from news.services.pressing import (
    NothingToDo,
    Press,
    hold_stories,
    record_press,
    reopen,
    set_columns,
    state_before,
)
from news.vocabulary import DeskAction, DismissReason, Relation

# What a source is cited for when it touches a clause; the key before the colon.
_SUPPORTS = {
    "use": Fact.COVERS,
    "product": Fact.COVERS,
    "term": Fact.TERM,
    "exempt": Fact.EXEMPTIONS,
    "condition": Fact.CONDITIONS,
}


@transaction.atomic
def dismiss_stories(pks: Sequence[int], *, reason: DismissReason, by: str, at: datetime) -> Press:
    """Take stories out of the queue; their waiting proposals are dismissed for the same reason.

    Raises:
        NothingToDo: none of them waits any more.
    """
    stories = hold_stories(pks, Story.State.NEW, Story.State.SNOOZED)
    press = record_press(stories, DeskAction.DISMISS, by=by, at=at, reason=reason)
    Proposal.objects.filter(entry__story__in=stories, state=Proposal.State.PENDING).update(
        state=Proposal.State.DISMISSED, decided_at=at, decided_by=by, reason=reason.label
    )
    set_columns(stories, state=Story.State.DISMISSED, decided_at=at, decided_by=by)
    return press


@transaction.atomic
def snooze_stories(pks: Sequence[int], *, until: date, by: str, at: datetime) -> Press:
    """Put stories off to a day, on which they come back by themselves.

    Raises:
        NothingToDo: none of them waits any more, or the day has come.
    """
    if until <= at.date():
        raise NothingToDo(f"{until} has come already: choose a later day.")
    stories = hold_stories(pks, Story.State.NEW, Story.State.SNOOZED)
    press = record_press(stories, DeskAction.SNOOZE, by=by, at=at)
    set_columns(stories, state=Story.State.SNOOZED, snoozed_until=until)
    return press


@transaction.atomic
def assign_stories(pks: Sequence[int], *, to: str, by: str, at: datetime) -> Press:
    """Give stories to an editor, or with an empty name to nobody."""
    stories = hold_stories(pks, *Story.State)
    press = record_press(stories, DeskAction.ASSIGN, by=by, at=at)
    set_columns(stories, assigned_to=to)
    return press


@transaction.atomic
def restore_stories(pks: Sequence[int], *, by: str, at: datetime) -> Press:
    """Bring dismissed or snoozed stories back, with the proposals that went with them.

    Raises:
        NothingToDo: none of them is dismissed or snoozed.
    """
    stories = hold_stories(pks, Story.State.DISMISSED, Story.State.SNOOZED)
    press = record_press(stories, DeskAction.RESTORE, by=by, at=at)
    reopen(Proposal.objects.filter(entry__story__in=stories, state=Proposal.State.DISMISSED))
    set_columns(stories, state=Story.State.NEW, decided_at=None, decided_by="", snoozed_until=None)
    return press


@transaction.atomic
def attach_story(
    pk: int, pledge: Pledge, *, relation: Relation, clause: str, by: str, at: datetime
) -> Press:
    """Cite the articles of a story for a pledge on record, at the clause they touch.

    Only support and background are attached like this: whatever changes the pledge is an event
    of it, and needs a day and words. Every article of the story becomes a source, copies marked
    as copies. The story is done when nothing else in it waits.

    Raises:
        NothingToDo: it was decided already, has no article with an address, or the relation
            needs an event.
    """
    if relation not in (Relation.SUPPORTS, Relation.BACKGROUND):
        raise NothingToDo(f"“{relation.label}” is an event of the pledge: open the story for it.")
    (story,) = hold_stories([pk], Story.State.NEW, Story.State.SNOOZED)
    press = record_press([story], DeskAction.ATTACH, by=by, at=at)
    made: list[Citation] = []
    if not _next_about(story, pledge):
        raise NothingToDo(f"Nothing in this story is about {pledge.company}: open it.")
    while proposal := _next_about(story, pledge):
        made += accept_as_source(
            proposal,
            pledge,
            source=draft_source(proposal.entry),
            by=by,
            at=at,
            supports=_cited_for(relation, clause),
        )
    Decision.objects.filter(press=press.key).update(
        before={**state_before(story), "citations": [row.pk for row in made], "pledge": pledge.pk}
    )
    finish_story(story, by=by, at=at)
    return Press(press.key, press.stories, pledge)


def finish_story(story: Story, *, by: str, at: datetime) -> None:
    """Call a story done, unless something in it still waits for a decision."""
    waiting = Proposal.objects.filter(entry__story=story, state=Proposal.State.PENDING)
    if not waiting.exists():
        set_columns([story], state=Story.State.DONE, decided_at=at, decided_by=by)


def _next_about(story: Story, pledge: Pledge) -> Proposal | None:
    """The next waiting proposal of a story that is about a pledge's company, with an address.

    A company the register does not know by that name has proposals without a key: those count.
    """
    waiting = Proposal.objects.filter(
        entry__story=story,
        state=Proposal.State.PENDING,
        company_slug__in=[pledge.company.slug, ""],
    )
    found = waiting.exclude(entry__url="").select_related("entry").order_by("pk").first()
    if found is None and waiting.exists():
        raise NothingToDo(
            "No article of this story has an address, which every source needs: open it and "
            "give one."
        )
    return found


def _cited_for(relation: Relation, clause: str) -> tuple[Fact, ...] | None:
    if relation == Relation.BACKGROUND:
        return ()
    fact = _SUPPORTS.get(clause.partition(":")[0])
    return (fact,) if fact else None
