"""The form of a pledge: its own columns, how long it lasts, and what sort of change this is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from companies.admin_bases import ModelForm
from moratoriums.admin.explaining import explain, explain_refusal
from moratoriums.admin.lists import LinesField, PlacesField, UnconfirmedField
from moratoriums.admin.terms import (
    TermFields,
    initial_term,
    problems,
    read_term_fields,
    show,
    stored_term,
)
from moratoriums.lasting import Lasting, NeedsPerson
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import EventKind, WhoseUse

SMALL, SIGNIFICANT = "small", "significant"
_CHANGES = [
    (SMALL, "a small fix: nobody is told"),
    (SIGNIFICANT, "significant: the note below is public"),
]
# Boxes that are about the saving, not about the record.
_ABOUT_SAVING = {"version", "change_kind", "change_note"}


@dataclass(frozen=True)
class Reply:
    """Why the page comes back with what the editor typed instead of being saved.

    ``errors`` were found while saving; ``version`` is the one to save over after a conflict;
    ``panel`` is what the page shows above the form, by the name of its template.
    """

    errors: tuple[str, ...] = ()
    version: int | None = None
    panel: str = ""
    context: Mapping[str, Any] | None = None


class PledgeForm(TermFields, ModelForm):
    """A pledge. ``lasting`` holds the announced term once the form is clean.

    ``reply`` is set on the class made for a request that brings the page back.
    """

    reply: ClassVar[Reply | None] = None
    lasting: Lasting | None = None

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    whose_use = forms.MultipleChoiceField(
        choices=WhoseUse.choices(), widget=forms.CheckboxSelectMultiple, required=False
    )
    places = PlacesField()
    products = LinesField(rows=2)
    cautions = LinesField(help_text="What a reader may get wrong, one a line.")
    unconfirmed = UnconfirmedField()
    change_kind = forms.ChoiceField(
        label="This change is", choices=_CHANGES, widget=forms.RadioSelect, required=False
    )
    change_note = forms.CharField(
        label="Note on this change",
        required=False,
        widget=forms.Textarea({"rows": 2, "cols": 60}),
        help_text="What changed and why; needed for a significant change.",
    )

    class Meta:
        model = Pledge
        fields = ("title",)  # the admin's fieldsets name all the others
        widgets = {"summary": forms.Textarea({"rows": 3, "cols": 70})}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and self.reply and self.reply.version is not None:
            data = data.copy()
            data["version"] = self.reply.version
        super().__init__(data, *args, **kwargs)
        pledge = self.instance
        self.announcement: PledgeEvent | None = None
        if pledge.pk:
            self.announcement = pledge.events.filter(kind=EventKind.ANNOUNCED).first()
            self.initial.update(
                version=pledge.version,
                whose_use=[row.whose_use for row in pledge.barred_uses.all()],
                places=[row.code for row in pledge.jurisdictions.all()],
                **initial_term(
                    self.announcement, _date(pledge.announced_on), _date(pledge.effective_on)
                ),
            )
            if self.announcement and not self.is_bound:
                show(self, explain(stored_term(self.announcement), timezone.localdate()))
        if not pledge.published_at:
            for name in ("change_kind", "change_note"):
                self.fields[name].widget = forms.HiddenInput()

    def is_valid(self) -> bool:
        """Never valid when the page only comes back to be shown."""
        return super().is_valid() and self.reply is None

    def record_changed(self) -> bool:
        """Whether anything of the record itself was changed."""
        return bool(set(self.changed_data) - _ABOUT_SAVING)

    def term_changed(self) -> bool:
        """Whether the announced term is new or another one than on record."""
        if self.announcement is None or self.lasting is None:
            return True
        return replace(self.lasting, condition="") != stored_term(self.announcement)

    def clean(self) -> dict[str, Any]:
        """Read the term, and demand what the sort of change asks for."""
        data = super().clean() or self.cleaned_data
        for error in self.reply.errors if self.reply else ():
            self.add_error(None, error)
        days = ("announced_on", "first_seen_on")
        if not any(data.get(name) or name in self.errors for name in days):
            self.add_error(
                "announced_on",
                "Give the day of the announcement, or below it the day the pledge was first seen.",
            )
        self._clean_change(data)
        self._clean_term(data)
        return data

    def _clean_change(self, data: dict[str, Any]) -> None:
        if not self.instance.published_at:
            return
        if not data.get("change_kind"):
            self.add_error("change_kind", "Choose one: small fix or significant.")
        elif data["change_kind"] == SIGNIFICANT and not data.get("change_note"):
            self.add_error("change_note", "A significant change needs a public note.")

    def _clean_term(self, data: dict[str, Any]) -> None:
        if {"announced_on", "effective_on", "lasts_end", "lasts_likely"} & set(self.errors):
            return
        before = stored_term(self.announcement) if self.announcement else None
        try:
            self.lasting = read_term_fields(
                data, _date(data["announced_on"]), _date(data["effective_on"]), before=before
            )
        except NeedsPerson as why:
            show(self, explain_refusal(why))
            self.add_error("lasts_words", f"A person has to decide: {why}. See below.")
            return
        if self.lasting:
            for box, problem in problems(self.lasting):
                self.add_error(box, problem)
            show(self, explain(self.lasting, timezone.localdate()))


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
