"""Says what the schema refuses in plain words, with what to write instead; no Django."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from moratoriums.register.consistency import Path, Problem

# More problems than this in one file and it is the wrong file.
MOST = 50


def problems_of(error: ValidationError, record: type[BaseModel]) -> list[Problem]:
    """Return the problems of a refused record, the first fifty, with the paths of their fields."""
    found: list[Problem] = []
    for details in error.errors(include_url=False)[:MOST]:
        if details["type"] == "inconsistent":
            found += details["ctx"]["problems"]
        else:
            path = tuple(details["loc"])
            found.append(Problem(path, _message(details, path, record)))
    return found[:MOST]


def _message(details: ErrorDetails, path: Path, record: type[BaseModel]) -> str:
    given, context = details["input"], details.get("ctx", {})
    match details["type"]:
        case "missing":
            return "is missing. Add it."
        case "extra_forbidden":
            return _unknown_field(str(path[-1]), _fields_at(record, path[:-1]))
        case "enum":
            words = [str(word) for word in context["expected"].replace("'", "").split(", ")]
            return f"{_short(given)} is not one of: {_listed(words, str(given))}."
        case "value_error":
            return str(context["error"])
        case "string_too_long":
            return f"has more than {context['max_length']} characters. Shorten it."
        case "string_too_short":
            return "is empty. Fill it in or delete it."
        case "string_pattern_mismatch":
            return f"{_short(given)} is not written in the form {context['pattern']}."
        case "tuple_type":
            return "takes a list. Write each value on a line of its own after '- '."
        case "string_type":
            return "takes a text. Write it after the colon."
        case "model_type" | "model_attributes_type" | "dict_type":
            return "takes a block of fields. Write them indented below it."
    return f"{_short(given)} is refused ({details['msg']})."


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _listed(words: list[str], given: str) -> str:
    words = [part for word in words for part in word.split(" or ") if part]
    near = get_close_matches(given[:80], words, 1)
    listed = ", ".join(words)
    return f"{listed} (perhaps {near[0]})" if near else listed


def _unknown_field(name: str, fields: list[str]) -> str:
    near = get_close_matches(name[:80], fields, 1)
    hint = f" Do you mean {near[0]}?" if near else ""
    return f"there is no such field.{hint} Known here: {', '.join(fields)}."


def _fields_at(model: Any, path: Path) -> list[str]:
    """Name the fields of the block that a path leads to."""
    for part in path:
        if isinstance(part, str):
            model = model.model_fields[part].annotation
        model = _block_in(model)
    return list(getattr(model, "model_fields", {}))


def _block_in(annotation: Any) -> Any:
    """Return the record part inside an annotation such as ``tuple[Event, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        if (found := _block_in(inner)) is not None:
            return found
    return None
