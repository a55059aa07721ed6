"""The endpoints of the API: lists with the filters of the pages, single records, freshness."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import NinjaAPI

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge, PledgeEvent, Source
from website.api import schemas
from website.api.asking import day_parameter, list_parameters, read_asked, read_only_day, read_part
from website.api.orders import ORDERS, USUAL
from website.api.paging import Cursor, page_keys
from website.api.problems import handle_problems
from website.datasets.models import DatasetVersion
from website.exports.tables import TABLES, lines
from website.lists.counts import tally
from website.lists.rows import listed
from website.serving.days import Asked
from website.upkeep.freshness import read_freshness

Answer = dict[str, Any]
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_PARTS = ("events", "exemptions", "statements", "citations", "sources")

api = NinjaAPI(
    title="Moratorium Watch",
    version="1.0.0",
    description="The public record of corporate facial-recognition pledges, about any day. "
    "Read-only, without a key; data under CC BY 4.0.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
handle_problems(api)
_DAY = {"parameters": [day_parameter()]}


def _absolute(name: str, *args: str, **query: str) -> str:
    address = f"{settings.SITE_URL}{reverse(name, args=args)}"
    return f"{address}?{urlencode(query)}" if query else address


def _list(table_name: str) -> Callable[[HttpRequest], Answer]:
    """Make the view that lists one table for the pledges that pass the filters."""
    table, orders = TABLES[table_name], ORDERS[table_name]

    def view(request: HttpRequest) -> Answer:
        part = read_part(request, orders, USUAL[table_name])
        records = part.choice.apply(listed(part.asked.day))
        rows: QuerySet[Any] = table.rows(records, part.asked)
        after = part.cursor.key if part.cursor else None
        keys, last = page_keys(rows, part.order, after, part.limit)
        found = table.fetch(keys, part.asked)
        cursor = Cursor(part.order.name, part.asked.day, last).text() if last else None
        return {
            "as_of": part.asked.day,
            "items": [table.row(found[key]) for key in keys if key in found],
            "next_cursor": cursor,
            "next": _next(request, table_name, cursor) if cursor else None,
        }

    view.__name__ = f"list_{table_name}"
    view.__doc__ = f"{table.says} The filters are those of the list of all records."
    return view


def _next(request: HttpRequest, table_name: str, cursor: str) -> str:
    query = {name: str(value) for name, value in request.GET.items() if name != "cursor"}
    return _absolute(f"api:{table_name}", **query, cursor=cursor)


for _name in TABLES:
    api.get(
        f"/{_name}",
        response=schemas.PAGES[_name],
        url_name=_name,
        operation_id=f"list_{_name}",
        summary=f"List {TABLES[_name].title.lower()}",
        tags=["Lists"],
        openapi_extra={"parameters": list_parameters(ORDERS[_name])},
    )(_list(_name))


@api.get("/pledges/{slug}", response=schemas.PledgeRecord, url_name="pledge",
         operation_id="read_pledge", summary="Read a pledge with everything that belongs to it",
         tags=["Records"], openapi_extra=_DAY)  # fmt: skip
def pledge(request: HttpRequest, slug: str) -> Any:
    """Return a pledge; one that was merged into another leads there for good."""
    asked = read_only_day(request)
    found = _found(Pledge.objects.filter(published_at__isnull=False), slug)
    if found.merged_into:
        return _moved("api:pledge", found.merged_into.slug, asked)
    records = listed(asked.day).filter(pk=found.pk)
    row = next(lines(TABLES["pledges"], records, asked), None)
    if row is None:
        raise Http404(f"The record was not announced by {asked.day}.")
    parts = {
        name: [TABLES[name].row(one) for one in lines(TABLES[name], records, asked)]
        for name in _PARTS
    }
    return {**TABLES["pledges"].row(row), **parts, "as_of": asked.day}


@api.get("/companies/{slug}", response=schemas.CompanyRecord, url_name="company",
         operation_id="read_company", summary="Read an organisation with its counts",
         tags=["Records"], openapi_extra=_DAY)  # fmt: skip
def company(request: HttpRequest, slug: str) -> Any:
    """Return an organisation; one that was merged into another leads there for good."""
    asked = read_only_day(request)
    found = _found(Company.objects.all(), slug)
    if found.merged_into:
        return _moved("api:company", found.merged_into.slug, asked)
    return _counted("companies", found.pk, asked, company=slug)


@api.get("/beneficiaries/{slug}", response=schemas.BeneficiaryRecord, url_name="beneficiary",
         operation_id="read_beneficiary", summary="Read an exempt party with its counts",
         tags=["Records"], openapi_extra=_DAY)  # fmt: skip
def beneficiary(request: HttpRequest, slug: str) -> Any:
    """Return an exempt party; one that was merged into another leads there for good."""
    asked = read_only_day(request)
    found = _found(Beneficiary.objects.all(), slug)
    if found.merged_into:
        return _moved("api:beneficiary", found.merged_into.slug, asked)
    return _counted("beneficiaries", found.pk, asked, exempt=slug)


@api.get("/sources/{slug}", response=schemas.ROWS["sources"], url_name="source",
         operation_id="read_source", summary="Read a source", tags=["Records"],
         openapi_extra=_DAY)  # fmt: skip
def source(request: HttpRequest, slug: str) -> Answer:
    """Return a source that somebody has read and that a public record stands on."""
    asked = read_only_day(request)
    known = TABLES["sources"].rows(listed(asked.day), asked)
    found = known.filter(slug=slug).first() if _SLUG.fullmatch(slug) else None
    if not isinstance(found, Source):
        raise Http404("No public record stands on a source of this name on that day.")
    return TABLES["sources"].row(found)


@api.get("/versions", response=schemas.Versions, url_name="versions",
         operation_id="list_versions", summary="List the frozen versions of the data",
         tags=["Data"])  # fmt: skip
def versions(request: HttpRequest) -> Answer:
    """Return every frozen version with its checksums, the newest first."""
    return {"items": [_version(one) for one in DatasetVersion.objects.all()]}


@api.get("/health", response=schemas.Health, url_name="health", operation_id="read_health",
         summary="See how fresh the register is", tags=["Data"])  # fmt: skip
def health(request: HttpRequest) -> Answer:
    """Return the register's counts and when it was last looked at."""
    asked = read_asked(request)
    fresh, counts = read_freshness(), tally(listed(asked.day))
    public = PledgeEvent.objects.public()
    newest = DatasetVersion.objects.values_list("name", flat=True).first()
    return {
        "status": "ok",
        "as_of": asked.day,
        "time_zone": settings.TIME_ZONE,
        "pledges": counts.total,
        "events": public.up_to(asked.day).count(),
        "by_status": {status.value: number for status, number in counts.by_status},
        "conduct_not_assessed": counts.not_assessed,
        "checked_first": fresh.checked_first,
        "checked_last": fresh.checked_last,
        "next_check": fresh.next_check,
        "newest_event_at": public.aggregate(at=Max("entered_at"))["at"],
        "newest_version": newest,
    }


def _found(rows: QuerySet[Any], slug: str) -> Any:
    """The row of a short name; a text that can be none is not asked for."""
    known = rows.select_related("merged_into").filter(slug=slug)
    found = known.first() if _SLUG.fullmatch(slug) else None
    if found is None:
        raise Http404("The register has nothing of this name.")
    return found


def _moved(name: str, slug: str, asked: Asked) -> HttpResponsePermanentRedirect:
    return HttpResponsePermanentRedirect(asked.link(reverse(name, args=[slug])))


def _counted(table_name: str, key: int, asked: Asked, **selection: str) -> Answer:
    """A party's row with its pledges counted by status, and where they are listed."""
    table = TABLES[table_name]
    (name, slug), *_ = selection.items()
    column = "company__slug" if name == "company" else "pk__in"
    wanted: Any = slug
    if name == "exempt":
        everything = listed(asked.day)
        theirs = TABLES["exemptions"].rows(everything, asked).filter(beneficiary=key)
        wanted = theirs.order_by().values("pledge")
    counts = tally(listed(asked.day).filter(**{column: wanted}))
    day = {"as_of": asked.day.isoformat()} if asked.explicit else {}
    return {
        **table.row(table.fetch([key], asked)[key]),
        "as_of": asked.day,
        "by_status": {status.value: number for status, number in counts.by_status},
        "pledges": _absolute("api:pledges", **selection, **day),
    }


def _version(one: DatasetVersion) -> Answer:
    page = f"{settings.SITE_URL}{one.get_absolute_url()}"
    return {
        "name": one.name,
        "as_of": one.as_of,
        "frozen_at": one.frozen_at,
        "address": page,
        "archive": f"{page}{one.archive_name}",
        "sha256": one.sha256,
        "size": one.size,
        "files": [{**file, "address": f"{page}{file['name']}"} for file in one.files],
    }
