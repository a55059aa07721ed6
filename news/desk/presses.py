"""What a press of a button or key on the queue comes to: the step it calls, and what is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.urls import reverse

from moratoriums.models import Pledge
from moratoriums.partial_dates import parse_loose
from news import services
from news.models import Proposal, Story
from news.services.pressing import NothingToDo, Press
from news.vocabulary import DismissReason, Relation

_MOST = 500  # stories in one press


@dataclass(frozen=True)
class Said:
    """What is told to the editor, which press can be undone, and which rows are gone.

    ``go`` is the page on which the editor goes on: an event needs a day and words. ``back`` is the
    story that an undo put back, where the editor goes on.
    """

    message: str
    press: str = ""
    gone: tuple[int, ...] = ()
    failed: bool = False
    go: str = ""
    back: int = 0


def press(data: Any, *, by: str, at: datetime) -> Said:
    """Do what the pressed button says; bad input and races come back as a message.

    ``do`` names the step; what stands behind a colon is its choice: "dismiss:off_topic".
    """
    step, _, choice = str(data.get("do", "")).partition(":")
    pks = [int(pk) for pk in data.getlist("story") if pk.isdecimal() and len(pk) < 15][:_MOST]
    steps = {
        "dismiss": _dismiss,
        "snooze": _snooze,
        "assign": _assign,
        "attach": _attach,
        "quiet": _quiet,
        "restore": _restore,
        "undo": _undo,
    }
    try:
        if step not in steps:
            raise NothingToDo("Choose what to do: this button is not known.")
        if step != "undo" and not pks:
            raise NothingToDo("Select at least one story first.")
        return steps[step](pks, choice, data, by, at)
    except (NothingToDo, services.AlreadyDecided, ValueError) as error:
        return Said(str(error), failed=True)


def _dismiss(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    reason = choice or str(data.get("reason", ""))
    if reason not in DismissReason.values():
        raise NothingToDo("Say why: choose a reason.")
    done = services.dismiss_stories(pks, reason=DismissReason(reason), by=by, at=at)
    return _said("Dismissed", done, DismissReason(reason).label.lower())


def _quiet(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    """Make a quiet rule of the typed words; this story is dismissed with it."""
    rule = services.add_quiet_rule(str(data.get("pattern", "")), by=by)
    done = services.dismiss_stories(pks, reason=DismissReason.OTHER, by=by, at=at)
    return _said("Dismissed", done, f"and from now on everything with {rule}: see Quiet rules")


def _snooze(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    typed = choice or str(data.get("until", ""))
    try:
        until = parse_loose(typed).earliest
    except ValueError:
        raise NothingToDo("Give a day to put it off to, such as 1 December 2026.") from None
    done = services.snooze_stories(pks, until=until, by=by, at=at)
    return _said("Snoozed", done, f"until {_day(until)}")


def _assign(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    to = choice or str(data.get("to", "")).strip()
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    if to and not staff.filter(username=to).exists():
        raise NothingToDo(f"There is no editor called {to[:80]}.")
    done = services.assign_stories(pks, to=to, by=by, at=at)
    said = _said("Assigned" if to else "Given back", done, f"to {to}" if to else "")
    return Said(said.message, said.press)


def _attach(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    number, _, clause = str(data.get("clause", "")).partition("|")
    pledge = (
        Pledge.objects.filter(pk=int(number), merged_into=None).select_related("company").first()
        if number.isdecimal() and len(number) < 15
        else None
    )
    if pledge is None:
        raise NothingToDo("Choose the pledge and the clause it touches.")
    relation = choice or str(data.get("relation", Relation.SUPPORTS.value))
    if relation not in Relation.values():
        raise NothingToDo("Say what the story says of the pledge.")
    if relation not in (Relation.SUPPORTS, Relation.BACKGROUND):
        return _on_its_page(pks[0], pledge, Relation(relation))
    done = services.attach_story(
        pks[0], pledge, relation=Relation(relation), clause=clause, by=by, at=at
    )
    said = _said("Attached", done, f"to {pledge}")
    if Story.objects.filter(pk=pks[0], state=Story.State.DONE).exists():
        return said
    return Said(f"{said.message} Something else in the story still waits.", said.press)


def _on_its_page(pk: int, pledge: Pledge, relation: Relation) -> Said:
    """Lead to the page of the article, with the event of that sort begun on its card."""
    waiting = Proposal.objects.filter(entry__story=pk, state=Proposal.State.PENDING)
    own = waiting.filter(company_slug=pledge.company.slug).order_by("pk").first()
    card = own or waiting.order_by("pk").first()
    if card is None:
        raise NothingToDo("Somebody decided this already; nothing was changed.")
    begun = urlencode({"card": card.pk, "relation": relation.value, "pledge": pledge.pk})
    page = reverse("admin:news_entry_desk", args=[card.entry_id])
    return Said(f"{relation.label}: enter the event.", go=f"{page}?{begun}#c{card.pk}")


def _restore(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    return _said("Brought back", services.restore_stories(pks, by=by, at=at), "")


def _undo(pks: list[int], choice: str, data: Any, by: str, at: datetime) -> Said:
    done = services.undo_press(choice, by=by, at=at)
    return Said(f"Undone: {_count(done)}.", back=done.stories[0])


def _said(what: str, done: Press, more: str) -> Said:
    tail = f" {more}" if more else ""
    if len(done.stories) == 1 and what != "Dismissed":
        return Said(f"{what}{tail}.", done.key, done.stories)
    return Said(f"{what} {_count(done)}{',' if what == 'Dismissed' else ''}{tail}.", done.key,
                done.stories)  # fmt: skip


def _count(done: Press) -> str:
    number = len(done.stories)
    return f"{number} {'story' if number == 1 else 'stories'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
