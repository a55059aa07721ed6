"""Triage: what one press of a key does with the stories of the queue, and how it is undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.dateparse import parse_datetime

from moratoriums.models import Citation, Pledge, Source
from moratoriums.register.schema import Fact
from moratoriums.services import settle_pledge
from news.drafting import draft_source
from news.models import Decision, Proposal, Story
from news.services.deciding import accept_as_source
from news.services.folding import relink_company
from news.services.ordering import features_of
from news.vocabulary import DeskAction, DismissReason, Relation

# What a source is cited for when it touches a clause; the key before the colon.
_SUPPORTS = {
    "use": Fact.COVERS,
    "product": Fact.COVERS,
    "term": Fact.TERM,
    "exempt": Fact.EXEMPTIONS,
    "condition": Fact.CONDITIONS,
}


class NothingToDo(ValueError):
    """The press changes nothing; the message says why and what to do."""


@dataclass(frozen=True)
class Press:
    """One press of a key by one editor: what it did to how many stories."""

    key: str
    stories: tuple[int, ...]
    pledge: Pledge | None = None


@transaction.atomic
def dismiss_stories(pks: Sequence[int], *, reason: DismissReason, by: str, at: datetime) -> Press:
    """Take stories out of the queue; their waiting proposals are dismissed for the same reason.

    Raises:
        NothingToDo: none of them waits any more.
    """
    stories = _held(pks, Story.State.NEW, Story.State.SNOOZED)
    press = _record(stories, DeskAction.DISMISS, by=by, at=at, reason=reason)
    Proposal.objects.filter(entry__story__in=stories, state=Proposal.State.PENDING).update(
        state=Proposal.State.DISMISSED, decided_at=at, decided_by=by, reason=reason.label
    )
    _set(stories, state=Story.State.DISMISSED, decided_at=at, decided_by=by)
    return press


@transaction.atomic
def snooze_stories(pks: Sequence[int], *, until: date, by: str, at: datetime) -> Press:
    """Put stories off to a day, on which they come back by themselves.

    Raises:
        NothingToDo: none of them waits any more, or the day has come.
    """
    if until <= at.date():
        raise NothingToDo(f"{until} has come already: choose a later day.")
    stories = _held(pks, Story.State.NEW, Story.State.SNOOZED)
    press = _record(stories, DeskAction.SNOOZE, by=by, at=at)
    _set(stories, state=Story.State.SNOOZED, snoozed_until=until)
    return press


@transaction.atomic
def assign_stories(pks: Sequence[int], *, to: str, by: str, at: datetime) -> Press:
    """Give stories to an editor, or with an empty name to nobody."""
    stories = _held(pks, *Story.State)
    press = _record(stories, DeskAction.ASSIGN, by=by, at=at)
    _set(stories, assigned_to=to)
    return press


@transaction.atomic
def restore_stories(pks: Sequence[int], *, by: str, at: datetime) -> Press:
    """Bring dismissed or snoozed stories back, with the proposals that went with them.

    Raises:
        NothingToDo: none of them is dismissed or snoozed.
    """
    stories = _held(pks, Story.State.DISMISSED, Story.State.SNOOZED)
    press = _record(stories, DeskAction.RESTORE, by=by, at=at)
    _reopen(Proposal.objects.filter(entry__story__in=stories, state=Proposal.State.DISMISSED))
    _set(stories, state=Story.State.NEW, decided_at=None, decided_by="", snoozed_until=None)
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
    (story,) = _held([pk], Story.State.NEW, Story.State.SNOOZED)
    press = _record([story], DeskAction.ATTACH, by=by, at=at)
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
        before={**_before(story), "citations": [row.pk for row in made], "pledge": pledge.pk}
    )
    finish_story(story, by=by, at=at)
    return Press(press.key, press.stories, pledge)


def finish_story(story: Story, *, by: str, at: datetime) -> None:
    """Call a story done, unless something in it still waits for a decision."""
    waiting = Proposal.objects.filter(entry__story=story, state=Proposal.State.PENDING)
    if not waiting.exists():
        _set([story], state=Story.State.DONE, decided_at=at, decided_by=by)


def record_entered(story: Story, *, by: str, at: datetime) -> Press:
    """Remember that a story became part of the register through its page."""
    return _record([story], DeskAction.NEW, by=by, at=at)


@transaction.atomic
def undo_press(key: str, *, by: str, at: datetime) -> Press:
    """Put back what one press did: the stories, their proposals, and the citations it made.

    Raises:
        NothingToDo: it is undone already, or a story was decided anew since.
    """
    rows = list(
        Decision.objects.select_for_update()
        .filter(press=key, undone_at=None)
        .select_related("story")
    )
    if not rows:
        raise NothingToDo("There is nothing left to undo.")
    if rows[0].action == DeskAction.NEW:
        raise NothingToDo("What was published is taken back on the page of its pledge.")
    stories = [row.story_id for row in rows]
    newest = {d.story_id: d.press for d in Decision.objects.filter(
        story__in=stories, undone_at=None).order_by("at", "id")}  # fmt: skip
    if set(newest.values()) != {key}:
        raise NothingToDo("A later decision stands on one of these stories: undo that one first.")
    for row in rows:
        _put_back(row, by=by, at=at)
    Decision.objects.filter(pk__in=[row.pk for row in rows]).update(undone_at=at)
    return Press(key, tuple(stories))


# --- one row -------------------------------------------------------------------------------------
def _held(pks: Iterable[int], *states: Story.State) -> list[Story]:
    """The stories in one of these states, held until the transaction ends."""
    found = list(
        Story.objects.select_for_update()
        .filter(pk__in=list(pks), state__in=states)
        .order_by("pk")
        .prefetch_related("entries__proposals")
    )
    if not found:
        raise NothingToDo("Somebody decided this already; nothing was changed.")
    return found


def _set(stories: Iterable[Story], **columns: Any) -> None:
    Story.objects.filter(pk__in=[story.pk for story in stories]).update(**columns)


def _record(
    stories: Sequence[Story],
    action: DeskAction,
    *,
    by: str,
    at: datetime,
    reason: DismissReason | None = None,
) -> Press:
    key = get_random_string(16)
    Decision.objects.bulk_create(
        Decision(
            story=story,
            press=key,
            action=action,
            reason=reason or "",
            by=by,
            at=at,
            before=_before(story),
            features=features_of(story),
        )
        for story in stories
    )
    return Press(key, tuple(story.pk for story in stories))


def _before(story: Story) -> dict[str, Any]:
    entries = list(story.entries.all())
    states = {p.pk: p.state for entry in entries for p in entry.proposals.all()}
    return {
        "state": story.state,
        "snoozed_until": story.snoozed_until.isoformat() if story.snoozed_until else None,
        "assigned_to": story.assigned_to,
        "decided_at": story.decided_at.isoformat() if story.decided_at else None,
        "decided_by": story.decided_by,
        "pending": [pk for pk, state in states.items() if state == Proposal.State.PENDING],
        "dismissed": {
            str(p.pk): [p.decided_at.isoformat() if p.decided_at else None, p.decided_by, p.reason]
            for entry in entries
            for p in entry.proposals.all()
            if p.state == Proposal.State.DISMISSED
        },
    }


def _put_back(row: Decision, *, by: str, at: datetime) -> None:
    before = row.before
    until = before["snoozed_until"]
    decided = before["decided_at"]
    _set(
        [row.story],
        state=before["state"],
        snoozed_until=date.fromisoformat(until) if until else None,
        assigned_to=before["assigned_to"],
        decided_at=parse_datetime(decided) if decided else None,
        decided_by=before["decided_by"],
    )
    _reopen(Proposal.objects.filter(pk__in=before["pending"]))
    for pk, (when, who, why) in before["dismissed"].items():
        Proposal.objects.filter(pk=pk).update(
            state=Proposal.State.DISMISSED,
            decided_at=parse_datetime(when) if when else None,
            decided_by=who,
            reason=why,
        )
    _take_out(before.get("citations", []), before.get("pledge"), by=by, at=at)


def _reopen(proposals: Any) -> None:
    proposals.update(
        state=Proposal.State.PENDING, decided_at=None, decided_by="", reason="", pledge=None
    )


def _take_out(citations: list[int], pledge_pk: int | None, *, by: str, at: datetime) -> None:
    """Delete citations that a press made, and the sources that nothing else cites."""
    if not citations:
        return
    sources = list(Citation.objects.filter(pk__in=citations).values_list("source_id", flat=True))
    Citation.objects.filter(pk__in=citations).delete()
    Source.objects.filter(pk__in=sources, citations=None, statements=None).delete()
    pledge = Pledge.objects.filter(pk=pledge_pk or 0).select_related("company").first()
    if pledge:
        settle_pledge(pledge, by=by, at=at, note=f"Sources taken out again: {len(citations)}.")
        relink_company(pledge.company.slug)


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
