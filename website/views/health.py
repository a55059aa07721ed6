"""What machines ask: is the process alive, can it serve, what may be crawled, whom to warn."""

from __future__ import annotations

import logging
from datetime import UTC, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from website.upkeep.health import read_findings, well

log = logging.getLogger(__name__)

# The RFC asks for less than a year, so that nobody writes to a contact given up long ago.
HOLDS_FOR = timedelta(days=180)


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
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the site does its work, for an outside monitor; 503 with what is wrong if not."""
    try:
        findings = read_findings(timezone.now())
    except DatabaseError:
        log.exception("The database does not answer.")
        answer = {"status": "failing", "findings": [{"what": "database", "text": "unreachable"}]}
        return _never_stored(JsonResponse(answer, status=503))
    fine = well(findings)
    answer = {
        "status": "ok" if fine else "failing",
        "findings": [
            {"what": finding.key, "red": finding.red, "text": finding.text} for finding in findings
        ],
    }
    return _never_stored(JsonResponse(answer, status=200 if fine else 503))


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


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole in the site (RFC 9116)."""
    contact = settings.SECURITY_CONTACT
    until = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {(until + HOLDS_FOR).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: en, es",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _never_stored(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
