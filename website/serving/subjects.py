"""What an address is about: the record it names, or the way to the one it was merged into."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import resolve, reverse

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge
from website.serving.days import Asked
from website.serving.page import dated

Subject = TypeVar("Subject", bound=Model)
View = Callable[..., HttpResponseBase]


def about_pledge(view: View) -> View:
    """Hand a view the published record that its address names."""
    return _about(view, lambda: Pledge.objects.filter(published_at__isnull=False))


def about_company(view: View) -> View:
    """Hand a view the organisation that its address names."""
    return _about(view, lambda: Company.objects.all())


def about_beneficiary(view: View) -> View:
    """Hand a view the exempt party that its address names."""
    return _about(view, lambda: Beneficiary.objects.all())


def _about(view: View, all_of_them: Callable[[], QuerySet[Any]]) -> View:
    """A merged record leads for good to the same thing of its successor, with the same query."""

    def answer(request: HttpRequest, asked: Asked, /, slug: str, **rest: str) -> HttpResponseBase:
        found = get_object_or_404(all_of_them().select_related("merged_into"), slug=slug)
        if found.merged_into:
            named = {"slug": found.merged_into.slug, **rest}
            query = request.META.get("QUERY_STRING", "")
            address = reverse(resolve(request.path_info).view_name, kwargs=named)
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return view(request, asked, found, **rest)

    return dated(wraps(view)(answer))
