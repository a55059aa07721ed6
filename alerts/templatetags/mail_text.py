"""How the plain text of a mail is set: lines of at most 76 letters, lists that hang."""

from __future__ import annotations

import textwrap

from django import template

register = template.Library()

WIDTH = 76


@register.filter
def filled(text: str) -> str:
    """A paragraph; words and addresses longer than a line stay whole."""
    return _fill(text, "", "")


@register.filter
def item(text: str, bullet: str = "*") -> str:
    """One entry of a list, whose further lines stand under its first word."""
    return _fill(text, f"{bullet} ", " " * (len(bullet) + 1))


@register.filter
def quoted(text: str, indent: str = "") -> str:
    """Somebody's words, marked at the start of each line as mail does it."""
    return _fill(text, f"{indent}> ", f"{indent}> ")


def _fill(text: str, first: str, further: str) -> str:
    return textwrap.fill(
        " ".join(str(text).split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
