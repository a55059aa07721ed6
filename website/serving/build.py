"""Which code, templates and settings made a page, so that no page outlives a new release."""

from __future__ import annotations

import functools
import hashlib

from django.conf import settings

# What pages are made of. The rooms above the website and the tests take no part in them.
_FOLDERS = ("companies", "moratoriums", "website", "templates", "static")
_ENDINGS = {".py", ".html", ".svg", ".css", ".js", ".mo"}


@functools.cache
def code_mark() -> str:
    """Return a hash over the files that pages are made of, taken once in each process."""
    digest = hashlib.blake2b(digest_size=8)
    digest.update(f"{settings.SITE_URL}\0{settings.TIME_ZONE}".encode())
    for folder in _FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in _ENDINGS and path.is_file():
                digest.update(f"\0{path.relative_to(settings.BASE_DIR)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
