"""Text boxes that name another record by its key, with the known keys offered while typing.

A plain box with a list beneath it works without script, takes a name or an address as well as a
key, and stays quick with thousands of records.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from companies.admin_bases import ModelChoiceField, ModelMultipleChoiceField
from companies.models import Company

# More choices than this make a page heavy; any key can be typed all the same.
OFFERED = 1000
# The tables whose rows are named by their key, each with what else may name a row. Rooms above
# this one add their own.
NAMED_BY_KEY: dict[type[models.Model], str] = {Company: "name__iexact"}


class KeyInput(forms.TextInput):
    """A text box that offers the keys of one table."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            {"list": list_id(model), "class": "key-text", "autocomplete": "off", "size": 40}
        )


class KeyField(ModelChoiceField):
    """Another record, named by its key; its name or address will do as well."""

    queryset: models.QuerySet[Any]

    def __init__(self, queryset: models.QuerySet[Any], **kwargs: Any) -> None:
        kwargs["widget"] = KeyInput(queryset.model)
        for unused in ("limit_choices_to", "to_field_name", "blank", "empty_label"):
            kwargs.pop(unused, None)
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show the key of a stored row."""
        if isinstance(value, int):
            row = self.queryset.filter(pk=value).values_list("slug", flat=True).first()
            return row or value
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """The row; ValidationError names the nearest keys."""
        return find_row(self.queryset, str(value).strip()) if value else None


class KeysField(ModelMultipleChoiceField):
    """Several other records, one key a line."""

    queryset: models.QuerySet[Any]

    def __init__(self, queryset: models.QuerySet[Any], **kwargs: Any) -> None:
        kwargs["widget"] = _Lines({"rows": 2, "cols": 50})
        for unused in ("limit_choices_to", "to_field_name", "blank", "empty_label"):
            kwargs.pop(unused, None)
        super().__init__(queryset, to_field_name="slug", **kwargs)

    def clean(self, value: Any) -> Any:
        """The rows; ValidationError names the nearest keys."""
        rows = [find_row(self.queryset, key) for key in value or ()]
        return self.queryset.filter(pk__in=[row.pk for row in rows])


class _Lines(forms.Textarea):
    def format_value(self, value: Any) -> str:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value or ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [line.strip() for line in data.get(name, "").splitlines() if line.strip()]


def find_row(queryset: models.QuerySet[Any], text: str) -> Any:
    """The row with this key, or else with this name or address; ValidationError when none has."""
    row = queryset.filter(slug=text).first()
    if row is None:
        row = queryset.filter(**{NAMED_BY_KEY[queryset.model]: text}).first()
    if row is None:
        noun = queryset.model._meta.verbose_name
        near = get_close_matches(text.lower(), queryset.values_list("slug", flat=True), 3, 0.5)
        hint = f" Do you mean {' or '.join(near)}?" if near else f" Add the {noun} first."
        raise ValidationError(f"There is no {noun} {text!r}.{hint}")
    return row


def key_field_for(field: Any) -> forms.Field | None:
    """The text box for a relation to a table with keys; None for any other relation."""
    model = field.remote_field.model
    if model not in NAMED_BY_KEY:
        return None
    made = KeysField if field.many_to_many else KeyField
    return made(
        model._default_manager.all(),
        label=field.verbose_name.capitalize(),
        required=not field.blank,
        help_text=_help(model, field),
    )


class WithKeyBoxes:
    """For an admin class: boxes for keys, in place of pickers that need script."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A box for the key of another record; everything else as Django has it."""
        if db_field.is_relation and (made := key_field_for(db_field)):
            return made
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


def list_id(model: type[models.Model]) -> str:
    """The id of the element that holds the offered keys of a table."""
    return f"keys-{model._meta.model_name}"


def offered_keys() -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """For each table with keys its list's id, and the keys with their names, newest first."""
    for model in NAMED_BY_KEY:
        rows = model._default_manager.order_by("-pk")[:OFFERED]
        yield list_id(model), [(row.slug, str(row)) for row in rows]  # type: ignore[attr-defined]


def _help(model: type[models.Model], field: Any) -> str:
    said = "One key a line." if field.many_to_many else field.help_text
    noun = model._meta.verbose_name
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    link = format_html('<a href="{}" target="_blank">Add a {}</a>', address, noun)
    return format_html("{}{}", f"{said} " if said else "", link)
