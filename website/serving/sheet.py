"""The style sheet inside a page, for pages that are long enough to be read before it arrives."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


@cache
def sheet() -> SafeString:
    """Return the site's style sheet without its comments and line ends; it has no quoted spaces."""
    text = Path(settings.BASE_DIR, "static", "site.css").read_text(encoding="utf-8")
    return mark_safe(_SPACE.sub(" ", _COMMENT.sub("", text)).strip())  # noqa: S308


def carrying_the_sheet(response: HttpResponse) -> HttpResponse:
    """Let the policy of an answer pass the sheet inside it, by its sum (CSP level 3, 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(sheet().encode()).digest()).decode()
    response._csp_update = {"style-src": f"'sha256-{digest}'"}  # type: ignore[attr-defined]
    return response
