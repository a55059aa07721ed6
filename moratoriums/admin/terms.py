"""How long a pledge lasts, in a form: the source's words, and what they are read as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms

from moratoriums.admin.dates import DayText, PartialDateText
from moratoriums.admin.explaining import Reading
from moratoriums.lasting import TERM_COLUMNS, Lasting, NeedsPerson, read_lasting
from moratoriums.models import PledgeEvent
from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import EndBasis, TermKind

WORDS, BY_HAND, GOES_ON = "words", "hand", "same"
_FROM = [(WORDS, "as its words say, by rule"), (BY_HAND, "as filled in by hand below")]
_FROM_EVENT = [(GOES_ON, "no change: the term in force goes on"), *_FROM]
_KINDS = {kind.value: kind for kind in TermKind}
_BASES = {basis.value: basis for basis in EndBasis}


class TermFields(forms.Form):
    """The boxes of a term. ``read_term_fields`` turns them into a Lasting."""

    lasts_words = forms.CharField(
        label="How long, in the source's words",
        required=False,
        max_length=200,
        widget=forms.TextInput({"size": 60, "data-reads": "term"}),
    )
    lasts_from = forms.ChoiceField(
        label="The term is", choices=_FROM, initial=WORDS, widget=forms.RadioSelect
    )
    lasts_kind = forms.ChoiceField(
        label="Kind of term", choices=[("", "—"), *TermKind.choices()], required=False
    )
    lasts_end = PartialDateText(label="End", required=False)
    lasts_basis = forms.ChoiceField(
        label="Where the end comes from", choices=EndBasis.choices(), required=False
    )
    lasts_likely = DayText(
        label="Best reading", required=False, help_text="When the end is a window."
    )
    lasts_minimum = forms.BooleanField(
        label="“At least”",
        required=False,
        help_text="It may end from that day, and does not by itself.",
    )
    lasts_note = forms.CharField(
        label="Note on the end",
        required=False,
        max_length=300,
        widget=forms.TextInput({"size": 60}),
    )


def initial_term(
    event: PledgeEvent | None, announced: PartialDate | None, effective: PartialDate | None
) -> dict[str, Any]:
    """What the boxes show for a stored term: read by rule when the rule still gives the same."""
    if event is None or not event.term:
        return {}
    stored = stored_term(event)
    try:
        read = read_lasting(event.term_words, announced, effective)
    except NeedsPerson:
        by_rule = False
    else:
        read = replace(read, end_note=stored.end_note, end_likely_on=stored.end_likely_on)
        by_rule = replace(read, condition="") == stored
    return {
        "lasts_words": event.term_words,
        "lasts_from": WORDS if by_rule else BY_HAND,
        "lasts_kind": event.term,
        "lasts_end": event.end_on,
        "lasts_basis": event.end_basis,
        "lasts_likely": event.end_likely_on,
        "lasts_minimum": event.end_is_minimum,
        "lasts_note": event.end_note,
    }


def stored_term(event: PledgeEvent) -> Lasting:
    """The term that an event holds."""
    return Lasting(**{column: getattr(event, column) for column in TERM_COLUMNS})


def read_term_fields(
    data: dict[str, Any],
    announced: PartialDate | None,
    effective: PartialDate | None,
    *,
    before: Lasting | None = None,
) -> Lasting | None:
    """The term the boxes give; None when the term in force goes on.

    Args:
        before: the term on record; an unchanged one by hand keeps the rule that gave it.

    Raises:
        NeedsPerson: the words were to be read by rule and do not settle it.
    """
    if data["lasts_from"] == GOES_ON:
        return None
    if data["lasts_from"] == WORDS:
        read = read_lasting(data.get("lasts_words", ""), announced, effective)
        likely, note = data.get("lasts_likely"), data.get("lasts_note", "")
        return replace(read, end_likely_on=likely, end_note=note)
    term = Lasting(
        term=_KINDS[data["lasts_kind"] or TermKind.UNSTATED.value],
        term_words=data.get("lasts_words", ""),
        end_on=data.get("lasts_end", ""),
        end_likely_on=data.get("lasts_likely"),
        end_is_minimum=data.get("lasts_minimum", False),
        end_basis=_BASES[data.get("lasts_basis", "")],
        end_note=data.get("lasts_note", ""),
    )
    same = before is not None and replace(before, end_rule="", condition="") == term
    return replace(term, end_rule=before.end_rule) if before and same else term


def problems(lasting: Lasting) -> Iterator[tuple[str, str]]:
    """What does not agree in a term, as pairs of a box's name and what to do."""
    dated = lasting.term in (TermKind.FIXED, TermKind.FIXED_OR_CONDITION)
    if lasting.end_on and not dated:
        yield "lasts_kind", "Only a fixed term has an end: choose it, or clear the end."
    if bool(lasting.end_on) != bool(lasting.end_basis):
        yield "lasts_basis", "An end needs to be stated or computed, and neither without an end."
    if lasting.end_is_minimum and not lasting.end_on:
        yield "lasts_minimum", "“At least” needs the day from which it may end."
    if lasting.end_likely_on:
        window = PartialDate.parse(lasting.end_on) if lasting.end_on else None
        if window is None or not window.earliest <= lasting.end_likely_on <= window.latest:
            yield "lasts_likely", "The best reading has to lie inside the end."


class EventTermFields(TermFields):
    """The same boxes for a later event, which mostly leaves the term as it is."""

    lasts_from = forms.ChoiceField(
        label="The term is", choices=_FROM_EVENT, initial=GOES_ON, widget=forms.RadioSelect
    )


def show(form: forms.BaseForm, reading: Reading) -> None:
    """Put a reading below the box of the words."""
    form["lasts_words"].help_text = reading.render()
