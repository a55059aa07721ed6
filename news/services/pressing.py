"""One press of a key on the queue: what it did to which stories, and what was before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.crypto import get_random_string

from moratoriums.models import Pledge
from news.models import Decision, Proposal, Story
from news.services.ordering import features_of
from news.vocabulary import DeskAction, DismissReason


class NothingToDo(ValueError):
    """The press changes nothing; the message says why and what to do."""


@dataclass(frozen=True)
class Press:
    """One press of a key by one editor: what it did to how many stories."""

    key: str
    stories: tuple[int, ...]
    pledge: Pledge | None = None


def hold_stories(pks: Iterable[int], *states: Story.State) -> list[Story]:
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


def set_columns(stories: Iterable[Story], **columns: Any) -> None:
    Story.objects.filter(pk__in=[story.pk for story in stories]).update(**columns)


def record_press(
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
            before=state_before(story),
            features=features_of(story),
        )
        for story in stories
    )
    return Press(key, tuple(story.pk for story in stories))


def state_before(story: Story) -> dict[str, Any]:
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


def reopen(proposals: Any) -> None:
    proposals.update(
        state=Proposal.State.PENDING, decided_at=None, decided_by="", reason="", pledge=None
    )
