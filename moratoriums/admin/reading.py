"""Reads a date or a term while it is being typed, for the page's script."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from moratoriums.admin.dates import describe_date
from moratoriums.admin.explaining import explain, explain_refusal
from moratoriums.lasting import NeedsPerson, read_lasting
from moratoriums.partial_dates import PartialDate, parse_loose


def read(request: HttpRequest) -> JsonResponse:
    """Answer ``?date=`` with how it is read, or ``?words=&start=&effective=`` with the term."""
    asked = request.GET
    if "date" in asked:
        return JsonResponse({"text": describe_date(asked["date"]) if asked["date"] else ""})
    words = asked.get("words", "")
    if not words.strip():
        return JsonResponse({"html": ""})
    try:
        lasting = read_lasting(words, _date(asked.get("start")), _date(asked.get("effective")))
    except NeedsPerson as why:
        return JsonResponse({"html": explain_refusal(why).render()})
    return JsonResponse({"html": explain(lasting, timezone.localdate()).render()})


def _date(text: str | None) -> PartialDate | None:
    """The date, or None while it is not yet one."""
    try:
        return parse_loose(text) if text else None
    except ValueError:
        return None
