"""What the admin's templates ask for beyond what their views give them."""

from __future__ import annotations

from django import template
from django.utils import timezone

from moratoriums.admin.keys import offered_keys
from moratoriums.admin.work import Pile, piles

register = template.Library()


@register.simple_tag
def work_piles() -> list[Pile]:
    """Everything that waits for a person today."""
    return piles(timezone.localdate())


@register.inclusion_tag("admin/moratoriums/key_lists.html")
def key_lists() -> dict[str, object]:
    """The keys that the boxes of a page offer while typing."""
    return {"lists": list(offered_keys())}
