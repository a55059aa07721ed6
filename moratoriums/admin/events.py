"""Events on a pledge's page: what happened, who says so, and what it does to the term."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from moratoriums.admin.cited import CitedForm, RowsInline
from moratoriums.admin.explaining import explain, explain_refusal
from moratoriums.admin.parts import WithBoxes
from moratoriums.admin.terms import (
    GOES_ON,
    EventTermFields,
    initial_term,
    problems,
    read_term_fields,
    show,
    stored_term,
)
from moratoriums.lasting import Lasting, NeedsPerson
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.partial_dates import PartialDate
from moratoriums.register.consistency import CHANGES_TERM
from moratoriums.register.schema import Fact
from moratoriums.services.terms import place_in_history, term_in_force
from moratoriums.vocabulary import CLOCK_KINDS, NEEDS_SECOND_EDITOR, STANCE_AFTER, EventKind

_NOT_TYPED = {EventKind.ANNOUNCED, *CLOCK_KINDS}
_KINDS = [
    (kind.value, f"{kind.label} (second editor confirms)")
    if kind in NEEDS_SECOND_EDITOR
    else (kind.value, kind.label)
    for kind in EventKind
    if kind not in _NOT_TYPED
]


class EventForm(EventTermFields, CitedForm):
    """One event. ``lasting`` is the term it brings, or None when the term in force goes on."""

    fact = Fact.EVENT
    lasting: Lasting | None = None

    kind = forms.ChoiceField(choices=[("", "—"), *_KINDS])

    class Meta:
        model = PledgeEvent
        fields = (
            "kind",
            "happened_on",
            "happened_note",
            "description",
            "note",
            "reason",
            "clause",
            "wrong_since_on",
            "reported_on",
            "significant",
            "quiet",
        )
        labels = {
            "description": "What happened",
            "reason": "Why unclear",
            "clause": "Words of the pledge it bears on",
            "wrong_since_on": "A correction: wrong since",
            "reported_on": "A correction: reported to us on",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].required = True
        event = self.instance
        if event.pk and event.stance:
            start = PartialDate.parse(event.happened_on)
            self.initial.update(initial_term(event, start, None))
            if _only_goes_on(event):
                self.initial["lasts_from"] = GOES_ON
            if not self.is_bound:
                show(self, explain(stored_term(event), timezone.localdate()))

    def goes_on(self) -> bool:
        """Whether the event leaves the term in force as it is."""
        chosen = self.cleaned_data if self.has_changed() else self.initial
        return bool(chosen.get("lasts_from", GOES_ON) == GOES_ON)

    def clean(self) -> dict[str, Any]:
        """Read the term the event brings, counted from the day it happened."""
        data = super().clean() or self.cleaned_data
        self._demand_source()
        if {"kind", "happened_on", "lasts_end", "lasts_likely", "lasts_from"} & set(self.errors):
            return data
        if problem := self._problem_of_term(data):
            self.add_error("lasts_from", problem)
            return data
        self._check_correction(data)
        before = stored_term(self.instance) if self.instance.term else None
        start = PartialDate.parse(data["happened_on"])
        try:
            self.lasting = read_term_fields(data, start, None, before=before)
        except NeedsPerson as why:
            show(self, explain_refusal(why))
            self.add_error("lasts_words", f"A person has to decide: {why}. See below.")
            return data
        if self.lasting:
            for box, problem in problems(self.lasting):
                self.add_error(box, problem)
            show(self, explain(self.lasting, timezone.localdate()))
        return data

    def _problem_of_term(self, data: dict[str, Any]) -> str:
        """What is wrong with a term that is said to go on, if anything."""
        if data["lasts_from"] != GOES_ON:
            return ""
        if data["kind"] in CHANGES_TERM:
            return "Say how long the pledge lasts since then: by its words, or by hand."
        if data.get("lasts_words") and "lasts_words" in self.changed_data:
            return "The words below are kept only if the term follows them: say so, or clear them."
        return ""

    def _demand_source(self) -> None:
        """Ask for a source where readers would see the event."""
        rows = [form for form in self.citations.forms if not form["DELETE"].value()]
        if not any(form["source"].value() for form in rows):
            public = Pledge.objects.filter(pk=self.instance.pledge_id, published_at__isnull=False)
            if public.exists():
                self.add_error(None, "Give at least one source below: readers see who reports it.")

    def _check_correction(self, data: dict[str, Any]) -> None:
        """Only a correction was wrong since a day, and was reported on one; neither after it."""
        for box in ("wrong_since_on", "reported_on"):
            day = data.get(box)
            if day and data["kind"] != EventKind.CORRECTED:
                self.add_error(box, "Only a correction has this day. Leave it empty.")
            elif day and day > PartialDate.parse(data["happened_on"]).latest:
                self.add_error(box, "This comes after the correction. Give an earlier day.")


def _only_goes_on(event: PledgeEvent) -> bool:
    """Whether an event's term is the one that was in force before it."""
    if event.kind in CHANGES_TERM or event.kind not in set(STANCE_AFTER):
        return False
    before = term_in_force(event.pledge, place_in_history(event, event.pledge))
    return before is not None and stored_term(before) == stored_term(event)


class EventInline(WithBoxes, RowsInline):
    """Everything that happened after the announcement, but for what the clock wrote."""

    model = PledgeEvent
    form = EventForm
    verbose_name = "event"
    verbose_name_plural = "what happened later"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "happened_on"),
                    "description",
                    "note",
                    ("significant", "quiet"),
                    ("lasts_from", "lasts_words"),
                )
            },
        ),
        (
            "By hand, and rarely needed",
            {
                "classes": ("collapse",),
                "fields": (
                    "happened_note",
                    "reason",
                    "clause",
                    ("wrong_since_on", "reported_on"),
                    ("lasts_kind", "lasts_end", "lasts_basis"),
                    ("lasts_likely", "lasts_minimum"),
                    "lasts_note",
                ),
            },
        ),
    )

    def get_queryset(self, request: Any) -> QuerySet[PledgeEvent]:
        """Leave out the announcement, which is the pledge itself, and the clock's flags."""
        return super().get_queryset(request).exclude(kind__in=_NOT_TYPED)
