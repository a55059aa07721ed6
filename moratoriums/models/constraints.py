"""How this room writes its database constraints."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from companies.vocabulary import Word


def known(field: str, words: type[Word], name: str) -> models.CheckConstraint:
    """Allow only the values of a vocabulary in a column."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": words.values()}), name=name)


def one_of(field: str, values: Iterable[str]) -> Q:
    """A column holds one of some values, the usual ones first.

    For rows that are written by the thousand: written out, because for a list SQLite builds a
    table at each row.
    """
    first, *others = values
    condition = Q(**{field: first})
    for value in others:
        condition |= Q(**{field: value})
    return condition


def in_order(earliest: str, latest: str, name: str) -> models.CheckConstraint:
    """Demand both days or neither, the earliest first.

    The presence of both is spelled out: SQL takes a comparison with NULL for passed.
    """
    absent = Q(**{earliest: None, latest: None})
    present = Q(**{f"{earliest}__isnull": False, f"{latest}__isnull": False})
    ordered = Q(**{f"{earliest}__lte": F(latest)})
    return models.CheckConstraint(condition=absent | (present & ordered), name=name)


def not_empty(field: str, name: str) -> models.CheckConstraint:
    """Refuse an empty text."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)
