"""Writes and finds many rows with few statements, where asking each field of a model costs most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

Row = Sequence[Any]
_AT_ONCE = 100  # rows of a statement with many
_PAIRS_AT_ONCE = 400


def insert_rows(
    model: type[Model], names: Sequence[str], rows: Iterable[Row], *, renewed: Sequence[str] = ()
) -> None:
    """Write rows whose values are what the fields hold: no validation, no ``auto_now``.

    Args:
        names: the fields that the values of each row belong to; the others get their defaults.
        renewed: with these, a row whose primary key is there gets them anew and keeps the rest.
    """
    fields = [_field(model, name) for name in names]
    spare = [
        field
        for field in model._meta.concrete_fields
        if field not in fields and _needs_default(field)
    ]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in spare)
    prepared = list(_prepared(fields, rows, defaults))
    columns = [_quoted(field.column) for field in [*fields, *spare]]
    # Every part of the text is a name from the models; values are given beside it.
    table = _quoted(model._meta.db_table)
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
    values = f"({', '.join(['%s'] * len(columns))})"
    otherwise = _otherwise(model, renewed) if renewed else ""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # where it is prepared once, and no server is asked
            cursor.executemany(f"{statement}{values}{otherwise}", prepared)
            return
        for start in range(0, len(prepared), _AT_ONCE):
            some = prepared[start : start + _AT_ONCE]
            cursor.execute(
                f"{statement}{', '.join([values] * len(some))}{otherwise}",
                [value for row in some for value in row],
            )


def find_pairs(model: type[Model], names: tuple[str, str], pairs: Sequence[Row]) -> set[int]:
    """The primary keys of the rows in which two fields have any of these pairs of values."""
    first, second = (_quoted(_field(model, name).column) for name in names)
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    found: set[int] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            some = pairs[start : start + _PAIRS_AT_ONCE]
            wanted = f"WITH wanted (one, other) AS (VALUES {', '.join(['(%s, %s)'] * len(some))})"
            there = f"{table}.{first} = wanted.one AND {table}.{second} = wanted.other"
            cursor.execute(
                f"{wanted} SELECT {table}.{key} FROM wanted JOIN {table} ON {there}",  # noqa: S608
                [value for pair in some for value in pair],
            )
            found.update(row[0] for row in cursor.fetchall())
    return found


def _needs_default(field: Field[Any, Any]) -> bool:
    """Whether the row has to say what stands there; else the database does."""
    if field.primary_key or field.has_db_default():
        return False
    return field.get_default() is not None


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    found = {one.name: one for one in model._meta.concrete_fields}
    found |= {one.attname: one for one in model._meta.concrete_fields}
    return found[name]


def _quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(str(name)))


def _otherwise(model: type[Model], renewed: Sequence[str]) -> str:
    columns = [_quoted(_field(model, name).column) for name in renewed]
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f" ON CONFLICT ({_quoted(model._meta.pk.column)}) DO UPDATE SET {sets}"


def _prepared(fields: Sequence[Field[Any, Any]], rows: Iterable[Row], more: Row) -> Iterator[Row]:
    """The rows as the database takes them; most values are such already."""
    changes = [
        (place, change)
        for place, field in enumerate(fields)
        if (change := _change(field)) is not None
    ]
    for row in rows:
        values = [*row, *more]
        for place, change in changes:
            if values[place] is not None:
                values[place] = change(values[place])
        yield values


def _change(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    if field.get_internal_type() == "DateTimeField":
        return _remembering(connection.ops.adapt_datetimefield_value)
    if field.get_internal_type() == "DateField":
        return connection.ops.adapt_datefield_value
    if field.get_internal_type() in ("BinaryField", "JSONField"):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _remembering(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same, done once for a value that stands in row after row."""
    last: tuple[Any, Any] = (None, None)

    def changed(value: Any) -> Any:
        nonlocal last
        if value is not last[0]:
            last = value, change(value)
        return last[1]

    return changed
