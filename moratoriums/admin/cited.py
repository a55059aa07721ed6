"""Rows that carry their own sources: each row's form holds a few citation forms of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.http import HttpRequest

from companies.admin_bases import ModelForm, StackedInline
from companies.admin_keys import KeyField
from moratoriums.models import Citation, Source

# Empty boxes under each row: most facts rest on one source, some on two.
EMPTY = 1


class CitationForm(ModelForm):
    """One source of a row, with the words that say so."""

    source = KeyField(Source.objects.all(), required=True, label="Source")

    class Meta:
        model = Citation
        fields = ("source", "quote")
        widgets = {"quote": forms.Textarea({"rows": 2, "cols": 60})}
        labels = {"quote": "The words that say so"}


class CitedForm(ModelForm):
    """A row's form that validates and saves its citations along with itself.

    ``fact`` is what each of its citations supports.
    """

    fact = ""
    citations: BaseInlineFormSet[Any, Any, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = inlineformset_factory(
            self._meta.model, Citation, CitationForm, extra=EMPTY, can_delete=True
        )
        prefix = f"{self.prefix}-citations"
        data = self.data if self.is_bound else None
        if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
            data = _no_forms(prefix)
        self.citations = made(data, instance=self.instance, prefix=prefix)

    def is_valid(self) -> bool:
        """Valid with all its citations."""
        return super().is_valid() and (self.unused() or self.citations.is_valid())

    def has_changed(self) -> bool:
        """Changed also when only a citation was."""
        return super().has_changed() or self.citations.has_changed()

    def unused(self) -> bool:
        """Whether it is one of the empty rows that nobody filled in."""
        return self.empty_permitted and not self.has_changed()

    def save_citations(self) -> None:
        """Save the citations of a saved row; new ones go to the end."""
        self.citations.instance = self.instance
        place = self.instance.citations.count()
        for citation in self.citations.save(commit=False):
            if citation.pk is None:
                citation.supports, citation.position = [self.fact], place
                place += 1
            citation.save()
        for citation in self.citations.deleted_objects:
            citation.delete()


def _no_forms(prefix: str) -> dict[str, str]:
    """What an untouched set of forms posts; a row added without its citations lacks even that."""
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


class RowsInline(StackedInline):
    """Rows that open on demand, each with its citations if it has any of its own."""

    template = "admin/moratoriums/rows_inline.html"
    extra = 1
    # Empty rows of a new record, so that it can be entered in one go without script.
    extra_when_new = 1

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """How many empty rows are offered."""
        return self.extra if obj else self.extra_when_new
