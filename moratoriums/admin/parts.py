"""The parts of a pledge on its page: sources, words, exemptions, conditions, checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from companies.admin_bases import ModelForm
from companies.admin_keys import NAMED_BY_KEY, WithKeyBoxes
from moratoriums.admin.cited import CitedForm, RowsInline
from moratoriums.admin.dates import DayText, PartialDateText
from moratoriums.fields import PartialDateField
from moratoriums.models import (
    Beneficiary,
    Check,
    Citation,
    Condition,
    Exemption,
    Pledge,
    Source,
    Statement,
)
from moratoriums.register.schema import Fact

NAMED_BY_KEY.update({Source: "url", Beneficiary: "name__iexact", Pledge: "title__iexact"})


class WithBoxes(WithKeyBoxes):
    """Text boxes for dates and for keys, in place of pickers that need script."""

    formfield_overrides: Any = {
        PartialDateField: {"form_class": PartialDateText},
        models.DateField: {"form_class": DayText},
        models.TextField: {"widget": forms.Textarea({"rows": 2, "cols": 60})},
    }


# What a source of the pledge itself can support; the parts cite their own.
_FACTS = [
    (fact.value, fact.label)
    for fact in Fact
    if fact not in (Fact.EVENT, Fact.EXEMPTION, Fact.STATEMENT)
]


class EvidenceForm(ModelForm):
    """A source of the pledge itself, and what it supports."""

    supports = forms.MultipleChoiceField(
        choices=_FACTS, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Citation
        fields = ("source", "supports", "quote")


class EvidenceInline(WithBoxes, RowsInline):
    """The sources of the pledge itself."""

    model = Citation
    form = EvidenceForm
    fk_name = "pledge"
    extra_when_new = 2
    verbose_name = "source of the pledge"
    verbose_name_plural = "sources of the pledge"
    fields = ("source", "supports", "quote")


class StatementInline(WithBoxes, RowsInline):
    """The company's own words."""

    model = Statement
    verbose_name_plural = "the company's words"
    fields = ("quote", ("source", "role"), ("speaker", "channel"), ("said_on", "language"))


class ExemptionForm(CitedForm):
    """Who stays allowed, with the sources that say so."""

    fact = Fact.EXEMPTION

    class Meta:
        model = Exemption
        fields = ("beneficiary", "purpose", "origin", "state", "since", "until", "note")


class ExemptionInline(WithBoxes, RowsInline):
    """Who or what stays allowed."""

    model = Exemption
    form = ExemptionForm
    extra_when_new = 3
    fields = (("beneficiary", "purpose"), ("origin", "state"), ("since", "until"), "note")


class ConditionInline(WithBoxes, RowsInline):
    """What the pledge waits for."""

    model = Condition
    fields = (
        "what",
        ("ends_pledge", "health"),
        "expected_on",
        ("last_movement_on", "checked_on"),
        "would_count",
        "note",
    )


class CheckInline(WithBoxes, RowsInline):
    """The search log: where somebody looked, and what was found."""

    model = Check
    verbose_name = "look"
    verbose_name_plural = "search log: where somebody looked"
    fields = (("place", "looked_on"), ("looked_by", "contrary_found"), "found")
