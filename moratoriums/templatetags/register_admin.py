"""What the admin's templates ask for beyond what their views give them."""

from __future__ import annotations

from django import template
from django.db import models
from django.utils import timezone

from moratoriums.admin.work import Pile, piles
from moratoriums.models import Citation, Exemption, PledgeEvent

register = template.Library()


@register.simple_tag
def work_piles() -> list[Pile]:
    """Everything that waits for a person today."""
    return piles(timezone.localdate())


@register.filter
def row_label(row: models.Model) -> str:
    """What a row of a pledge is called on the pledge's own page."""
    match row:
        case Citation():
            return str(row.source)
        case Exemption():
            return f"{row.beneficiary} ({row.get_state_display().lower()})"
        case PledgeEvent(confirmed_at=None):
            return f"{row}, waits for a second editor"
    return str(row)
