"""Further lanes of the queue: other things that wait for an editor, beside the stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from news.models import Draft


@dataclass(frozen=True)
class Waiting:
    """One row of a lane: what waits, where it is dealt with, and what to know of it."""

    text: str
    address: str
    note: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Lane:
    """A tab of the queue page. A room adds one with ``add_lane`` when its app is ready.

    ``count`` and ``rows`` ask a constant number of questions; ``rows`` gives at most as many rows
    as it is asked for, the most pressing first.
    """

    key: str
    title: str
    about: str
    count: Callable[[], int]
    rows: Callable[[int], Sequence[Waiting]]
    permission: str = "news.view_story"


_LANES: dict[str, Lane] = {}


def add_lane(lane: Lane) -> None:
    """Show a lane behind those there are; the same key again takes the old one's place."""
    _LANES[lane.key] = lane


def lanes() -> list[Lane]:
    """All lanes, in the order in which they were added."""
    return list(_LANES.values())


def _for_second_editor(most: int) -> list[Waiting]:
    drafts = Draft.objects.exclude(asked_at=None).select_related("entry").order_by("asked_at")
    return [
        Waiting(
            str(draft.entry),
            reverse("admin:news_entry_desk", args=[draft.entry_id]),
            f"sent by {draft.asked_by}",
            draft.asked_at,
        )
        for draft in drafts[:most]
    ]


add_lane(
    Lane(
        "second",
        "Second editor",
        "Announcements that one editor has prepared and another is asked to look at.",
        lambda: Draft.objects.exclude(asked_at=None).count(),
        _for_second_editor,
    )
)
