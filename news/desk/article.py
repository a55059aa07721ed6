"""The page of one article: its text with the quotes marked, its cards of facts, and its buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.vocabulary import NEEDS_SECOND_EDITOR, EventKind
from news.desk.cards import Card
from news.desk.lints import lint
from news.desk.preview import Glance, glances, page_of
from news.desk.typed import Begun, without_page
from news.forms import ChangeForm, SourceForm
from news.forms.exemptions import MOST
from news.marking import Segment, mark_quotes
from news.models import Decision, Draft, Entry, EntryPage, Proposal, Rescue, Story
from news.services.deciding import AlreadyDecided
from news.services.drafts import keep_facts, save_draft
from news.services.entering import UNDO_SECONDS, Entered, add_card, enter_cards
from news.shelf import Shelf
from news.vocabulary import CardChoice


@dataclass(frozen=True)
class Preview:
    """What publishing would come to."""

    events: list[Glance]
    remarks: list[str]
    waits: bool

    @property
    def people(self) -> int:
        """How many mails would leave, at most: somebody who follows two things gets one."""
        return max((one.people for one in self.events), default=0)


class _Undone(Exception):
    """Everything was entered to see what comes of it, and is now undone."""


@dataclass
class ArticleDesk:
    """One article before one editor, for one request.

    Args:
        typed: what the browser sent; None shows the draft, or what was read.
        may_publish: whether this editor decides what readers see.
    """

    most_exempt: ClassVar[int] = MOST

    entry: Entry
    draft: Draft
    name: str
    now: datetime
    typed: QueryDict | None = None
    may_publish: bool = False
    checked: bool = False
    begun: Begun | None = None
    problem: str = ""
    preview: Preview | None = None
    cards: list[Card] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.action = str(self.typed.get("action", "")) if self.typed else ""
        data = self.typed if self.typed is not None else self._kept()
        publishing = self.action in ("publish", "preview")
        self.source_form = SourceForm(data, entry=self.entry)
        self.change_form = ChangeForm(data)
        self.shelf = Shelf()
        # Told apart now: a preview decides for a moment what waits.
        self.decided = [one for one in self.proposals if one.state != Proposal.State.PENDING]
        waiting = [one for one in self.proposals if one.state == Proposal.State.PENDING]
        mark = 1
        for number, proposal in enumerate(waiting, start=1):
            more = self.action == f"more:{proposal.pk}"
            card = Card(
                proposal, data, number=number, shelf=self.shelf,
                day=timezone.localdate(self.now), first_mark=mark,
                checked=self.checked, publishing=publishing, more_rows=more,
            )  # fmt: skip
            if self.begun and self.begun.card == proposal.pk:
                card.begin(self.begun.relation, self.begun.pledge)
            self.cards.append(card)
            mark += len(proposal.facts)

    def _kept(self) -> QueryDict | None:
        if not self.draft.data:
            return None
        data = QueryDict(mutable=True)
        for name, values in self.draft.data.items():
            data.setlist(name, values)
        return data

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Everything that was read in the article, decided or not."""
        rows = list(self.entry.proposals.select_related("near", "pledge").order_by("pk"))
        for proposal in rows:
            proposal.entry = self.entry
        return rows

    # --- what is shown ---------------------------------------------------------------------------
    def segments(self) -> list[Segment]:
        """The article with the quotes of every card marked and numbered."""
        facts = [fact for card in self.cards for fact in card.proposal.facts]
        return mark_quotes(self.entry.whole, facts)

    @cached_property
    def page_told(self) -> str:
        """Where the text behind the feed's own words comes from, or why there is none."""
        page = EntryPage.objects.filter(entry=self.entry).first()
        return page.told() if page else ""

    @cached_property
    def others(self) -> list[Entry]:
        """The other articles of the story."""
        if self.entry.story_id is None:
            return []
        return list(self.entry.story.entries.exclude(pk=self.entry.pk).order_by("pk")[:50])  # type: ignore[union-attr]

    @cached_property
    def similar(self) -> list[Story]:
        """Other stories about the same companies that wait, newest first."""
        names = {card.proposal.company_name for card in self.cards}
        found = Story.objects.waiting(timezone.localdate(self.now)).filter(
            entries__proposals__company_name__in=names
        )
        return list(found.exclude(pk=self.entry.story_id or 0).distinct()[:10])

    @cached_property
    def known(self) -> list[Pledge]:
        """The pledges on record of the companies in the article."""
        slugs = sorted({one.company_slug for one in self.proposals if one.company_slug})
        return [pledge for slug in slugs for pledge in self.shelf.pledges.get(slug, [])]

    @cached_property
    def rescue(self) -> Rescue | None:
        """What this editor sent and could not be saved."""
        return Rescue.objects.filter(entry=self.entry, by=self.name).first()

    def held_by(self) -> str:
        """Who else has the page open; empty if nobody."""
        return self.draft.held_by if self.draft.held_by_other(self.name, self.now) else ""

    @cached_property
    def press_to_take_back(self) -> Decision | None:
        """What this editor published less than a minute ago."""
        recent = Decision.objects.filter(
            story=self.entry.story_id, by=self.name, undone_at=None, action="new",
            at__gte=self.now - timedelta(seconds=UNDO_SECONDS),
        )  # fmt: skip
        return recent.first() if self.entry.story_id else None

    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the field to go to."""
        found = [
            (place, f"{card.number}. {card.proposal.company_name}: {words}")
            for card in self.cards
            for place, words in card.problems()
        ]
        for form in (self.source_form, self.change_form):
            if self.checked and form.is_bound:
                for name, errors in form.errors.items():
                    known = name in form.fields
                    label = form.fields[name].label if known else "The page"
                    place = form[name].id_for_label if known else "desk-facts-title"
                    found += [(place, f"{label}: {error}") for error in errors]
        return found

    def needs_second(self) -> bool:
        """Whether a verdict is among what was chosen: it waits for a second editor."""
        return any(
            card.choice == CardChoice.EVENT
            and str(card.event_form["kind"].value()) in NEEDS_SECOND_EDITOR
            for card in self.cards
        )

    # --- what is done ----------------------------------------------------------------------------
    def save(self, *, version: int, ask: bool | None = None) -> Draft:
        """Keep what was typed, and which words the facts are bound to.

        Raises:
            DraftConflict: somebody else saved or holds the page.
        """
        assert self.typed is not None  # noqa: S101  (only what was typed is saved)
        draft = save_draft(
            self.entry, without_page(self.typed), version=version, by=self.name, at=self.now,
            ask=ask,
        )  # fmt: skip
        for card in self.cards:
            card.bind()
        keep_facts({card.proposal.pk: card.proposal.facts for card in self.cards})
        self.draft = draft
        return draft

    def add_card(self) -> Proposal:
        """One more card, empty, for a pledge that was not found by itself."""
        return add_card(self.entry)

    def publish(self, *, as_draft: bool = False) -> Entered | None:
        """Enter what was decided on the cards; None with errors, and nothing is written."""
        if not as_draft and not self.may_publish:
            self.problem = "You may not publish: send it to a second editor, or enter drafts."
            return None
        try:
            return self._enter(publish=not as_draft)
        except (AlreadyDecided, ValueError) as error:
            self.problem = str(error)
            return None

    def look(self) -> None:
        """Enter everything, keep what readers would see of it, and undo it."""
        try:
            with transaction.atomic():
                entered = self._enter(publish=True)
                if entered is None:
                    return
                events = self._events_of(entered)
                waits = any(event.kind in NEEDS_SECOND_EDITOR for event in events)
                self.preview = Preview(glances(events, self.now), lint(self._chosen()), waits)
                raise _Undone
        except _Undone:
            return
        except (AlreadyDecided, ValueError) as error:
            self.problem = str(error)

    def page(self, request: HttpRequest) -> HttpResponse | None:
        """The public page of the first new pledge, or of the pledge an event is about."""
        answer = None
        try:
            with transaction.atomic():
                entered = self._enter(publish=True)
                if entered is None:
                    return None
                touched = [*entered.pledges, *(one.pledge for one in entered.events),
                           *entered.sourced]  # fmt: skip
                answer = page_of(request, touched[0]) if touched else None
                raise _Undone
        except _Undone:
            return answer
        except (AlreadyDecided, ValueError) as error:
            self.problem = str(error)
            return None

    def _chosen(self) -> list[Card]:
        return [card for card in self.cards if card.choice != CardChoice.LATER]

    def remarks(self) -> list[str]:
        """Words to look at again in what was chosen."""
        return lint(self._chosen())

    def _enter(self, *, publish: bool) -> Entered | None:
        chosen = self._chosen()
        if not chosen:
            raise ValueError("Choose for at least one card what becomes of it.")
        right = [self.change_form.is_valid(), self.source_form.is_valid()]
        right += [card.card.is_valid() for card in self.cards]
        if not all(right):
            return None
        source, change = self.source_form.source(), self.change_form
        note = change.cleaned_data["change_note"]
        decided = [
            card.decide(
                source, at=self.now, publish=publish, significant=change.significant, note=note
            )
            for card in chosen
        ]
        ready = [one for one in decided if one is not None]
        if len(ready) < len(chosen):
            return None
        return enter_cards(
            self.entry, ready, source=source, publish=publish, significant=change.significant,
            note=note, by=self.name, at=self.now,
        )  # fmt: skip

    def _events_of(self, entered: Entered) -> list[PledgeEvent]:
        announced = PledgeEvent.objects.filter(
            pledge__in=entered.pledges, kind=EventKind.ANNOUNCED
        ).order_by("pk")
        return [*announced, *entered.events]
