"""Form fields that take what an editor types: rough dates, and lists with one value a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from moratoriums.partial_dates import parse_loose


class RoughDateField(forms.CharField):
    """A date as precise as known: "10 June 2020", "2020-06", "spring 2020"; gives EDTF."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "10 June 2020, 2020-06, 2020 or 2020-06-08/2020-06-10")
        kwargs.setdefault("widget", forms.TextInput({"data-reads": "date"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return parse_loose(text).edtf
        except ValueError as error:
            raise ValidationError(str(error)) from error


class LinesField(forms.CharField):
    """A list with one value on each line; empty lines do not count."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        text: str = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class WordsField(forms.CharField):
    """Words of the article that say a fact; a script lets them be selected in the text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1500)
        kwargs.setdefault("widget", forms.TextInput({"data-words": "yes"}))
        super().__init__(**kwargs)
