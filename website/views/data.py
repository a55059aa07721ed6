"""The data: what can be downloaded today, the frozen versions, and what differs between two."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response

from website.datasets.archives import read_member
from website.datasets.changes import Change, changes
from website.datasets.models import DatasetVersion
from website.datasets.selecting import Unselectable, read_selection, selected
from website.exports import codebook
from website.exports.measure import in_measure
from website.exports.tables import TABLES
from website.serving.days import Asked
from website.serving.page import dated, page
from website.taking.structured import catalogue, dataset_data

CHANGES_SHOWN = 300
YEAR_SECONDS = 365 * 24 * 3600
_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "zip": "application/zip",
}


@dated
def data(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Offer the tables of today and every frozen version, with the codebook."""
    versions = list(DatasetVersion.objects.all())
    context = {
        "versions": versions,
        "tables": list(TABLES.values()),
        "described": [(table, _described(table.columns)) for table in TABLES.values()],
        "kinds": codebook.kinds(),
        "structured": catalogue(versions),
    }
    return page(request, asked, "data/data.html", context)


def _described(columns: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
    return [(column, codebook.values(column)) for column in columns]


@dated
def dataset(request: HttpRequest, asked: Asked, name: str) -> HttpResponse:
    """Show one frozen version: its files with their checksums, and how to cite it."""
    version = get_object_or_404(DatasetVersion, name=name)
    others = DatasetVersion.objects.exclude(pk=version.pk)
    context = {
        "version": version,
        "before": others.filter(pk__lt=version.pk).first(),
        "others": list(others),
        "rows": next((one["rows"] for one in version.files if one["name"] == "pledges.csv"), 0),
        "structured": dataset_data(version),
    }
    return page(request, asked, "data/version.html", context)


@in_measure
@dated
def dataset_file(request: HttpRequest, asked: Asked, name: str, file: str) -> HttpResponseBase:
    """Send the archive or one file of it; what is at such an address never changes."""
    version = get_object_or_404(DatasetVersion, name=name)
    known = {one["name"]: one["sha256"] for one in version.files}
    known[version.archive_name] = version.sha256
    if file not in known:
        raise Http404(f"Version {name} has no file {file[:60]}.")
    if not version.path.is_file():
        raise Http404(f"The archive of version {name} is missing on this machine.")
    try:
        wanted = _wanted(request.GET, file)
    except Unselectable as error:
        text = f"Nothing was exported. {error}\n"
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    etag = f'"{_digest(known[file], wanted)}"'
    answer = get_conditional_response(request, etag=etag) or _sent(version, file, wanted)
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _wanted(asked: QueryDict, file: str) -> dict[str, str]:
    """The filters asked of a table; other files have none."""
    if asked and file.removesuffix(".csv") not in TABLES:
        raise Unselectable(f"{file} is sent whole, without filters.")
    return read_selection(asked)


def _digest(digest: str, wanted: Mapping[str, str]) -> str:
    """The checksum of a file, or a name for its selected rows that is theirs alone."""
    if not wanted:
        return digest
    text = json.dumps([digest, sorted(wanted.items())])
    return hashlib.sha256(text.encode()).hexdigest()


def _sent(version: DatasetVersion, file: str, wanted: Mapping[str, str]) -> HttpResponseBase:
    kind = _TYPES.get(file.rpartition(".")[2], "text/plain; charset=utf-8")
    if file == version.archive_name:
        return FileResponse(
            version.path.open("rb"), content_type=kind, as_attachment=True, filename=file
        )
    if wanted:
        table = file.removesuffix(".csv")
        answer = StreamingHttpResponse(selected(version.path, table, wanted), content_type=kind)
        file = f"moratorium-watch-{version.name}-{table}-selection.csv"
    else:
        answer = StreamingHttpResponse(read_member(version.path, file), content_type=kind)
    shown = "attachment" if file.endswith(".csv") else "inline"
    answer["Content-Disposition"] = f'{shown}; filename="{file}"'
    return answer


@dated
def dataset_changes(
    request: HttpRequest, asked: Asked, name: str, suffix: str = ""
) -> HttpResponseBase:
    """List what changed since an older version, the one before unless another is named."""
    version = get_object_or_404(DatasetVersion, name=name)
    older = _older(version, request.GET.get("since", ""))
    keys = {table.name: table.key for table in TABLES.values()}
    found = changes(older.path, version.path, keys)
    if suffix:
        return _as_csv(found, older, version)
    shown = list(islice(found, CHANGES_SHOWN))
    context = {
        "version": version,
        "older": older,
        "changes": shown,
        "more": (more := sum(1 for _ in found)),
        "total": len(shown) + more,
        "keep": f"?since={older.name}",
    }
    return page(request, asked, "data/changes.html", context)


def _older(version: DatasetVersion, since: str) -> DatasetVersion:
    if since:
        return get_object_or_404(DatasetVersion, name=since)
    older = DatasetVersion.objects.filter(pk__lt=version.pk).first()
    if older is None:
        raise Http404(f"Version {version.name} is the first; nothing came before it.")
    return older


def _as_csv(
    found: Iterator[Change], older: DatasetVersion, version: DatasetVersion
) -> StreamingHttpResponse:
    def text() -> Iterator[str]:
        yield _record("table", "key", "change", "columns")
        for one in found:
            yield _record(one.table, one.key, one.what, " | ".join(one.columns))

    answer = StreamingHttpResponse(text(), content_type=_TYPES["csv"])
    name = f"moratorium-watch-changes-{older.name}-to-{version.name}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _record(*cells: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
