"""Numbers of the desk as people read them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """A share as a percentage: 0.5 is "50 %"; nothing is "not measured"."""
    return "not measured" if value is None else f"{value:.0%}".replace("%", " %")


@register.filter
def signed(value: float) -> str:
    """An amount with its sign: "+0.40"."""
    return f"{value:+.2f}"
