"""Pages of the register are made once for each state of it: then kept, compressed, and compared.

What such a page says depends on three things alone: its address, which names its language too,
the register's stamp, and today's day. Their hash is the page's ETag, so a reader who has the page
already is answered without finding out what the page is, and a kept page can never be an old one.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from moratoriums.models.versions import current_stamp
from website.serving.build import code_mark
from website.serving.page import OF_THE_REGISTER
from website.serving.shelf import Shelf

# Addresses that never show the register alone.
_APART = ("/static/", "/admin/", "/outbox/", "/follow", "/es/follow")
_COMPRESSED = ("text/", "application/json", "application/xml", "image/svg")
_SMALLEST = 400


@dataclass(frozen=True)
class KeptPage:
    """A finished answer: its headers, and its body as it goes out."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


pages: Shelf[KeptPage] = Shelf(settings.PAGE_MEMORY_MB * 2**20, lambda kept: len(kept.body) + 1000)


class RegisterPagesMiddleware:
    """Answers from memory where it can. Stands first: what it keeps is final, headers and all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer "not modified", or with a kept page, or with a new one that is then kept."""
        mark = mark_of(request)
        if not mark:
            return self.get_response(request)
        if mark in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return _unchanged(mark)
        key = (mark, _encoding(request))
        kept = pages.get(key)
        if kept is None and settings.PAGE_MEMORY_MB and request.method == "GET":
            with pages.alone(key):
                kept = pages.get(key)
                if kept is None:
                    return self._made(request, mark, key)
        if kept is None:
            return self._made(request, mark, key)
        body = b"" if request.method == "HEAD" else kept.body
        return HttpResponse(body, headers=dict(kept.headers))

    def _made(self, request: HttpRequest, mark: str, key: tuple[str, str]) -> HttpResponseBase:
        """Let the view answer; mark, compress and keep what is a page of the register."""
        response = self.get_response(request)
        if response.get("Cache-Control") != OF_THE_REGISTER or response.status_code != 200:
            return response
        _tag(response, mark)
        if not isinstance(response, HttpResponse) or request.method == "HEAD":
            return response
        _compress(response, key[1])
        if settings.PAGE_MEMORY_MB and not response.cookies:
            pages.put(key, KeptPage(tuple(response.items()), response.content))
        return response


def mark_of(request: HttpRequest) -> str:
    """What the page's ETag would be; empty where nothing may be kept or compared."""
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(_APART):
        return ""
    if settings.DEBUG or (settings.SECURE_SSL_REDIRECT and not request.is_secure()):
        return ""
    try:
        request.get_host()
        stamp = current_stamp()
    except (DisallowedHost, DatabaseError):
        return ""  # the views below say what is wrong
    if not stamp:
        return ""
    parts = (code_mark(), stamp, timezone.localdate().isoformat(), request.path_info)
    text = "\0".join((*parts, request.META.get("QUERY_STRING", "")))
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _unchanged(mark: str) -> HttpResponse:
    response = HttpResponse(status=304, headers={"Cache-Control": OF_THE_REGISTER})
    del response["Content-Type"]
    _tag(response, mark)
    return response


def _tag(response: HttpResponseBase, mark: str) -> None:
    """Say which page it is, and on what of the question, beside the address, it depends."""
    response["ETag"] = f'W/"{mark}"'
    patch_vary_headers(response, ["Accept-Encoding"])


def _encoding(request: HttpRequest) -> str:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def _compress(response: HttpResponse, encoding: str) -> None:
    if not encoding or response.has_header("Content-Encoding") or len(response.content) < _SMALLEST:
        return
    if response["Content-Type"].startswith(_COMPRESSED):
        body = response.content
        response.content = (
            brotli.compress(body, quality=5)  # type: ignore[no-untyped-call]
            if encoding == "br"
            else gzip.compress(body, 6, mtime=0)
        )
        response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(response.content))
