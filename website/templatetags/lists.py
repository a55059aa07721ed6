"""What long lists print for each row: shapes of bars and options of boxes, written out directly.

A page may have thousands of these; a template of their own for each would be most of its cost.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from moratoriums.search import Reason
from website.lists.bars import Bar
from website.lists.facets import Option
from website.lists.shapes import shapes_of
from website.wording.languages import figure, in_spanish

register = template.Library()

_FOUND_IN = {
    "company": gettext_noop("Company:"),
    "name": gettext_noop("Also named:"),
    "product": gettext_noop("Product:"),
    "title": gettext_noop("Title:"),
    "summary": gettext_noop("Summary:"),
    "words": gettext_noop("In its words:"),
    "scope": gettext_noop("What it covers:"),
    "exemption": gettext_noop("Exempt:"),
    "event": gettext_noop("What happened:"),
    "condition": gettext_noop("It waits for:"),
    "source": gettext_noop("Source:"),
    "quote": gettext_noop("Quoted:"),
    "term": gettext_noop("For how long:"),
    "said_in": gettext_noop("Said in:"),
    "sector": gettext_noop("Sector:"),
    "note": gettext_noop("Our note:"),
}


@register.simple_tag
def shapes(bar: Bar) -> SafeString:
    """Write a bar's pieces, its lane of wordings and its signs; all its values are ours."""
    return mark_safe(shapes_of(bar))  # noqa: S308


@register.simple_tag
def options(offered: Iterable[Option]) -> SafeString:
    """Write the options of a box, each with its number of records."""
    parts = (
        f'<option value="{escape(one.value)}"{" selected" if one.chosen else ""}>'
        f"{conditional_escape(one.label)} ({figure(one.number)})</option>"
        for one in offered
    )
    return mark_safe("".join(parts))  # noqa: S308


@register.simple_tag
def why_found(reasons: Iterable[Reason]) -> SafeString:
    """Say in which parts of a record the words searched for stand, each of them marked."""
    language = ' lang="en"' if in_spanish() else ""  # of the record, where the page is not
    parts = (
        f'<span class="why"><span class="why-kind">{gettext(_FOUND_IN[reason.kind])}</span> '
        f"<span{language}>"
        + "".join(
            f"<mark>{escape(text)}</mark>" if found else escape(text)
            for text, found in reason.parts
        )
        + "</span></span>"
        for reason in reasons
    )
    return mark_safe("".join(parts))  # noqa: S308
