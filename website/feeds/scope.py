"""What a feed or calendar is about: everything, one record, company or exempt party, a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alerts.interests import Interest, search_of, words_of
from companies.models import Company
from moratoriums.filters import read_choice
from moratoriums.models import Beneficiary, Pledge
from website.serving.days import Asked, BadDay, read_day

Params = ParamSpec("Params")
# What an address may say beside the filters; the second are the list's own, when it is a calendar.
_NOT_FILTERS = ("as_of", "reminders")
_OF_THE_LIST = ("format", "order", "zoom", "rows", "page")


@dataclass(frozen=True)
class Scope:
    """One thing that can be subscribed to, with its title and the address of its page."""

    interest: Interest
    title: str
    path: str

    @property
    def page_url(self) -> str:
        """The page for people, whole."""
        return f"{settings.SITE_URL}{self.path}"


class Unreadable(ValueError):
    """The address of a feed cannot be read; the message says why."""


class Moved(Exception):
    """The record was merged into another; ``slug`` is where it is now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


View = Callable[Concatenate[HttpRequest, Scope, Asked, Params], HttpResponseBase]


def scoped(view: View[Params]) -> Callable[Concatenate[HttpRequest, Params], HttpResponseBase]:
    """Hand a view what its address is about, and the day asked for.

    The keyword ``kind`` of the route says what its ``slug`` names. What cannot be read is
    refused in words: a program would never notice that a filter was left out.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponseBase:
        kind, slug = str(kwargs.pop("kind", "")), str(kwargs.pop("slug", ""))
        try:
            asked = read_day(request.GET.get("as_of"), timezone.localdate())
            scope = _named(kind, slug, request.GET) if kind else _searched(request.GET)
        except (BadDay, Unreadable) as problem:
            return HttpResponse(
                f"{problem}\n", status=400, content_type="text/plain; charset=utf-8"
            )
        except Moved as moved:
            resolver = request.resolver_match
            name = resolver.url_name if resolver else kind
            extra = {key: value for key, value in kwargs.items() if isinstance(value, str)}
            address = reverse(str(name), kwargs={"slug": moved.slug, **extra})
            query = request.GET.urlencode()
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return view(request, scope, asked, *args, **kwargs)

    return require_safe(answer)


def refused(problem: str) -> HttpResponse:
    """Say in plain text what cannot be read."""
    return HttpResponse(f"{problem}\n", status=400, content_type="text/plain; charset=utf-8")


def _named(kind: str, slug: str, asked: QueryDict) -> Scope:
    if unknown := [name for name in asked if name not in _NOT_FILTERS]:
        raise Unreadable(f"There is no “{unknown[0][:40]}” here. Known are: as_of, reminders.")
    if kind == "pledge":
        record = get_object_or_404(
            Pledge.objects.filter(published_at__isnull=False).select_related(
                "company", "merged_into"
            ),
            slug=slug,
        )
        if record.merged_into:
            raise Moved(record.merged_into.slug)
        return Scope(Interest(pledge=record), record.title, record.get_absolute_url())
    if kind == "company":
        company = get_object_or_404(Company.objects.select_related("merged_into"), slug=slug)
        if company.merged_into:
            raise Moved(company.merged_into.slug)
        path = f"{company.get_absolute_url()}?family=1"
        return Scope(Interest(company=company), company.name, path)
    found = get_object_or_404(Beneficiary.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        raise Moved(found.merged_into.slug)
    title = f"Records that exempt {found.name}"
    return Scope(Interest(beneficiary=found), title, found.get_absolute_url())


def _searched(asked: QueryDict) -> Scope:
    wanted = asked.copy()
    for name in (*_NOT_FILTERS, *(_OF_THE_LIST if "format" in asked else ())):
        wanted.pop(name, None)
    choice = read_choice(wanted)
    if choice.problems:
        raise Unreadable(" ".join(choice.problems))
    query = search_of(choice)
    if not query:
        return Scope(Interest(), "Everything on record", reverse("front"))
    return Scope(Interest(query=query), words_of(choice), f"{reverse('pledges')}?{query}")


def addresses(interest: Interest) -> dict[str, str]:
    """Where one thing can be subscribed to: paths of its calendar and its two feeds."""
    named = {
        "pledge": interest.pledge,
        "company": interest.company,
        "beneficiary": interest.beneficiary,
    }
    for kind, record in named.items():
        if record is not None:
            of = {"slug": record.slug}
            return {
                "calendar": reverse(f"{kind}_calendar", kwargs=of),
                "atom": reverse(f"{kind}_feed", kwargs={**of, "form": "atom"}),
                "json": reverse(f"{kind}_feed", kwargs={**of, "form": "json"}),
            }
    query = f"?{interest.query}" if interest.query else ""
    return {
        "calendar": f"{reverse('calendar')}{query}",
        "atom": f"{reverse('feed', kwargs={'form': 'atom'})}{query}",
        "json": f"{reverse('feed', kwargs={'form': 'json'})}{query}",
    }
