"""Places: the list of them, and each with the pledges and orders that apply there."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from moratoriums.models import Beneficiary, Jurisdiction, Pledge
from moratoriums.vocabulary import BeneficiaryKind, Force
from website.lists.counts import tally
from website.lists.paging import turn
from website.lists.rows import listed, rows_of
from website.serving.days import Asked
from website.serving.page import dated, page
from website.wording.languages import word
from website.wording.places import WORLDWIDE, around, is_named, is_place, place_name, written_names

PER_PAGE = 50
PARTS_SHOWN = 100
_BINDING = [Force.SETTLEMENT.value, Force.LAW.value]


@dated
def jurisdictions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List every place that a record names, each country with its parts below it."""
    counted = _counts(asked)
    countries: dict[str, list[tuple[str, str, int]]] = {}
    for code, number in counted.items():
        entry = (code, _name(code), number)
        countries.setdefault(code.split("-")[0], []).append(entry)
    groups = sorted(
        ((_name(code), sorted(members)) for code, members in countries.items()),
        key=lambda group: (group[0] != _name(WORLDWIDE), group[0]),
    )
    return page(request, asked, "jurisdictions.html", {"groups": groups, "total": len(counted)})


@dated
def jurisdiction(request: HttpRequest, asked: Asked, code: str) -> HttpResponse:
    """Answer what applies in a place: what names it, and how much more covers it from around."""
    known = is_place(code) and (is_named(code) or Jurisdiction.objects.filter(code=code).exists())
    if not known:
        raise Http404("No record names such a place.")
    found = listed(asked.day).filter(jurisdictions__code=code)
    counts = tally(found)
    turned = turn(request, found.order_by("-force", "-announced_earliest", "slug"), PER_PAGE)
    rows = rows_of(turned.shown.object_list, asked.day)
    numbers = _counts(asked, Q(code__startswith=f"{code}-") | Q(code__in=around(code)))
    context = {
        "code": code,
        "name": _name(code),
        "counts": counts,
        "sentence": counts.sentence(asked.day),
        "turned": turned,
        "binding": [row for row in rows if row.pledge.force in _BINDING],
        "voluntary": [row for row in rows if row.pledge.force not in _BINDING],
        "around": [(one, _around_name(one), numbers.get(one, 0)) for one in around(code)],
        "inside": [
            (one, _name(one), number)
            for one, number in sorted(numbers.items())
            if one.startswith(f"{code}-")
        ][:PARTS_SHOWN],
        "exempt": Beneficiary.objects.filter(
            kind=BeneficiaryKind.PLACE, merged_into=None, name__in=written_names(code)
        ),
    }
    return page(request, asked, "jurisdiction.html", context)


def _around_name(code: str) -> str:
    return gettext("the whole world") if code == WORLDWIDE else _name(code)


def _name(code: str) -> str:
    return word(place_name(code))


def _counts(asked: Asked, where: Q | None = None) -> dict[str, int]:
    """How many records name each place by the day."""
    shown = Pledge.objects.published().as_of(asked.day).order_by().values("pk")
    rows = Jurisdiction.objects.filter(where or Q(), pledge__in=shown).order_by("code")
    return dict(rows.values_list("code").annotate(number=Count("pk")))
