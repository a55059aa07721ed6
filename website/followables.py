"""What a reader may follow from an address of the site, and how they choose the manner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.interests import Interest, Manner, search_of, step_words, words_of
from alerts.matching import CHOOSABLE_RUNGS
from alerts.models import Subscription
from companies.models import Company
from moratoriums.filters import read_choice
from moratoriums.models import Beneficiary, Pledge
from website.wording.languages import SPANISH, language_of

FREQUENCIES = tuple(Subscription.Frequency.choices)
_LISTS = ("/pledges", "/timeline")
_RECORD = re.compile(r"/(?P<kind>[pcx])/(?P<slug>[-\w]{1,80})/?")
_KINDS = {"p": "pledge", "c": "company", "x": "beneficiary"}


def named(asked: Mapping[str, Any]) -> Interest:
    """What the query of an address names: pledge, company, beneficiary, a search, or everything.

    Raises:
        Http404: there is no such record, or the search cannot be read.
    """
    if slug := asked.get("pledge"):
        rows = Pledge.objects.published().select_related("company")
        return Interest(pledge=_one(rows, slug))
    if slug := asked.get("company"):
        return Interest(company=_one(Company.objects.current(), slug))
    if slug := asked.get("beneficiary"):
        return Interest(beneficiary=_one(Beneficiary.objects.filter(merged_into=None), slug))
    if search := asked.get("search"):
        choice = read_choice(QueryDict(str(search)))
        if choice.problems:
            raise Http404(" ".join(choice.problems))
        return Interest(query=search_of(choice))
    return Interest()


def at_address(text: str) -> Interest:
    """What a pasted address of this site is about.

    Raises:
        ValidationError: it is not the address of a page that can be followed.
    """
    parts = urlsplit(text.strip())
    path = unquote(parts.path) or "/"
    if language_of(path) == SPANISH:
        path = path.removeprefix(f"/{SPANISH}") or "/"
    try:
        if match := _RECORD.fullmatch(path):
            return named({_KINDS[match["kind"]]: match["slug"]})
        if path.rstrip("/") in _LISTS:
            return _searched(parts.query)
        if path == "/" and text.strip():
            return Interest()
    except Http404:
        raise ValidationError(_("There is no such page on this site.")) from None
    raise ValidationError(
        _("Paste the address of a record, a company, an exempt party or a search of this site.")
    )


def _searched(query: str) -> Interest:
    """A search from the address of a list; a filter left out would make it follow more."""
    asked = QueryDict(query, mutable=True)
    asked.pop("format", None)
    choice = read_choice(asked)
    if choice.problems:
        raise ValidationError(" ".join(choice.problems))
    return Interest(query=search_of(choice))


def label_of(interest: Interest) -> str:
    """What is followed, as a choice in a form says it."""
    if interest.pledge:
        return _("This record: {title}").format(title=interest.pledge.title)
    if interest.company:
        told = _("{name}, with the companies that belong to it")
        return told.format(name=interest.company.name)
    if interest.beneficiary:
        told = _("Every record that exempts {name}")
        return told.format(name=interest.beneficiary.name)
    if interest.query:
        words = words_of(read_choice(QueryDict(interest.query)))
        return _("This search, and whatever will pass it: {words}").format(words=words)
    return _("Everything on record")


def page_of(interest: Interest) -> str:
    """The address of the page that shows what is followed."""
    record = interest.pledge or interest.company or interest.beneficiary
    if record:
        return record.get_absolute_url()
    return f"{reverse('pledges')}?{interest.query}" if interest.query else reverse("front")


def read_manner(posted: QueryDict) -> Manner:
    """How somebody chose to be told; a form that did not ask gets the usual manner.

    Raises:
        ValidationError: a step is no number.
    """
    if "frequency" not in posted:
        return Manner()
    try:
        rungs = tuple(int(days) for days in posted.getlist("rung"))
    except ValueError:
        raise ValidationError(_("Choose the days before an end among those shown.")) from None
    chosen = {name: posted.get(name) == "yes" for name in ("absence", "heartbeat")}
    return Manner(posted.get("frequency", ""), rungs, **chosen)


def steps(chosen: tuple[int, ...]) -> list[tuple[int, str, bool]]:
    """The steps of the ladder as a form offers them: days, words, whether chosen."""
    return [(days, step_words(days), days in chosen) for days in CHOOSABLE_RUNGS]


def manner_words(one: Subscription) -> str:
    """How one subscription is told, in words."""
    ahead = [days for days in one.rung_days if days > 0]
    parts = [_(str(one.get_frequency_display()))]
    if ahead:
        told = ngettext("{days} day before an end", "{days} days before an end", max(ahead))
        parts.append(told.format(days=", ".join(map(str, ahead))))
    if 0 in one.rung_days:
        parts.append(_("on its day"))
    if -1 in one.rung_days:
        parts.append(_("the day after, if there is no word"))
    if not one.rung_days:
        parts.append(_("no reminders of ends"))
    if one.absence:
        parts.append(_("a week before, if nothing is announced"))
    if one.heartbeat:
        parts.append(_("also when nothing happened"))
    return "; ".join(parts)


def _one(rows: Any, slug: object) -> Any:
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such record.")
    return found
