"""What machines ask: is the process alive, can it serve, which pages may be crawled."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing of anybody else."""
    return _never_stored(JsonResponse({"status": "ok"}))


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers and every migration is applied; 503 if not."""
    checks = {"database": "ok", "migrations": "ok"}
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        log.exception("The database does not answer.")
        checks = {"database": "unreachable", "migrations": "unknown"}
    else:
        if waiting:
            checks["migrations"] = f"{len(waiting)} waiting: run manage.py migrate"
    ready = set(checks.values()) == {"ok"}
    answer = {"status": "ok" if ready else "unavailable", **checks}
    return _never_stored(JsonResponse(answer, status=200 if ready else 503))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let crawlers read everything once, not every day of the past."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /outbox/",
        "Disallow: /*as_of=",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _never_stored(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
