"""Citations as files, for pages, lists and versions of the data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from companies.models import Company
from moratoriums.filters import read_choice
from moratoriums.models import Beneficiary, Pledge
from website.datasets.models import DatasetVersion
from website.serving.days import Asked
from website.serving.page import dated
from website.serving.subjects import about_beneficiary, about_company, about_pledge
from website.taking.citing import STYLES, Work
from website.taking.works import work_of


def _cited(work: Work, suffix: str) -> HttpResponse:
    style = STYLES[suffix]
    answer = HttpResponse(style.write(work), content_type=f"{style.content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="moratorium-watch-citation.{suffix}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@about_pledge
def pledge_cite(request: HttpRequest, asked: Asked, found: Pledge, suffix: str) -> HttpResponse:
    """Cite a record as it stood on the day asked for."""
    return _cited(work_of(found, asked), suffix)


@about_company
def company_cite(request: HttpRequest, asked: Asked, found: Company, suffix: str) -> HttpResponse:
    """Cite a company's page."""
    return _cited(work_of(found, asked), suffix)


@about_beneficiary
def beneficiary_cite(
    request: HttpRequest, asked: Asked, found: Beneficiary, suffix: str
) -> HttpResponse:
    """Cite an exempt party's page."""
    return _cited(work_of(found, asked), suffix)


@dated
def list_cite(request: HttpRequest, asked: Asked, suffix: str) -> HttpResponse:
    """Cite the list with its filters."""
    return _cited(work_of(read_choice(request.GET), asked), suffix)


@dated
def dataset_cite(request: HttpRequest, asked: Asked, name: str, suffix: str) -> HttpResponse:
    """Cite a version of the data."""
    return _cited(work_of(get_object_or_404(DatasetVersion, name=name), asked), suffix)
