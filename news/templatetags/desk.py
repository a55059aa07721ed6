"""What the admin's front page asks the intake for."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet

from news.models import Proposal

register = template.Library()


@register.simple_tag
def waiting_proposals() -> QuerySet[Proposal]:
    """Proposals that nobody has decided, the newest first."""
    waiting = Proposal.objects.filter(state=Proposal.State.PENDING).select_related("entry")
    return waiting.defer("facts", "entry__text").order_by("-proposed_at")
