"""Rows of lists, written out once for each state of the register and then put together.

The same record stands on many pages of a list: under other filters, in other orders. Its row looks
the same on all of them, so only what is new has to be read and written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from moratoriums.models import Pledge
from website.lists.bars import Span
from website.lists.rows import drawn, rows_of
from website.serving.days import Asked
from website.serving.shelf import Shelf

_TEMPLATE = "parts/record_row.html"
# Where the template leaves room for what is said of one page's row alone.
_ROOM = "<!--here-->"
_LIMIT = 16 * 2**20

Written = tuple[SafeString, SafeString]
_rows: Shelf[Written] = Shelf(_LIMIT, lambda row: len(row[0]) + len(row[1]) + 200)


def record_rows(
    keys: Sequence[int],
    asked: Asked,
    span: Span,
    stamp: str,
    read: Callable[[Sequence[int]], Sequence[Pledge]],
) -> list[Written]:
    """Return the table's rows of these records, each as what stands before and after the room.

    Args:
        stamp: the state of the register that the keys were read in; without one nothing is kept.
        read: returns records by their keys, with "exemptions" and "barred_uses" fetched.
    """
    look = (stamp, get_language(), asked.day, asked.explicit, span)
    found: dict[int, Written] = {}
    if stamp:
        found = {key: kept for key in keys if (kept := _rows.get((look, key)))}
    if missing := [key for key in keys if key not in found]:
        template = get_template(_TEMPLATE)
        for row in drawn(rows_of(read(missing), asked.day), span):
            html = template.render({"row": row, "asked": asked})
            before, _, after = html.partition(_ROOM)
            written = (mark_safe(before), mark_safe(after))  # noqa: S308  (a template escaped it)
            found[row.pledge.pk] = written
            if stamp:
                _rows.put((look, row.pledge.pk), written)
    return [found[key] for key in keys]
