"""Tags of what readers take away of a page, and of what machines read of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from companies.models import Company
from moratoriums.models import Pledge
from website.taking.citing import text
from website.taking.structured import structured_for
from website.taking.works import take_away
from website.templatetags.pages import asked_of, canonical
from website.wording.languages import spoken
from website.wording.phrases import Phrase

register = template.Library()


@register.inclusion_tag("parts/take_away.html", takes_context=True)
def tools(context: Context, about: Any) -> dict[str, Any]:
    """Offer citation, downloads and embeds of what a page is about."""
    asked, language = asked_of(context), get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):  # files and citations have one address, in English
        offered = take_away(about, asked)
        citation = text(offered.work)
        embeds = [  # while certificate and cards speak the language of the page
            replace(one, address=translate_url(one.address, language)) for one in offered.embeds
        ]
    return {
        "asked": asked,
        "offered": replace(offered, embeds=embeds),
        "citation": citation,
    }


@register.inclusion_tag("parts/social.html", takes_context=True)
def social_meta(context: Context) -> dict[str, Any]:
    """Tell other websites how to show a link to any page, beside its title and description."""
    return {
        "address": canonical(context),
        "picture": f"{settings.SITE_URL}{static('social.png')}",
    }


@register.inclusion_tag("parts/about.html", takes_context=True)
def about_page(context: Context, about: Any, description: Phrase | str = "") -> dict[str, Any]:
    """Tell other websites and search engines what a page is about, and where its card is."""
    told = spoken(description)
    asked = asked_of(context)
    page = asked.link(about.get_absolute_url())
    with override(settings.LANGUAGE_CODE):  # what machines read names the record by one address
        structured = structured_for(about, asked, told)
    return {
        "title": str(about),
        "description": told,
        "structured": as_json_ld(structured) if structured else "",
        "oembed": _oembed(page) if isinstance(about, (Pledge, Company)) else {},
    }


def _oembed(page: str) -> dict[str, str]:
    """Where a consumer finds the card, for both forms of oEmbed."""
    url = f"{settings.SITE_URL}{page}"
    return {
        form: f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({'url': url, 'format': form})}"
        for form in ("json", "xml")
    }


_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@register.filter
def as_json_ld(structured: dict[str, Any]) -> SafeString:
    """Return a description as a block of data, in which nothing can end the block.

    A browser runs no such block, and the content policy is not asked about it.
    """
    raw = json.dumps(structured, ensure_ascii=False)
    safe = "".join(_UNSAFE.get(letter, letter) for letter in raw)
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308
