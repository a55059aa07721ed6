"""Drafts: what is typed on the page of an article is kept, by one editor at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from news.models import Draft, Entry, Proposal, Rescue

Typed = Mapping[str, list[str]]


class DraftConflict(Exception):
    """Somebody else saved the page, or has taken it over; what was sent is kept as a rescue."""


def hold_draft(entry: Entry, *, by: str, at: datetime, take_over: bool = False) -> Draft:
    """The draft of an article, held for an editor unless somebody else has it open."""
    draft, _ = Draft.objects.get_or_create(entry=entry)
    if take_over or not draft.held_by_other(by, at):
        Draft.objects.filter(pk=draft.pk).update(held_by=by, held_at=at)
        draft.held_by, draft.held_at = by, at
    return draft


@transaction.atomic
def save_draft(
    entry: Entry, data: Typed, *, version: int, by: str, at: datetime, ask: bool | None = None
) -> Draft:
    """Keep what an editor typed, if the page is still as they opened it and theirs.

    Args:
        version: the draft's version when the page was opened.
        ask: True sends it to a second editor, False takes that back, None leaves it.

    Raises:
        DraftConflict: somebody else saved or holds it; ``keep_rescue`` then keeps what was sent.
    """
    draft, _ = Draft.objects.get_or_create(entry=entry)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.held_by_other(by, at):
        raise DraftConflict(f"{draft.held_by} has taken this page over.")
    if draft.version != version:
        raise DraftConflict(f"{draft.saved_by or 'Somebody'} saved this page since you opened it.")
    draft.data, draft.version = {name: list(values) for name, values in data.items()}, version + 1
    draft.saved_at, draft.saved_by = at, by
    draft.held_by, draft.held_at = ("" if ask else by), at  # whoever is asked finds it free
    if ask is not None:
        draft.asked_by, draft.asked_at = (by, at) if ask else ("", None)
    draft.save()
    return draft


def keep_facts(proposals: Mapping[int, list[dict[str, Any]]]) -> None:
    """Keep which words an editor bound the facts of waiting proposals to."""
    for pk, facts in proposals.items():
        Proposal.objects.filter(pk=pk, state=Proposal.State.PENDING).update(facts=facts)


def keep_rescue(entry: Entry, data: Typed, *, by: str, at: datetime) -> Rescue:
    """Keep what could not be saved, for the editor who sent it; a newer one takes its place."""
    row, _ = Rescue.objects.update_or_create(
        entry=entry, by=by, defaults={"data": {k: list(v) for k, v in data.items()}, "at": at}
    )
    return row


@transaction.atomic
def use_rescue(entry: Entry, *, by: str, at: datetime) -> Draft:
    """Make the rescued text the draft; what the draft held is kept as the rescue in its place."""
    rescue = Rescue.objects.filter(entry=entry, by=by).first()
    draft = hold_draft(entry, by=by, at=at, take_over=True)
    if rescue is None:
        return draft
    before = draft.data
    saved = save_draft(entry, rescue.data, version=draft.version, by=by, at=at)
    rescue.delete()
    if before:
        keep_rescue(entry, before, by=by, at=at)
    return saved


def drop_rescue(entry: Entry, *, by: str) -> None:
    """Throw a rescued text away."""
    Rescue.objects.filter(entry=entry, by=by).delete()


def clear_draft(entry: Entry, decided: Collection[int]) -> None:
    """Forget what was typed on cards that are decided; what waits on the others stays.

    Args:
        decided: the primary keys of their proposals.
    """
    draft = Draft.objects.filter(entry=entry).first()
    if draft is None:
        return
    waits = entry.proposals.filter(state=Proposal.State.PENDING).exists()
    gone = ("change", *(f"c{pk}-" for pk in decided))
    kept = {name: values for name, values in draft.data.items() if not name.startswith(gone)}
    draft.data, draft.asked_by, draft.asked_at = (kept if waits else {}), "", None
    draft.save(update_fields=["data", "asked_by", "asked_at"])
