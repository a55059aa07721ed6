"""One card on the page of an article: the facts of one proposal, in the forms they can become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import BoundField, Form

from moratoriums.admin.explaining import Reading, explain
from moratoriums.register import schema
from news import extraction
from news.binding import BY_EDITOR, EXPLAINED
from news.forms import CardForm, EventForm, PledgeForm
from news.forms.events import EVENT_OF
from news.forms.exemptions import MOST
from news.forms.filling import WORDS
from news.models import Proposal
from news.services.entering import Card as Decided
from news.services.entering import Left, NewEvent, NewPledge, NewSource
from news.shelf import Shelf
from news.vocabulary import CardChoice, DismissReason, Relation

MORE_ROWS = 3  # rows that one press adds for exempt parties

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
    "exempt_purpose": ("exempt_purpose",),
}
# Under which heading a field stands; the rest of the form is drawn by hand.
_GROUPS = (
    ("The pledge", ("company", "new_company", "title", "slug", "summary")),
    ("The company's words", ("said", "said_by", "said_where")),
    ("What it covers", ("kind", "force", "grounds", "whose_use", "who", "what", "products",
                        "places")),
    ("When", ("announced", "holds_because", "in_force_from")),
    ("How long", ("term_words", "term_kind", "term_end", "term_note", "condition")),
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """One fact beside a field: its quote, the number of its mark, and why it was read so."""

    number: int
    value: str
    quote: str
    why: str
    confidence: float


@dataclass(frozen=True)
class Row:
    """One field with the facts that filled it, the box of its words, and its errors."""

    field: BoundField
    hints: tuple[Hint, ...]
    words: BoundField | None
    errors: Sequence[str]


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: str
    rows: tuple[Row, ...]


class Card:
    """The facts of one proposal and everything that can become of them.

    Args:
        data: what the browser sent or the draft holds; None shows what was read.
        checked: whether errors are shown: a draft may be unfinished.
        first_mark: the number of the card's first quote in the text.
        more_rows: with empty rows for more exempt parties.
    """

    def __init__(
        self,
        proposal: Proposal,
        data: Any,
        *,
        number: int,
        shelf: Shelf,
        day: date,
        first_mark: int,
        checked: bool,
        publishing: bool,
        more_rows: bool = False,
    ) -> None:
        self.proposal, self.number, self.checked = proposal, number, checked
        self.first_mark, self.day = first_mark, day
        self.prefix = f"c{proposal.pk}"
        own = self._own(data, more_rows)
        pledges = shelf.pledges.get(proposal.company_slug, [])
        self.card = CardForm(own, pledges=pledges, near=proposal.near_id, prefix=self.prefix)
        self.form = PledgeForm(
            own, proposal=proposal, shelf=shelf, prefix=self.prefix, publishing=publishing
        )
        self.event_form = EventForm(own, proposal=proposal, prefix=f"{self.prefix}-e")

    def begin(self, relation: Relation, pledge: int) -> None:
        """Choose an event of a sort for a pledge, as an editor did in the queue."""
        if not self.card.is_bound:
            self.card.initial.update(choice=CardChoice.EVENT.value, pledge=pledge)
            self.event_form.initial["kind"] = EVENT_OF[relation].value

    def _own(self, data: Any, more_rows: bool) -> Any:
        """What was typed on this card; None where nothing was, as for a card that is new."""
        if not data or not any(name.startswith(f"{self.prefix}-") for name in data):
            return None
        count = f"{self.prefix}-x-TOTAL_FORMS"
        if more_rows and str(data.get(count, "")).isdecimal():
            data = data.copy()
            data[count] = str(min(int(data[count]) + MORE_ROWS, MOST))
        return data

    # --- what is shown ---------------------------------------------------------------------------
    @property
    def choice(self) -> str:
        """What the editor chose, as far as the form says."""
        return str(self.card["choice"].value() or CardChoice.LATER.value)

    @property
    def suggestion(self) -> CardChoice:
        """What the reading and the register suggest; never chosen by itself."""
        if self.proposal.near_id:
            simple = self.proposal.relation in (Relation.SUPPORTS, Relation.BACKGROUND)
            return CardChoice.SOURCE if simple else CardChoice.EVENT
        return CardChoice.NEW

    def groups(self) -> Iterator[Group]:
        """The fields of a new pledge under their headings."""
        for title, names in _GROUPS:
            yield Group(title, tuple(self._row(self.form, name) for name in names))

    def event_rows(self) -> list[Row]:
        """The fields of an event."""
        return [self._row(self.event_form, name) for name in self.event_form.fields]

    def one(self, name: str) -> Row:
        """A field of the card's own form."""
        return self._row(self.card, name)

    def pledge_row(self) -> Row:
        """Which pledge on record."""
        return self.one("pledge")

    def slug_row(self) -> Row:
        """Which pledge, by its permanent address."""
        return self.one("pledge_slug")

    def reason_row(self) -> Row:
        """Why it is not for the register."""
        return self.one("reason")

    def purpose_row(self) -> Row:
        """What the exempt parties are exempt for."""
        return self._row(self.form, "exempt_purpose")

    def confirm_row(self) -> Row:
        """The confirmation of a day read from a weekday."""
        return self._row(self.form, "confirm_day")

    def read_day(self) -> dict[str, Any] | None:
        """The day read from words that are no whole date."""
        return self.form.read_day

    def _row(self, form: Form, name: str) -> Row:
        field = form[name]
        box = next((words for words, (_, of) in WORDS.items() if of == name and words != name), "")
        words = form[box] if box and box in form.fields else None
        wanted = _FACTS_OF.get(name, ()) if form is self.form else ()
        hints = tuple(
            Hint(
                self.first_mark + place,
                str(fact["value"]),
                str(fact["quote"]),
                why(fact["rule"]),
                fact["confidence"],
            )
            for place, fact in enumerate(self.proposal.facts)
            if fact["name"] in wanted
        )
        return Row(field, hints, words, self._errors(form, name, box))

    def _errors(self, form: Form, *names: str) -> list[str]:
        if not self.checked or not form.is_bound or not self._is_asked(form):
            return []
        return [str(error) for name in names if name for error in form.errors.get(name, [])]

    def _is_asked(self, form: Form) -> bool:
        """Whether a form counts: that of an event says nothing where a new pledge is chosen."""
        return (
            form is self.card
            or (form is self.form and self.choice == CardChoice.NEW)
            or (form is self.event_form and self.choice == CardChoice.EVENT)
        )

    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, with the field to go to: its id and the words."""
        found = []
        for form in (self.card, self.form, self.event_form):
            if not self.checked or not form.is_bound or not self._is_asked(form):
                continue
            for name, errors in form.errors.items():
                place = form[name].id_for_label if name in form.fields else self.prefix
                label = str(form.fields[name].label) if name in form.fields else "The card"
                found += [(place, f"{label}: {error}") for error in errors]
        return found

    def reading(self) -> Reading:
        """What the term comes to, by which rule, and which reminders follow."""
        self.bind()
        return explain(self.form.lasting, self.day)

    # --- what is done ----------------------------------------------------------------------------
    def bind(self) -> None:
        """Bind the facts to the words beside them, as far as they stand in the article."""
        if self.form.is_bound:
            self.form.is_valid()

    def decide(
        self, source: schema.Source, *, at: datetime, publish: bool, significant: bool, note: str
    ) -> Decided | None:
        """What the editor decided, ready to be entered; None with errors, or if nothing is."""
        if not self.card.is_valid():
            return None
        target = self.card.target()
        match self.choice:
            case CardChoice.NEW:
                return self._new_pledge(source, at=at, publish=publish)
            case CardChoice.EVENT if self.event_form.is_valid() and target:
                facts = self.event_form.facts(significant=significant, note=note)
                return NewEvent(self.proposal, target, facts)
            case CardChoice.SOURCE if target:
                return NewSource(self.proposal, target)
            case CardChoice.DISMISS:
                return Left(self.proposal, DismissReason(self.card.cleaned_data["reason"]))
        return None

    def _new_pledge(
        self, source: schema.Source, *, at: datetime, publish: bool
    ) -> NewPledge | None:
        if not self.form.is_valid() or not self.form.build_record(source, at=at, publish=publish):
            return None
        assert self.form.record is not None  # noqa: S101  (build_record said so)
        return NewPledge(
            self.proposal, self.form.record, self.form.new_company_name, self.form.exempt
        )


def why(rule: str) -> str:
    """Why a fact was read, in words."""
    return EXPLAINED if rule == BY_EDITOR else extraction.explain(rule)


def our_words(cards: Iterable[Card]) -> str:
    """Everything that editors wrote in their own words on the chosen cards."""
    texts = []
    for card in cards:
        if card.choice == CardChoice.NEW:
            texts += [card.form[name].value() or "" for name in ("title", "summary", "who", "what")]
        elif card.choice == CardChoice.EVENT:
            texts.append(card.event_form["description"].value() or "")
    return "\n".join(map(str, texts))
