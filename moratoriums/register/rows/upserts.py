"""How rows are written by key: insert or update, and find what a key stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

# SQLite takes a limited number of parameters in one statement.
BATCH = 500


def in_batches(values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield values in groups small enough for one statement."""
    iterator = iter(values)
    while batch := tuple(islice(iterator, BATCH)):
        yield batch


def upsert(rows: Sequence[Row], *, key: Sequence[str], keep: Sequence[str] = ()) -> None:
    """Insert rows, or update those whose key exists; ``keep`` names columns to leave as they are.

    Every row has its primary key afterwards.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in {*key, *keep}
    ]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=list(key), update_fields=fields
    )


def ids_by_slug(model: type[models.Model], slugs: Iterable[str], noun: str) -> dict[str, int]:
    """Return the primary key for each slug.

    Raises:
        ValueError: naming the slugs that nothing has.
    """
    wanted = sorted(set(slugs))
    found: dict[str, int] = {}
    for batch in in_batches(wanted):
        rows = model._default_manager.filter(slug__in=batch)
        found.update(rows.values_list("slug", "pk"))
    if missing := [slug for slug in wanted if slug not in found]:
        raise ValueError(f"There is no {noun} {', '.join(map(repr, missing))}. Add it first.")
    return found
