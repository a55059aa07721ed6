"""Entering: the decided cards of one article become part of the register, all or none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.register import schema
from moratoriums.services import EventFacts, settle_pledge, unpublish_pledge
from news.drafting import ExemptLine
from news.models import Decision, Entry, Proposal, Story
from news.services.deciding import (
    accept_as_event,
    accept_as_source,
    accept_proposal,
    dismiss_proposal,
)
from news.services.drafts import clear_draft, keep_facts
from news.services.folding import link_proposals
from news.services.pressing import NothingToDo, record_press
from news.services.triage import finish_story
from news.vocabulary import DeskAction, DismissReason

UNDO_SECONDS = 60  # mails of the post room are held longer than this


@dataclass(frozen=True)
class NewPledge:
    """A card that becomes a pledge."""

    proposal: Proposal
    record: schema.PledgeRecord
    new_company: str = ""
    exempt: Sequence[ExemptLine] = ()


@dataclass(frozen=True)
class NewEvent:
    """A card that becomes an event of a pledge on record."""

    proposal: Proposal
    pledge: Pledge
    facts: EventFacts


@dataclass(frozen=True)
class NewSource:
    """A card that becomes another source of a pledge on record."""

    proposal: Proposal
    pledge: Pledge


@dataclass(frozen=True)
class Left:
    """A card that is not for the register."""

    proposal: Proposal
    reason: DismissReason


Card = NewPledge | NewEvent | NewSource | Left


@dataclass
class Entered:
    """What the cards of an article became."""

    pledges: list[Pledge] = field(default_factory=list)
    events: list[PledgeEvent] = field(default_factory=list)
    sourced: list[Pledge] = field(default_factory=list)
    left: int = 0


@transaction.atomic
def enter_cards(
    entry: Entry,
    cards: Sequence[Card],
    *,
    source: schema.Source,
    publish: bool,
    significant: bool,
    note: str,
    by: str,
    at: datetime,
) -> Entered:
    """Decide several cards of one article in one step; an error undoes all of it.

    Args:
        significant: False enters new pledges as history, of which nobody is told.
        note: the public note in the history of what is new.

    Raises:
        AlreadyDecided, ValueError: nothing was written.
    """
    if not cards:
        raise NothingToDo("Choose for at least one card what becomes of it.")
    keep_facts({card.proposal.pk: card.proposal.facts for card in cards})
    entered = Entered()
    for card in cards:
        match card:
            case NewPledge():
                entered.pledges.append(
                    accept_proposal(
                        card.proposal, card.record, by=by, at=at, publish=publish,
                        quiet=not significant, note=note,
                        new_company=card.new_company, exempt=card.exempt,
                    )
                )  # fmt: skip
            case NewEvent(proposal, pledge, facts):
                entered.events.append(
                    accept_as_event(proposal, pledge, facts, source=source, by=by, at=at)
                )
            case NewSource(proposal, pledge):
                accept_as_source(proposal, pledge, source=source, by=by, at=at)
                entered.sourced.append(pledge)
            case Left(proposal, reason):
                dismiss_proposal(proposal, reason=reason.label, by=by, at=at)
                entered.left += 1
    clear_draft(entry, [card.proposal.pk for card in cards])
    _close(entry, cards, entered, by=by, at=at)
    return entered


def _close(entry: Entry, cards: Sequence[Card], entered: Entered, *, by: str, at: datetime) -> None:
    """Record the decision with the story, and call it done when nothing in it waits."""
    if entry.story is None:
        return
    press = record_press([entry.story], DeskAction.NEW, by=by, at=at)
    made = {
        "pledges": [row.pk for row in entered.pledges],
        "events": [row.pk for row in entered.events],
        "became_events": [card.proposal.pk for card in cards if isinstance(card, NewEvent)],
    }
    Decision.objects.filter(press=press.key).update(before=made)
    finish_story(entry.story, by=by, at=at)


@transaction.atomic
def take_back(press: str, *, by: str, at: datetime) -> list[str]:
    """Take back what was published less than a minute ago: pledges are drafts again, events gone.

    Mails about it were held for longer than that, and are dropped.

    Returns:
        What was taken back, in words.

    Raises:
        NothingToDo: the minute is over, or it was somebody else's.
    """
    row = Decision.objects.select_for_update().filter(press=press, by=by, undone_at=None).first()
    if row is None or "pledges" not in row.before:
        raise NothingToDo("There is nothing of yours to take back here.")
    if at - row.at > timedelta(seconds=UNDO_SECONDS):
        raise NothingToDo(
            f"More than {UNDO_SECONDS} seconds have passed and readers may have been told: "
            "correct it on the page of the pledge, in public."
        )
    said = []
    for pledge in Pledge.objects.filter(pk__in=row.before["pledges"]):
        unpublish_pledge(pledge, by=by, at=at, why="Taken back right after publishing.")
        said.append(f"{pledge} is a draft again")
    for event in PledgeEvent.objects.filter(pk__in=row.before["events"]).select_related("pledge"):
        said.append(f"“{event}” is gone")
        _take_out(event, by=by, at=at)
    _let_wait(row)
    Decision.objects.filter(pk=row.pk).update(undone_at=at)
    return said


def _take_out(event: PledgeEvent, *, by: str, at: datetime) -> None:
    """Delete an event that nobody has been told of."""
    pledge = event.pledge
    event.delete()
    settle_pledge(pledge, by=by, at=at, note="An event was taken back right after it was entered.")


def _let_wait(row: Decision) -> None:
    """Let the proposals that became events wait again, and with them their story."""
    reopened = Proposal.objects.filter(pk__in=row.before["became_events"]).update(
        state=Proposal.State.PENDING, decided_at=None, decided_by="", pledge=None
    )
    if reopened:
        Story.objects.filter(pk=row.story_id).update(
            state=Story.State.NEW, decided_at=None, decided_by=""
        )


def add_card(entry: Entry) -> Proposal:
    """An empty card for a pledge that the reading did not find."""
    number = entry.proposals.filter(key__startswith="editor/").count() + 1
    proposal = Proposal.objects.create(
        entry=entry, key=f"editor/{number}", company_name="New pledge", act="announce", facts=[]
    )
    link_proposals([proposal])
    return proposal
