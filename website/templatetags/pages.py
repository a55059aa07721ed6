"""What every page carries: links that keep the day, dates as <time>, the freshness line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from moratoriums.partial_dates import PartialDate
from website.serving.days import Asked
from website.serving.parameters import carried, same_page
from website.upkeep.freshness import read_freshness
from website.wording import languages
from website.wording.languages import day_pieces, in_spanish, spoken, twins
from website.wording.phrases import Part, When

register = template.Library()


def asked_of(context: Context) -> Asked:
    """The day the page is about; pages that know nothing of days are about today."""
    asked = context.get("asked")
    if isinstance(asked, Asked):
        return asked
    today = timezone.localdate()
    return Asked(today, today)


@register.simple_tag(takes_context=True)
def href(context: Context, address: str) -> str:
    """Return a local address that keeps speaking of the day asked for."""
    return asked_of(context).link(address)


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: Any, **query: Any) -> str:
    """Return the address of a named page, with a query, that keeps speaking of the day."""
    address = reverse(name, args=args)
    return asked_of(context).link(f"{address}?{urlencode(query)}" if query else address)


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """Return the page's address without the day asked for and without a page's other traces."""
    request = context.get("request")
    if request is None:
        return str(settings.SITE_URL)
    return f"{settings.SITE_URL}{context.get('canonical_path') or request.path}"


@register.simple_tag
def ours() -> SafeString:
    """Mark what the record writes itself as English, where the page around it is not."""
    return mark_safe(' lang="en"' if in_spanish() else "")  # noqa: S308


@register.inclusion_tag("parts/alternates.html", takes_context=True)
def alternates(context: Context) -> dict[str, Any]:
    """Tell search engines where the page stands in each language."""
    request = context.get("request")
    path = context.get("canonical_path") or (request.path if request else "")
    found = twins(path) if path else []
    return {"site": settings.SITE_URL, "twins": found, "default": found[0][2] if found else ""}


@register.inclusion_tag("parts/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """Lead to the same page, with the same filters and day, in the other language."""
    request = context.get("request")
    found = twins(same_page(request)) if request else []
    here = "es" if in_spanish() else "en"
    return {"twins": [one for one in found if one[0] != here]}


@register.filter
def when(value: date | PartialDate | None, style: str = "prose") -> str | SafeString:
    """Show a day or a partial date as <time>: words in prose, 2020-06-10 in tables.

    The style "sentence" adds what a sentence of the page's language needs before a day.
    """
    if value is None:
        return ""
    moment = When.of(value, "table" if style == "table" else "prose")
    return _time(moment, in_sentence=style == "sentence")


@register.filter
def said(parts: tuple[Part, ...] | str) -> str | SafeString:
    """Show a sentence whose days are marked up as <time>."""
    if isinstance(parts, str):
        return parts
    return format_html_join("", "{}", ((_part(part),) for part in parts))


@register.filter
def plain(parts: tuple[Part, ...] | str) -> str:
    """Show a sentence as bare text, for titles and descriptions."""
    return spoken(parts)


def _part(part: Part) -> str | SafeString:
    return part if isinstance(part, str) else _time(part, in_sentence=True)


def _time(moment: When, *, in_sentence: bool) -> str | SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<time datetime="{}">{}</time>', machine, text) if machine else text,)
            for text, machine in day_pieces(moment, in_sentence=in_sentence)
        ),
    )


@register.filter
def instant(moment: datetime | None) -> str | SafeString:
    """Show an instant to the minute, in the zone that the foot of the page names."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    machine, words = local.isoformat(), f"{local:%Y-%m-%d %H:%M} {settings.TIME_ZONE}"
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def language_name(code: str) -> str:
    """Show the name of a language in that of the page."""
    return languages.language_name(code)


@register.filter
def figure(number: float) -> str:
    """Show a number as the page's language writes it."""
    return languages.figure(number)


@register.inclusion_tag("parts/as_of_banner.html", takes_context=True)
def as_of_banner(context: Context) -> dict[str, Any]:
    """Say on top of the page that it speaks of another day, with the way back."""
    request = context.get("request")
    return {"asked": asked_of(context), "here": request.path if request else "/"}


@register.inclusion_tag("parts/footer.html", takes_context=True)
def site_footer(context: Context) -> dict[str, Any]:
    """Say how fresh the record is, in which time zone, and let a reader pick another day."""
    request, asked = context.get("request"), asked_of(context)
    return {
        "asked": asked,
        "freshness": read_freshness(),
        "time_zone": settings.TIME_ZONE,
        "here": request.path if request else "/",
        "address": f"{settings.SITE_URL}{request.path if request else '/'}?as_of={asked.day}",
        "kept": carried(request, "as_of", "page") if request else [],
    }
