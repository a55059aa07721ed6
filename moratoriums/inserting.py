"""Writes rows from a query inside the database, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, Value


def insert_from(
    model: type[Model], rows: QuerySet[Any], *, once_by: Sequence[str], **columns: object
) -> int:
    """Write one row of ``model`` for each row of a query, in one statement.

    A row that is there already is left as it is. Any other conflict is an error: a sequence that
    a restore set back, say, must not pass for "told already".

    Args:
        once_by: the fields of the unique constraint that says which row it is.
        columns: for each field what it gets: an expression over the query's rows, or a value for
            all of them. Fields named nowhere get their defaults.

    Returns:
        How many rows were new.
    """
    written, annotations = [], {}
    for field in model._meta.concrete_fields:
        if field.name in columns:
            given = columns[field.name]
        elif field.primary_key:
            continue
        else:
            given = field.get_default()
        written.append(connection.ops.quote_name(str(field.column)))
        value = given if hasattr(given, "resolve_expression") else Value(given, output_field=field)
        annotations[f"into_{field.name}"] = value
    select, parameters = (
        rows.order_by().annotate(**annotations).values_list(*annotations).query.sql_with_params()
    )
    table = connection.ops.quote_name(model._meta.db_table)
    columns_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    unique = ", ".join(connection.ops.quote_name(columns_of[name]) for name in once_by)
    with connection.cursor() as cursor:
        # Every part of the text is a name from the models or a query of Django's making.
        insert = f"INSERT INTO {table} ({', '.join(written)}) {select}"
        cursor.execute(f"{insert} ON CONFLICT ({unique}) DO NOTHING", parameters)
        return int(cursor.rowcount)
