"""Undo: puts back what one press did, as long as nothing was decided on top of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime

from moratoriums.models import Citation, Pledge, Source
from moratoriums.services import settle_pledge
from news.models import Decision, Proposal
from news.services.folding import relink_company
from news.services.pressing import NothingToDo, Press, reopen, set_columns
from news.vocabulary import DeskAction


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


def _put_back(row: Decision, *, by: str, at: datetime) -> None:
    before = row.before
    until = before["snoozed_until"]
    decided = before["decided_at"]
    set_columns(
        [row.story],
        state=before["state"],
        snoozed_until=date.fromisoformat(until) if until else None,
        assigned_to=before["assigned_to"],
        decided_at=parse_datetime(decided) if decided else None,
        decided_by=before["decided_by"],
    )
    reopen(Proposal.objects.filter(pk__in=before["pending"]))
    for pk, (when, who, why) in before["dismissed"].items():
        Proposal.objects.filter(pk=pk).update(
            state=Proposal.State.DISMISSED,
            decided_at=parse_datetime(when) if when else None,
            decided_by=who,
            reason=why,
        )
    _take_out(before.get("citations", []), before.get("pledge"), by=by, at=at)


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
