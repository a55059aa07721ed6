"""The versions of a record, each with the lines it changed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moratoriums.models import Pledge, Revision
from moratoriums.register.comparing import Line, changed_lines

PER_PAGE = 20


def since(pledge: Pledge, version: int) -> dict[str, Any]:
    """What others changed since a version: their revisions and the lines."""
    later = list(pledge.revisions.filter(version__gt=version))
    opened = pledge.revisions.filter(version__lte=version).first()
    newest = later[0] if later else None
    lines = changed_lines(opened.text if opened else "", newest.text) if newest else []
    return {"revisions": later, "lines": lines, "pledge": pledge}


def page(request: HttpRequest, pledge: Pledge, context: dict[str, Any]) -> HttpResponse:
    """The history page: the newest version first."""
    pages = Paginator(pledge.revisions.all(), PER_PAGE).get_page(request.GET.get("page"))
    shown = [(revision, _changes(revision)) for revision in pages]
    context |= {"title": f"History: {pledge}", "pledge": pledge, "pages": pages, "shown": shown}
    return render(request, "admin/moratoriums/pledge/history.html", context)


def _changes(revision: Revision) -> list[Line]:
    before = Revision.objects.filter(pledge=revision.pledge_id, version__lt=revision.version)
    older = before.first()
    return changed_lines(older.text if older else "", revision.text)
