"""What the admin's front page asks the intake for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from news.models import Story

register = template.Library()

_SHOWN = 8


@register.simple_tag
def waiting_stories() -> dict[str, Any]:
    """How many stories wait in the queue, and the first of them."""
    waiting = Story.objects.waiting(timezone.localdate()).order_by("-score", "first_seen_at")
    return {"total": waiting.count(), "first": waiting[:_SHOWN]}
