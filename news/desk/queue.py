"""What the triage queue shows: one row for each story, with what an editor needs to decide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from news.desk.lanes import Waiting, lanes
from news.desk.rows import Row, row_of, with_everything
from news.models import Decision, RankerReport, Story
from news.services.learning import desk_precision, waiting_since
from news.vocabulary import REASON_KEYS, DismissReason

PER_PAGE = 50
KEPT_DAYS = 90  # how long a dismissed story can be brought back from its tab


@dataclass(frozen=True)
class Tab:
    """One tab of the page with how much is in it; ``jump`` is the key after "g"."""

    key: str
    title: str
    count: int
    current: bool
    jump: str = ""


class Queue:
    """One look at the queue: a tab, a search, a page.

    Args:
        name: the editor who looks; what is undone is their own.
    """

    def __init__(self, params: Any, *, name: str, now: datetime, allowed: Any = None) -> None:
        self.now, self.day, self.name = now, timezone.localdate(now), name
        self.lanes = [lane for lane in lanes() if allowed is None or allowed(lane.permission)]
        known = {"new", "snoozed", "dismissed", "done", *(lane.key for lane in self.lanes)}
        asked = str(params.get("tab", "new"))
        self.tab = asked if asked in known else "new"
        self.search = str(params.get("q", "")).strip()[:100]
        self.mine = params.get("mine") == "1"
        self.rule = str(params.get("rule", ""))[:12]
        self.number = params.get("page")
        self._counts: dict[str, int] = {}
        self.lane = next((lane for lane in self.lanes if lane.key == self.tab), None)

    # --- the frame -------------------------------------------------------------------------------
    def tabs(self) -> list[Tab]:
        """Every tab with its count."""
        shown = [
            Tab(key, title, self._count(key), key == self.tab, jump)
            for key, title, jump in (
                ("new", "New", "q"),
                ("snoozed", "Snoozed", "s"),
                ("dismissed", "Dismissed", "d"),
                ("done", "Done", "e"),
            )
        ]
        return shown + [
            Tab(lane.key, lane.title, lane.count(), lane.key == self.tab) for lane in self.lanes
        ]

    def _stories(self, tab: str) -> QuerySet[Story]:
        match tab:
            case "snoozed":
                return Story.objects.snoozed(self.day)
            case "dismissed":
                return Story.objects.dismissed_since(self.now - timedelta(days=KEPT_DAYS))
            case "done":
                return Story.objects.done()
        return Story.objects.waiting(self.day)

    def _count(self, tab: str) -> int:
        if tab not in self._counts:
            self._counts[tab] = self._stories(tab).count()
        return self._counts[tab]

    def oldest(self) -> datetime | None:
        """Since when the oldest story of the queue waits."""
        return waiting_since(self.day)

    def precision(self) -> str:
        """Yesterday's precision of the queue, in words."""
        taken, decided = desk_precision(self.day - timedelta(days=1))
        if not decided:
            return "nothing decided yesterday"
        return f"{taken} of {decided} decided yesterday were wanted ({taken / decided:.0%})"

    def ranker(self) -> RankerReport | None:
        """The last report of the ranker."""
        return RankerReport.objects.first()

    def last_press(self) -> tuple[Decision, int] | None:
        """What this editor did last and can take back, and to how many stories."""
        recent = Decision.objects.filter(
            by=self.name, undone_at=None, at__gte=self.now - timedelta(days=1)
        ).exclude(action="new")
        last = recent.select_related("story").first()
        return (last, Decision.objects.filter(press=last.press).count()) if last else None

    def address(self, **changes: Any) -> str:
        """The query of this look with some parameters changed, for links."""
        kept = {"tab": self.tab, "q": self.search, "mine": "1" if self.mine else ""} | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    # --- the rows --------------------------------------------------------------------------------
    def page(self) -> Page[Story]:
        """The stories of this look, those whose snooze is over first, then by score."""
        found = self._stories(self.tab)
        if self.search:
            found = found.filter(
                Q(title__icontains=self.search)
                | Q(entries__publisher__icontains=self.search)
                | Q(entries__proposals__company_name__icontains=self.search)
            ).distinct()
        if self.rule.isdecimal():
            found = found.filter(quieted_by__pk=self.rule)
        if self.mine:
            found = found.filter(assigned_to=self.name)
        pages = Paginator(self._ordered(found), PER_PAGE)
        if not (self.search or self.rule.isdecimal() or self.mine):
            pages.count = self._count(self.tab)  # all of a tab, which its heading counts too
        return pages.get_page(self.number)

    def _ordered(self, found: QuerySet[Story]) -> QuerySet[Story]:
        if self.tab in ("dismissed", "done"):
            return found.order_by("-decided_at", "-pk")
        if self.tab == "snoozed":
            return found.order_by("snoozed_until", "-score", "pk")
        due = Case(
            When(state=Story.State.SNOOZED, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return found.order_by(due, "-score", "first_seen_at", "pk")

    def rows(self, page: Page[Story]) -> list[Row]:
        """The rows of a page; the number of queries does not depend on their number."""
        pks = [story.pk for story in page]
        stories = {story.pk: story for story in with_everything(pks)}
        kept = [stories[pk] for pk in pks if pk in stories and stories[pk].entries.all()]
        following = [*(story.pk for story in kept[1:]), None]
        return [row_of(story, after) for story, after in zip(kept, following, strict=False)]

    def lane_rows(self) -> Sequence[Waiting]:
        """The rows of a lane, if the tab is one."""
        return self.lane.rows(PER_PAGE) if self.lane else ()


def reason_buttons() -> list[tuple[str, DismissReason]]:
    """The reasons to dismiss for, each with its key."""
    return list(REASON_KEYS.items())


def snooze_days(day: date) -> list[tuple[str, str, date]]:
    """How long a story can be put off with one key: the key, the words, the day."""
    return [
        ("d", "until tomorrow", day + timedelta(days=1)),
        ("w", "for a week", day + timedelta(days=7)),
        ("m", "for thirty days", day + timedelta(days=30)),
    ]
