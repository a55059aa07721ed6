"""What the triage queue shows: one row for each story, with what an editor needs to decide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from news.desk.lanes import Waiting, lanes
from news.models import Decision, Entry, Proposal, RankerReport, Story
from news.services.folding import held_of
from news.services.learning import desk_precision, waiting_since
from news.vocabulary import REASON_KEYS, DismissReason, Relation

PER_PAGE = 50
KEPT_DAYS = 90  # how long a dismissed story can be brought back from its tab
_MOST_CLAUSES = 5  # as many as there are keys
_MOST_WHY = 6


@dataclass(frozen=True)
class Tab:
    """One tab of the page with how much is in it; ``jump`` is the key after "g"."""

    key: str
    title: str
    count: int
    current: bool
    jump: str = ""


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
        self.lane = next((lane for lane in self.lanes if lane.key == self.tab), None)

    # --- the frame -------------------------------------------------------------------------------
    def tabs(self) -> list[Tab]:
        """Every tab with its count."""
        shown = [
            Tab(key, title, self._stories(key).count(), key == self.tab, jump)
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
        return Paginator(self._ordered(found), PER_PAGE).get_page(self.number)

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
        stories = {story.pk: story for story in _with_everything(pks)}
        kept = [stories[pk] for pk in pks if pk in stories and stories[pk].entries.all()]
        following = [*(story.pk for story in kept[1:]), None]
        return [_row(story, after) for story, after in zip(kept, following, strict=False)]

    def lane_rows(self) -> Sequence[Waiting]:
        """The rows of a lane, if the tab is one."""
        return self.lane.rows(PER_PAGE) if self.lane else ()


def _with_everything(pks: Sequence[int]) -> QuerySet[Story]:
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


def _row(story: Story, following: int | None) -> Row:
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
