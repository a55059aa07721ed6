"""What a proposal tells of a pledge that is on record already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from moratoriums.lasting import Lasting, NeedsPerson, read_lasting
from moratoriums.models import Pledge
from moratoriums.partial_dates import PartialDate
from moratoriums.register.consistency import CHANGES_TERM
from moratoriums.services import EventFacts
from moratoriums.vocabulary import NEEDS_SECOND_EDITOR, EventKind
from news.drafting import value_of
from news.forms.fields import RoughDateField
from news.models import Proposal

_KINDS = (
    EventKind.EXTENDED,
    EventKind.MADE_PERMANENT,
    EventKind.SHORTENED,
    EventKind.REAFFIRMED,
    EventKind.NARROWED,
    EventKind.WIDENED,
    EventKind.EXEMPTION_ADDED,
    EventKind.PARTLY_WITHDRAWN,
    EventKind.WITHDRAWN,
    EventKind.ENDED,
    EventKind.CONDITION_MET,
    EventKind.ALLEGED,
    EventKind.DISPUTED,
)
# What each act most often is; the editor chooses.
_LIKELY = {
    "extend": EventKind.EXTENDED,
    "narrow": EventKind.NARROWED,
    "widen": EventKind.WIDENED,
    "end": EventKind.WITHDRAWN,
    "resume": EventKind.WITHDRAWN,
    "breach": EventKind.ALLEGED,
}


class EventForm(forms.Form):
    """One event for one pledge of the company."""

    pledge = forms.ModelChoiceField(label="Pledge", queryset=Pledge.objects.none())
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

    def __init__(self, *args: Any, proposal: Proposal, pledges: Any, **kwargs: Any) -> None:
        terms = [fact["quote"] for fact in proposal.facts if fact["name"] == "term"]
        kwargs["initial"] = {
            "kind": _LIKELY.get(proposal.act, EventKind.REAFFIRMED).value,
            "happened": value_of(proposal, "announced"),
            "term_words": terms[0] if terms else "",
            "pledge": pledges[0] if len(pledges) == 1 else None,
        }
        kwargs["prefix"] = "event"
        super().__init__(*args, **kwargs)
        field = self.fields["pledge"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = pledges
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

    def facts(self) -> EventFacts:
        """The event as the register's services take it."""
        given, lasting = self.cleaned_data, self.lasting
        facts = EventFacts(
            EventKind(given["kind"]), given["happened"], description=given["description"]
        )
        if lasting is None or given["kind"] not in CHANGES_TERM:
            return facts
        return EventFacts(
            facts.kind,
            facts.happened_on,
            description=facts.description,
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

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind not in EventKind.values():
            raise ValidationError("Choose what happened.")
        return kind
