"""Form fields for lists: short texts, codes of places, named facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from moratoriums.register.schema import PledgeRecord, Unconfirmed
from moratoriums.register.values import Place
from moratoriums.register.wording import problems_of

_PLACES: TypeAdapter[str] = TypeAdapter(Place)


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "One a line.")
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Textarea({"rows": rows, "cols": 60}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return value if isinstance(value, str) or value is None else self.to_text(value)

    def to_text(self, values: Sequence[Any]) -> str:
        """One value a line."""
        return "\n".join(values)

    def clean(self, value: Any) -> list[Any]:
        """The lines that are not empty, each read by ``read_line``."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [self.read_line(line) for line in lines if line]

    def read_line(self, line: str) -> Any:
        """One line's value."""
        return line

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant, not how it is spaced."""
        try:
            return self.clean(data) != list(initial or [])
        except ValidationError:
            return True


class UnconfirmedField(LinesField):
    """Facts without a source seen: ``field | value | why``, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            "One a line: fact | what is remembered | why it is not published. Never shown.",
        )
        super().__init__(**kwargs)

    def to_text(self, values: Sequence[Any]) -> str:
        """The three parts of each fact, divided by bars."""
        return "\n".join(f"{v['field']} | {v['value']} | {v.get('why', '')}" for v in values)

    def read_line(self, line: str) -> dict[str, str]:
        """The three parts; ValidationError when there are not three."""
        parts = [part.strip() for part in line.split("|", 2)]
        if len(parts) != 3 or not parts[0] or not parts[1]:
            raise ValidationError(f"{line!r} is not of the form: fact | value | why.")
        return Unconfirmed(field=parts[0], value=parts[1], why=parts[2]).model_dump()


class PlacesField(forms.CharField):
    """Codes of places, divided by commas or blanks."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", "worldwide, or codes such as US, US-IL, GB, divided by commas."
        )
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The codes with commas."""
        return value if isinstance(value, str) or value is None else ", ".join(value)

    def clean(self, value: Any) -> list[str]:
        """The codes, each once; ValidationError says which is none."""
        codes = super().clean(value).replace(",", " ").split()
        for code in codes:
            try:
                _PLACES.validate_python(code)
            except Refused as error:
                problems = problems_of(error, PledgeRecord)
                raise ValidationError([problem.message for problem in problems]) from error
        return list(dict.fromkeys(codes))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the codes, not how they are divided."""
        return (data or "").replace(",", " ").split() != list(initial or [])
