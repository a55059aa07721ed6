"""The box by which a page is followed, and the links by which programs find its feeds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template.context import Context
from django.utils.translation import gettext as _

from alerts.interests import Interest, search_of
from companies.models import Company
from moratoriums.filters import read_choice
from moratoriums.models import Beneficiary, Pledge
from website.feeds.scope import addresses
from website.serving.days import Asked

register = template.Library()


@register.inclusion_tag("parts/follow.html", takes_context=True)
def follow_box(
    context: Context,
    pledge: Pledge | None = None,
    company: Company | None = None,
    beneficiary: Beneficiary | None = None,
    search: str = "",
) -> dict[str, Any]:
    """A box to follow one thing from its page; with nothing named, everything.

    A page of another day leads to no feed: nobody subscribes to a day that is over.
    """
    interest = _interest(pledge, company, beneficiary, search)
    kind, words = _words(interest)
    paths = addresses(interest)
    asked = context.get("asked")
    return {
        "of_another_day": isinstance(asked, Asked) and asked.explicit,
        "kind": kind,
        "words": words,
        "asked": interest.address,
        "paths": paths,
        "webcal": f"webcal://{urlsplit(settings.SITE_URL).netloc}{paths['calendar']}",
    }


@register.inclusion_tag("parts/feed_links.html")
def feed_links(
    pledge: Pledge | None = None,
    company: Company | None = None,
    beneficiary: Beneficiary | None = None,
    search: str = "",
) -> dict[str, Any]:
    """What a feed reader or a calendar looks for in the head of a page."""
    return {"paths": addresses(_interest(pledge, company, beneficiary, search))}


def _interest(
    pledge: Pledge | None, company: Company | None, beneficiary: Beneficiary | None, search: str
) -> Interest:
    query = search_of(read_choice(QueryDict(search))) if search else ""
    return Interest(company, pledge, beneficiary, query)


def _words(interest: Interest) -> tuple[str, str]:
    if interest.pledge:
        return "pledge", _("this record")
    if interest.company:
        return "company", _("{name} and what belongs to it").format(name=interest.company.name)
    if interest.beneficiary:
        return "beneficiary", _("records that exempt {name}").format(name=interest.beneficiary.name)
    if interest.query:
        return "search", _("this search")
    return "everything", _("everything on record")
