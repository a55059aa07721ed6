"""Values that a filter takes: which of them are known, and what to write instead of the others."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from companies.models import Company
from moratoriums.filters.questions import ANY, NONE
from moratoriums.models import Beneficiary
from moratoriums.partial_dates import parse_loose

_PLACE = re.compile(r"worldwide|[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


def shown(text: str) -> str:
    """A reader's own text, cut so that it cannot fill the page."""
    return "".join(letter for letter in text if letter.isprintable())[:60]


def check_company(value: str) -> str:
    if _SLUG.fullmatch(value) and Company.objects.filter(slug=value).exists():
        return ""
    problem = _(
        "No company in the register has the short name “{value}”: the last part of the "
        "address of its page. Names can be searched for."
    )
    return problem.format(value=shown(value))


def check_sector(value: str) -> str:
    if Company.objects.filter(sector=value).exists():
        return ""
    problem = _("No company in the register is of the sector “{value}”.")
    return problem.format(value=shown(value))


def check_exempt(value: str) -> str:
    if value in (ANY, NONE):
        return ""
    if _SLUG.fullmatch(value) and Beneficiary.objects.filter(slug=value).exists():
        return ""
    problem = _("Nobody in the register is exempt under the short name “{value}”.")
    return problem.format(value=shown(value))


def check_place(value: str) -> str:
    if _PLACE.fullmatch(value):
        return ""
    problem = _("“{value}” is no place code. Write US, US-IL or worldwide.")
    return problem.format(value=shown(value))


def check_day(value: str) -> str:
    try:
        parse_loose(value)
    except ValueError:
        problem = _("“{value}” is no day. Write 2020-06-10, 10 June 2020, or a month or year.")
        return problem.format(value=shown(value))
    return ""


def first_day(value: str) -> str:
    """The earliest day of what ``check_day`` let pass, as addresses have it."""
    return parse_loose(value).earliest.isoformat()


def last_day(value: str) -> str:
    """The latest day of what ``check_day`` let pass, as addresses have it."""
    return parse_loose(value).latest.isoformat()
