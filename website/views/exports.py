"""Downloads of exactly what a filter finds: every row, streamed, as CSV or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from moratoriums.filters import Choice, read_choice
from moratoriums.models import Pledge
from moratoriums.queries import PledgeQuerySet
from website.datasets.papers import LICENCE
from website.exports.columns import Sheet, Table
from website.exports.measure import in_measure
from website.exports.streams import FORMS, csv_text, json_text
from website.exports.tables import TABLES, lines
from website.lists.rows import listed
from website.serving.days import Asked
from website.serving.page import dated
from website.serving.subjects import about_pledge


@in_measure
@dated
def export(request: HttpRequest, asked: Asked, name: str, suffix: str) -> HttpResponseBase:
    """Stream a table for the filters in the address; what cannot be read is refused, not dropped.

    A page can leave a bad filter out and say so; in a file nobody would notice.
    """
    choice = read_choice(request.GET)
    if choice.problems:
        return _refused(choice)
    records = choice.apply(listed(asked.day))
    part = "-selection" if choice.values else ""
    head = {"filters": dict(choice.values), "order": choice.order}
    return _streamed(_File(TABLES[name], suffix, part), records, asked, head)


@in_measure
@about_pledge
def pledge_export(
    request: HttpRequest, asked: Asked, found: Pledge, name: str, suffix: str
) -> HttpResponseBase:
    """Stream a table for one record."""
    records = listed(asked.day).filter(pk=found.pk)
    return _streamed(
        _File(TABLES[name], suffix, f"-{found.slug}"), records, asked, {"pledge": found.slug}
    )


@dataclass(frozen=True)
class _File:
    """A file to be: its table, its form, and what its name says of the selection."""

    table: Table
    suffix: str
    part: str

    def name(self, asked: Asked) -> str:
        return f"moratorium-watch-{self.table.name}{self.part}-{asked.day}.{self.suffix}"


def _streamed(
    file: _File, records: PledgeQuerySet, asked: Asked, head: dict[str, Any]
) -> StreamingHttpResponse:
    found = lines(file.table, records, asked)
    return as_file(file.table, found, file.name(asked), head_of(file.table, asked, head))


def as_file(
    sheet: Sheet, found: Iterable[Any], name: str, head: dict[str, Any]
) -> StreamingHttpResponse:
    """Send rows as a file in the form that its name ends in, free for every website to read."""
    suffix = name.rpartition(".")[2]
    body = csv_text(sheet, found) if suffix == "csv" else json_text(sheet, found, head)
    answer = StreamingHttpResponse(body, content_type=FORMS[suffix])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Link"] = f'<{LICENCE["path"]}>; rel="license"'
    answer["X-Robots-Tag"] = "noindex"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _refused(choice: Choice) -> HttpResponse:
    told = "\n".join(choice.problems)
    text = f"Nothing was exported. A page would pass over part of this address:\n\n{told}\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def head_of(table: Sheet, asked: Asked, about: dict[str, Any]) -> dict[str, Any]:
    """What stands before the rows; nothing in it changes while the record does not."""
    return {
        "table": table.name,
        "as_of": asked.day.isoformat(),
        **about,
        "licence": LICENCE["path"],
        "source": settings.SITE_URL,
        "codebook": f"{settings.SITE_URL}/data/#codebook",
    }
