"""How a feed answers a program that has it already: not at all, if nothing changed."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

MAX_AGE_SECONDS = 900


def conditional(
    request: HttpRequest, body: bytes, content_type: str, *, modified_at: datetime | None
) -> HttpResponseBase:
    """Answer with a body, or with 304 to a program that has the same one.

    Anybody's program may read it, also a script of another site.
    """
    response = HttpResponse(body, content_type=content_type)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    seconds = int(modified_at.timestamp()) if modified_at else None
    response["ETag"] = etag
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    answered = get_conditional_response(request, etag, seconds, response)
    return answered if answered is not None else response
