"""What the admin shows of the site's health: findings on each page, doubtful mails on the first."""

from __future__ import annotations

from django import template
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from alerts.models import Email
from website.upkeep.health import Finding, read_findings

SHOWN = 10
KEPT_SECONDS = 30

register = template.Library()


@register.simple_tag
def findings() -> list[Finding]:
    """Everything that is wrong; asked anew after half a minute, as every page shows it."""
    found: list[Finding] | None = cache.get("findings")
    if found is None:
        found = read_findings(timezone.now())
        cache.set("findings", found, KEPT_SECONDS)
    return found


@register.simple_tag
def doubtful_mails() -> QuerySet[Email]:
    """The oldest mails of which nobody knows whether they arrived."""
    unknown = Email.objects.filter(state=Email.State.UNKNOWN).select_related("subscriber")
    return unknown.order_by("pk")[:SHOWN]
