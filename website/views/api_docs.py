"""The page about the API, made from its own description."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from website.api.openapi import description
from website.api.paging import LARGEST_PAGE, USUAL_PAGE
from website.serving.days import Asked
from website.serving.page import dated, page


@dated
def api_docs(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show every address of the API with what it takes and what it returns."""
    made = description()
    context = {
        "operations": [
            {**operation, "path": path, "answers": _shape(operation)}
            for path, methods in made["paths"].items()
            for operation in methods.values()
        ],
        "shapes": [
            {"name": name, "says": shape.get("description", ""), "fields": _fields(shape)}
            for name, shape in sorted(made["components"]["schemas"].items())
        ],
        "limit": settings.API_REQUESTS_PER_MINUTE,
        "usual": USUAL_PAGE,
        "largest": LARGEST_PAGE,
        "site": settings.SITE_URL,
    }
    return page(request, asked, "api/docs.html", context)


def _shape(operation: dict[str, Any]) -> str:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return str(schema["$ref"]).rpartition("/")[2]


def _fields(shape: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "type": _type(told), "says": told.get("description", "")}
        for name, told in shape.get("properties", {}).items()
    ]


def _type(told: dict[str, Any]) -> str:
    """A type in a few words: "string (date) or null", "list of Event"."""
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2]
    if "anyOf" in told:
        return " or ".join(_type(one) for one in told["anyOf"])
    if "enum" in told or "const" in told:
        return "one of " + ", ".join(str(one) for one in told.get("enum") or [told["const"]])
    if told.get("type") == "array":
        return f"list of {_type(told['items'])}"
    if told.get("type") == "object":
        return "object"
    form = f" ({told['format']})" if "format" in told else ""
    return f"{told.get('type', 'anything')}{form}"
