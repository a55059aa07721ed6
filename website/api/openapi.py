"""The description of the API for machines (OpenAPI 3.1), and what the page about it shows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from website.api.endpoints import api
from website.api.problems import CONTENT_TYPE
from website.api.schemas import Problem

_PREFIX = "/api/v1/"
_PROBLEMS = {
    "404": "Nothing is there, or was not on that day.",
    "406": "The request takes no JSON.",
    "422": "Part of the request cannot be used; each fault is named.",
    "429": "Too many requests in this minute; Retry-After says when to go on.",
}
_MOVED = {
    "description": "The record was merged into another.",
    "headers": {"Location": {"schema": {"type": "string"}}},
}


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=_PREFIX))
    made["servers"] = [{"url": settings.SITE_URL}]
    made["info"]["license"] = {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}
    shapes = made["components"].setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes.update(problem.pop("$defs", {}))
    shapes["Problem"] = problem
    for address, methods in made["paths"].items():
        for operation in methods.values():
            _complete(operation, "{slug}" in address)
    return made


def _complete(operation: dict[str, Any], named: bool) -> None:
    """Say of an operation which errors it answers with, and which headers carry its validator."""
    shape = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
    answers["200"]["description"] = "The answer."
    answers["304"] = {"description": "Nothing changed since the answer with that ETag."}
    for status, says in _PROBLEMS.items():
        if status != "404" or named:
            answers[status] = {"description": says, "content": shape}
    if named:
        answers["301"] = _MOVED
    operation["responses"] = dict(sorted(answers.items()))


def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the description."""
    return JsonResponse(description())
