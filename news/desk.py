"""What the page of one proposal shows and does: the forms, what a press of a button comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import BoundField, Form
from django.utils import timezone

from moratoriums.ladder import READER_RUNGS, Rung, upcoming
from moratoriums.models import Pledge
from moratoriums.partial_dates import PartialDate
from moratoriums.terms import RULES
from news.extraction import Act, explain
from news.forms import EventForm, PledgeForm, SourceForm
from news.marking import Segment, mark_quotes
from news.models import Proposal
from news.services import (
    AlreadyDecided,
    accept_as_event,
    accept_as_source,
    accept_proposal,
    dismiss_proposal,
)

# Which facts are shown beside which field of the form.
_FACTS_OF = {
    "company": ("company",),
    "title": ("act",),
    "kind": ("kind",),
    "force": ("force",),
    "whose_use": ("whose_use",),
    "products": ("product",),
    "places": ("place",),
    "announced": ("announced",),
    "term_words": ("term", "term_unread"),
    "condition": ("condition",),
    "exemptions": ("exempt", "exempt_use", "exempt_customer_class"),
    "exempt_purpose": ("exempt_purpose",),
}


@dataclass(frozen=True)
class Hint:
    """One fact beside a field: its quote, the number of its mark, and why it was read so."""

    number: int
    value: str
    quote: str
    why: str


@dataclass(frozen=True)
class Row:
    """One field of the form with the facts that filled it."""

    field: BoundField
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Outcome:
    """What a press of a button came to: what to tell the editor, and the pledge it concerns."""

    message: str
    pledge: Pledge | None = None


class Desk:
    """One proposal before one editor, for one request.

    Args:
        may_publish: whether this editor decides what readers see; without it a draft is made.
    """

    def __init__(self, proposal: Proposal, data: Any = None, *, may_publish: bool = False) -> None:
        self.proposal = proposal
        self.may_publish = may_publish
        self.entry = proposal.entry
        self.action = str(data.get("action", "")) if data else ""
        self.pledges = Pledge.objects.filter(company__slug=proposal.company_slug or None).order_by(
            "-announced_earliest"
        )
        for_pledge = data if self.action in ("preview", "publish", "draft") else None
        for_event = data if self.action == "event" else None
        for_source = data if self.action and self.action != "dismiss" else None
        self.form = PledgeForm(for_pledge, proposal=proposal)
        self.event_form = EventForm(for_event, proposal=proposal, pledges=self.pledges)
        self.source_form = SourceForm(for_source, entry=self.entry)
        self.data = data
        self.problem = ""

    # --- what is shown ---------------------------------------------------------------------------
    def segments(self) -> list[Segment]:
        """The article with its quotes marked."""
        return mark_quotes(self.entry.whole, self.proposal.facts)

    def rows(self) -> Iterator[Row]:
        """The fields of a new pledge, each with its facts."""
        return self._rows(self.form)

    def _rows(self, form: Form) -> Iterator[Row]:
        for field in form:
            names = _FACTS_OF.get(field.name, ())
            yield Row(
                field,
                tuple(
                    Hint(number, fact["value"], fact["quote"], explain(fact["rule"]))
                    for number, fact in enumerate(self.proposal.facts)
                    if fact["name"] in names
                ),
            )

    def same_day(self) -> list[Pledge]:
        """Pledges of the company that were announced on the day the text states."""
        stated = next((f["value"] for f in self.proposal.facts if f["name"] == "announced"), "")
        if not stated:
            return []
        day = date.fromisoformat(stated)
        return list(self.pledges.filter(announced_earliest__lte=day, announced_latest__gte=day))

    def opens_new_pledge(self) -> bool:
        """Whether a new pledge is the likely answer: an announcement that is not on record."""
        if self.action:
            return bool(self.form.is_bound)
        return self.proposal.act == Act.ANNOUNCE and not self.same_day()

    def end(self) -> str:
        """The end that the words give, in EDTF; empty if none."""
        return self.form.lasting.end_on

    def end_rule(self) -> str:
        """The sentence that says how the end was worked out."""
        return RULES.get(self.form.lasting.end_rule, "")

    def reminders(self) -> list[tuple[Rung, bool]]:
        """The days on which readers will be reminded, and whether each has passed already."""
        if not self.end():
            return []
        today = timezone.localdate()
        steps = upcoming(PartialDate.parse(self.end()).earliest, READER_RUNGS)
        return [(rung, rung.due_on < today) for rung in steps]

    # --- what is done ----------------------------------------------------------------------------
    def act(self, *, by: str, at: datetime) -> Outcome | None:
        """Do what the pressed button says; None when the page is shown again, with its errors."""
        steps = {
            "publish": self._accept,
            "draft": self._accept,
            "event": self._record_event,
            "source": self._add_source,
            "dismiss": self._dismiss,
        }
        if self.action == "preview":
            self.form.is_valid()
        step = steps.get(self.action)
        if step is None:
            return None
        try:
            return step(by, at)
        except (AlreadyDecided, ValueError) as error:
            self.problem = str(error)
            return None

    def _accept(self, by: str, at: datetime) -> Outcome | None:
        publish = self.action == "publish"
        if publish and not self.may_publish:
            raise ValueError(
                "You may not publish: accept it as a draft, for a reviewer to publish."
            )
        both = [self.form.is_valid(), self.source_form.is_valid()]
        if not all(both):
            return None
        source = self.source_form.source()
        if not self.form.build_record(source, at=at, publish=publish) or not self.form.record:
            return None
        pledge = accept_proposal(
            self.proposal,
            self.form.record,
            by=by,
            at=at,
            publish=publish,
            new_company=self.form.new_company_name,
            exempt=self.form.exempt,
        )
        return Outcome(f"{pledge} was {'published' if publish else 'kept as a draft'}.", pledge)

    def _record_event(self, by: str, at: datetime) -> Outcome | None:
        both = [self.event_form.is_valid(), self.source_form.is_valid()]
        if not all(both):
            return None
        pledge = self.event_form.cleaned_data["pledge"]
        event = accept_as_event(
            self.proposal,
            pledge,
            self.event_form.facts(),
            source=self.source_form.source(),
            by=by,
            at=at,
        )
        waits = self.event_form.waits_for_second_editor()
        after = " It waits for a second editor." if waits else ""
        return Outcome(f"{event} was recorded for {pledge}.{after}", pledge)

    def _add_source(self, by: str, at: datetime) -> Outcome | None:
        if not self.source_form.is_valid():
            return None
        wanted = str(self.data.get("to_pledge", ""))
        pledge = next((one for one in self.pledges if str(one.pk) == wanted), None)
        if pledge is None:
            raise ValueError("Choose the pledge that this article is about.")
        accept_as_source(self.proposal, pledge, source=self.source_form.source(), by=by, at=at)
        return Outcome(f"The article was added as a source of {pledge}.", pledge)

    def _dismiss(self, by: str, at: datetime) -> Outcome:
        dismiss_proposal(self.proposal, reason=str(self.data.get("reason", "")), by=by, at=at)
        return Outcome(f"{self.proposal} was dismissed.")
