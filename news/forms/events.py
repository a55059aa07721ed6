"""What a proposal tells of a pledge that is on record already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from moratoriums.lasting import Lasting, NeedsPerson, read_lasting
from moratoriums.partial_dates import PartialDate
from moratoriums.register.consistency import CHANGES_TERM
from moratoriums.services import EventFacts
from moratoriums.vocabulary import NEEDS_SECOND_EDITOR, EventKind
from news.drafting import value_of
from news.forms.fields import RoughDateField
from news.models import Proposal
from news.vocabulary import Relation

_KINDS = (
    EventKind.EXTENDED,
    EventKind.MADE_PERMANENT,
    EventKind.SHORTENED,
    EventKind.REAFFIRMED,
    EventKind.AMENDED,
    EventKind.NARROWED,
    EventKind.WIDENED,
    EventKind.EXEMPTION_ADDED,
    EventKind.PARTLY_WITHDRAWN,
    EventKind.WITHDRAWN,
    EventKind.ENDED,
    EventKind.CONDITION_MET,
    EventKind.ALLEGED,
    EventKind.DISPUTED,
    EventKind.AGAINST_SPIRIT,
    EventKind.CONTRADICTED,
    EventKind.REGULATOR_FINDING,
    EventKind.COURT_RULING,
)
# What each act most often is; the editor chooses.
_LIKELY = {
    "extend": EventKind.EXTENDED,
    "narrow": EventKind.NARROWED,
    "widen": EventKind.WIDENED,
    "end": EventKind.WITHDRAWN,
    "end_early": EventKind.WITHDRAWN,
    "resume": EventKind.WITHDRAWN,
    "breach": EventKind.ALLEGED,
    "order": EventKind.REGULATOR_FINDING,
    "reword": EventKind.AMENDED,
}


# And what each relation most often is.
EVENT_OF = {
    Relation.SUPPORTS: EventKind.REAFFIRMED,
    Relation.BACKGROUND: EventKind.REAFFIRMED,
    Relation.EXTENDS: EventKind.EXTENDED,
    Relation.NARROWS: EventKind.NARROWED,
    Relation.WIDENS: EventKind.WIDENED,
    Relation.REWORDS: EventKind.AMENDED,
    Relation.CONTRADICTS: EventKind.ALLEGED,
    Relation.ENDS: EventKind.WITHDRAWN,
}


class EventForm(forms.Form):
    """One event of a pledge on record; which pledge is chosen on the card."""

    kind = forms.ChoiceField(
        label="What happened", choices=[(kind.value, kind.label) for kind in _KINDS]
    )
    happened = RoughDateField(label="When")
    description = forms.CharField(
        label="In our words", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    term_words = forms.CharField(
        label="How long from now on, in the source's words",
        required=False,
        max_length=200,
        help_text="Needed when it changes how long the pledge lasts.",
    )

    def __init__(self, data: Any = None, *, proposal: Proposal, prefix: str | None = None) -> None:
        terms = [fact["quote"] for fact in proposal.facts if fact["name"] == "term"]
        initial = {
            "kind": _LIKELY.get(proposal.act, EventKind.REAFFIRMED).value,
            "happened": value_of(proposal, "announced"),
            "term_words": terms[0] if terms else "",
        }
        super().__init__(data, prefix=prefix, initial=initial)
        self.lasting: Lasting | None = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        words, happened = given.get("term_words", ""), given.get("happened", "")
        if given.get("kind") in CHANGES_TERM and not words:
            self.add_error("term_words", "Say how long it lasts from now on.")
        if words and happened and not self.errors:
            try:
                self.lasting = read_lasting(words, PartialDate.parse(happened))
            except NeedsPerson as error:
                self.add_error("term_words", f"These words do not settle the term: {error}.")
        return given

    def facts(self, *, significant: bool = True, note: str = "") -> EventFacts:
        """The event as the register's services take it."""
        given, lasting = self.cleaned_data, self.lasting
        facts = EventFacts(
            EventKind(given["kind"]),
            given["happened"],
            description=given["description"],
            significant=significant,
            note=note,
        )
        if lasting is None or given["kind"] not in CHANGES_TERM:
            return facts
        return replace(
            facts,
            term=lasting.term,
            term_words=lasting.term_words,
            end_on=lasting.end_on,
            end_likely_on=lasting.end_likely_on,
            end_is_minimum=lasting.end_is_minimum,
            end_rule=lasting.end_rule if lasting.end_on else "",
            end_basis=lasting.end_basis,
        )

    def waits_for_second_editor(self) -> bool:
        """Whether readers will see the event only after somebody else confirmed it."""
        return self.cleaned_data["kind"] in NEEDS_SECOND_EDITOR
