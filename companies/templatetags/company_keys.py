"""What the admin's forms offer while a key is typed."""

from __future__ import annotations

from django import template

from companies.admin_keys import offered_keys

register = template.Library()


@register.inclusion_tag("admin/key_lists.html")
def key_lists() -> dict[str, object]:
    """The keys that the boxes of a page may name."""
    return {"lists": list(offered_keys())}
