"""What every page carries: links that keep the day, dates as <time>, the freshness line."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from moratoriums.partial_dates import PartialDate
from website.days import Asked
from website.freshness import read_freshness
from website.phrases import Part, When, words_of

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


@register.filter
def when(value: date | PartialDate | None, style: str = "prose") -> str | SafeString:
    """Show a day or a partial date as <time>: words in prose, 2020-06-10 in tables."""
    if value is None:
        return ""
    return _time(When.of(value, "table" if style == "table" else "prose"))


@register.filter
def said(parts: tuple[Part, ...] | str) -> str | SafeString:
    """Show a sentence whose days are marked up as <time>."""
    if isinstance(parts, str):
        return parts
    return format_html_join("", "{}", ((_part(part),) for part in parts))


@register.filter
def plain(parts: tuple[Part, ...] | str) -> str:
    """Show a sentence as bare text, for titles and descriptions."""
    return parts if isinstance(parts, str) else words_of(parts)


def _part(part: Part) -> str | SafeString:
    return part if isinstance(part, str) else _time(part)


def _time(moment: When) -> str | SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<time datetime="{}">{}</time>', machine, text) if machine else text,)
            for text, machine in moment.pieces()
        ),
    )


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
        "kept": [
            (name, value)
            for name, value in (request.GET.items() if request else ())
            if name not in ("as_of", "page")
        ],
    }
