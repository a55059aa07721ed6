"""Errors of the API: every one is a problem document (RFC 9457) that says what to do."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"


class Refused(Exception):
    """A request that cannot be answered as it is; ``errors`` pairs parameters with reasons."""

    def __init__(self, detail: str, errors: Sequence[tuple[str, str]] = (), status: int = 422):
        super().__init__(detail)
        self.detail, self.errors, self.status = detail, list(errors), status


def problem(
    request: HttpRequest, status: int, detail: str, errors: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """Return a problem document."""
    told: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/api/#problem-{status}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": [{"name": name, "reason": reason} for name, reason in errors],
    }
    body = json.dumps(told, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def handle_problems(api: NinjaAPI) -> None:
    """Let every exception under the API end in a problem document."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(request, error.status, error.detail, error.errors)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [(str(one["loc"][-1]), str(one["msg"])) for one in error.errors]
        return problem(request, 422, "Part of the request cannot be read.", faults)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(request, 404, str(error) or "Nothing is at this address.")

    @api.exception_handler(HttpError)
    def known(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, error.status_code, str(error))

    @api.exception_handler(Exception)
    def fault(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("The API failed at %s.", request.path, exc_info=error)
        return problem(request, 500, "Something went wrong on our side. Nothing was changed.")
