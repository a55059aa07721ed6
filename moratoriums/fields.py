"""A database column for partial dates, with the two days it may stand for beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from moratoriums.partial_dates import PartialDate

if TYPE_CHECKING:
    _TextColumn = models.CharField[str, str]
else:  # Django's fields take type arguments only from a type checker
    _TextColumn = models.CharField


class PartialDateField(_TextColumn):
    """An EDTF text column that fills two DATE columns: its earliest and its latest day.

    The siblings are declared on the model (as ImageField does with its sizes), so that a
    query can sort and filter on real dates while the text keeps the stated precision.
    An empty text is an unknown date; both days are then NULL.
    """

    def __init__(
        self, *args: Any, earliest: str | None = None, latest: str | None = None, **kwargs: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.update(earliest=self.earliest, latest=self.latest)
        return name, path, args, kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        text: str = super().clean(value, model_instance)
        if text:
            try:
                PartialDate.parse(text)
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return text

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Set both days from the text just before the row is written.

        Raises:
            ValueError: the text is no date; nothing is written.
        """
        text: str = getattr(model_instance, self.attname) or ""
        date = PartialDate.parse(text) if text else None
        if self.earliest:
            setattr(model_instance, self.earliest, date.earliest if date else None)
        if self.latest:
            setattr(model_instance, self.latest, date.latest if date else None)
        return text
