"""What the admin's templates ask for beyond what their views give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.db import models
from django.utils import timezone

from moratoriums.admin.work import Pile, piles
from moratoriums.models import Citation, Exemption, PledgeEvent

register = template.Library()


@register.simple_tag
def work_piles() -> list[Pile]:
    """Everything that waits for a person today."""
    return piles(timezone.localdate())


@register.filter
def row_label(row: models.Model) -> str:
    """What a row of a pledge is called on the pledge's own page."""
    match row:
        case Citation():
            return str(row.source)
        case Exemption():
            return f"{row.beneficiary} ({row.get_state_display().lower()})"
        case PledgeEvent(confirmed_at=None):
            return f"{row}, waits for a second editor"
    return str(row)


@register.simple_tag
def form_problems(form: Any, inlines: Iterable[Any]) -> list[tuple[str, str]]:
    """Everything that is wrong on a page with rows, each with the id of the place to go to."""
    found = list(_of_form(form))
    for inline in inlines:
        rows = inline.formset
        kind = str(inline.opts.verbose_name).capitalize()
        for number, row in enumerate(rows.forms):
            for one in (row, *getattr(getattr(row, "citations", None), "forms", ())):
                found += _of_form(one, f"{rows.prefix}-{number}", f"{kind} {number + 1}: ")
    return found


def _of_form(form: Any, place: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        if name in form.fields:
            label, where = f"{form[name].label}: ", form[name].auto_id
        elif place:
            label, where = "", place
        else:
            continue  # said in full at the top of the page
        yield from ((where, f"{before}{label}{error}") for error in errors)
