"""Sources as rows: one row for a page, however many records cite it."""

from __future__ import annotations

from collections.abc import Iterable

from moratoriums.models import Source
from moratoriums.register import schema
from moratoriums.register.rows.upserts import in_batches, upsert

# What the link checker found out is its own memory, and no part of the files.
_CHECKERS_OWN = ("health", "health_checked_at")


def write_sources(parts: Iterable[schema.Source]) -> dict[str, int]:
    """Write each page once and return the primary key for each source's key.

    Raises:
        ValueError: a page is in the register under another key.
    """
    wanted = {part.key: part for part in parts}
    keys_by_url = {part.url: part.key for part in wanted.values()}
    for batch in in_batches(keys_by_url):
        for slug, url in Source.objects.filter(url__in=batch).values_list("slug", "url"):
            if slug != keys_by_url[url]:
                raise ValueError(
                    f"{url} is in the register as the source {slug!r}, not "
                    f"{keys_by_url[url]!r}. Use that key."
                )
    rows = [_row(part) for part in wanted.values()]
    _keep_copies(rows)
    upsert(rows, key=["slug"], keep=_CHECKERS_OWN)
    return {row.slug: row.pk for row in rows}


def _keep_copies(rows: list[Source]) -> None:
    """Leave the copies that the site made of a page where a file names none."""
    for batch in in_batches({row.slug: row for row in rows}):
        known = {row.slug: row for row in Source.objects.filter(slug__in=batch)}
        for row in rows:
            before = known.get(row.slug)
            if before and not row.archived_url:
                row.archived_url = before.archived_url
            if before and not row.sha256:
                row.sha256, row.captured_at = before.sha256, before.captured_at


def _row(part: schema.Source) -> Source:
    return Source(
        slug=part.key,
        url=part.url,
        title=part.title,
        title_is_ours=part.title_is_ours,
        publisher=part.publisher,
        published_on=part.published,
        source_class=part.source_class,
        language=part.language,
        seen_on=part.seen,
        archived_url=part.archived,
        captured_at=part.captured,
        sha256=part.sha256,
        note=part.note,
    )


def read_source(source: Source) -> schema.Source:
    """Return a source as files describe it."""
    return schema.Source(
        key=source.slug,
        url=source.url,
        title=source.title,
        title_is_ours=source.title_is_ours,
        publisher=source.publisher,
        published=source.published_on,
        source_class=source.source_class,
        language=source.language,
        seen=source.seen_on,
        archived=source.archived_url,
        captured=source.captured_at,
        sha256=source.sha256,
        note=source.note,
    )
