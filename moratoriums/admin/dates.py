"""Text boxes for dates: they take what an editor would write and show what was understood."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from moratoriums.partial_dates import PartialDate, display, parse_loose

_PARTIAL = "10 June 2020, June 2020, 2020, about 2021"
_DAY = "10 June 2020"


class DateText(forms.TextInput):
    """A text box with a line below it that says how its text is read."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(
            {
                "class": "date-text",
                "size": 34,
                "autocomplete": "off",
                "data-reads": "date",
                "placeholder": placeholder,
            }
        )

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The box and, below it, the date as it was understood."""
        box = super().render(name, value, attrs, renderer)
        said = describe_date(str(value)) if value else ""
        return format_html(
            '<span class="date-box">{}<span class="reading" aria-live="polite">{}</span></span>',
            box,
            said,
        )

    def format_value(self, value: Any) -> str | None:
        """A day as it is stored, whatever the site's language."""
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


def describe_date(text: str) -> str:
    """Say how a date is read, or why it cannot be."""
    try:
        found = parse_loose(text)
    except ValueError as error:
        return _sentence(error)
    precision = "window" if found.precision == "interval" else found.precision
    rough = ", approximate" if found.approximate else ""
    days = "" if found.earliest == found.latest else f": {found.earliest} to {found.latest}"
    kept = "" if found.edtf == text.strip() else f", kept as {found.edtf}"
    return f"{display(found)} ({precision}{rough}{days}){kept}"


def _sentence(error: ValueError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:].rstrip(".") + "."


class PartialDateText(forms.CharField):
    """A date as precise as the editor knows it, kept as EDTF text; empty is unknown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = DateText(_PARTIAL)
        kwargs["max_length"] = 80
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The EDTF text; ValidationError says what to write instead."""
        text: str = super().clean(value)
        return _read(text).edtf if text else ""


class DayText(forms.DateField):
    """A single day, typed as an editor would write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = DateText(_DAY)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day; ValidationError when the text is wider than one day."""
        if not value or isinstance(value, date):
            return value or None
        found = _read(str(value))
        if found.precision != "day":
            raise ValidationError(f"{value} is no single day. Write it as 10 June 2020.")
        return found.earliest


def _read(text: str) -> PartialDate:
    try:
        return parse_loose(text)
    except ValueError as error:
        raise ValidationError(_sentence(error)) from error
