"""One pledge: what it says, where it stands, who is exempt, what happened, and how we know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404

from moratoriums.models import Pledge
from moratoriums.vocabulary import (
    CheckPlace,
    ConditionHealth,
    Confidence,
    Force,
    Grounds,
    Kind,
    Lifecycle,
)
from website.days import Asked
from website.dossier import Dossier, compile_dossier
from website.endings import term_clock
from website.facts import Facts
from website.page import dated, page
from website.phrases import joined, listing
from website.rows import PledgeRow, figure_of, listed, read_date, row_of
from website.sentences import conduct_sentence, headline, would_change


@dated
def pledge(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Answer what a pledge says and whether it stands; a merged record leads to its successor."""
    record = get_object_or_404(
        Pledge.objects.filter(published_at__isnull=False).select_related("merged_into", "company"),
        slug=slug,
    )
    if record.merged_into:
        return HttpResponsePermanentRedirect(asked.link(record.merged_into.get_absolute_url()))
    found = listed(asked.day).filter(pk=record.pk).prefetch_related("exemptions").first()
    if found is None:
        return page(
            request,
            asked,
            "pledge_not_yet.html",
            {"pledge": record, "began": read_date(record.announced_on)},
        )
    row = row_of(found, asked.day)
    dossier = compile_dossier(found, asked.day)
    context = {
        "pledge": found,
        "row": row,
        "figure": figure_of([found], asked.day),
        **_sentences(row.facts),
        **_parts(found, asked, row, dossier),
    }
    return page(request, asked, "pledge.html", context)


def _sentences(facts: Facts) -> dict[str, Any]:
    told = headline(facts)
    return {
        "headline": told,
        "description": joined(told),
        "clock": term_clock(facts),
        "would_change": would_change(facts),
    }


def _parts(pledge: Pledge, asked: Asked, row: PledgeRow, dossier: Dossier) -> dict[str, Any]:
    """The sections below the headline."""
    conditions = [one for one in pledge.conditions.all() if one.ends_pledge or not asked.is_past]
    checks = list(pledge.checks.filter(looked_on__lte=asked.day))
    return {
        "dossier": dossier,
        "sources": dossier.sources.all(),
        "quality": dossier.sources.quality(),
        "kind": Kind(pledge.kind),
        "force": Force(pledge.force),
        "grounds": Grounds(pledge.grounds),
        "confidence": Confidence(pledge.confidence),
        "conditions": [
            {
                "condition": one,
                "health": ConditionHealth(one.health),
                "expected": read_date(one.expected_on),
            }
            for one in conditions
        ],
        "waits": any(one.ends_pledge for one in conditions),
        "checks": [(one, CheckPlace(one.place)) for one in checks],
        "company_asked": any(one.place == CheckPlace.COMPANY_ASKED for one in checks),
        "conduct_sentence": conduct_sentence(row.facts, checks[-1].looked_on if checks else None),
        "silence": _silence(row),
        "unconfirmed": listing(_field_names(pledge.unconfirmed)),
        "successor": pledge.superseded_by if row.status == Lifecycle.SUPERSEDED else None,
        "related": _related(pledge, asked),
    }


def _silence(row: PledgeRow) -> str:
    """The number of days without word since the end, for a record that is past it or lapsed."""
    if row.status not in (Lifecycle.PAST_END, Lifecycle.LAPSED):
        return ""
    left = row.facts.days_left
    return f"{-left:,}" if left is not None and left <= 0 else ""


_FIELD_WORDS = {
    "announced": "the announcement",
    "company": "who gave it",
    "exemptions": "who is exempt",
    "in_force_from": "the day from which it applies",
    "note": "its circumstances",
    "term": "how long it lasts",
}


def _field_names(unconfirmed: list[Any]) -> list[str]:
    """The facts, in words, that no seen source supports; their values are never shown."""
    names = [
        entry.get("field", "") if isinstance(entry, dict) else str(entry) for entry in unconfirmed
    ]
    told = (_FIELD_WORDS.get(name, name.replace("_", " ").replace(".", ": ")) for name in names)
    return list(dict.fromkeys(word for word in told if word))


def _related(pledge: Pledge, asked: Asked) -> list[Pledge]:
    """Records that belong beside this one, whichever of the two says so, and those it replaced."""
    published = Pledge.objects.published().as_of(asked.day).select_related("company")
    near = published.filter(related=pledge) | published.filter(pk__in=pledge.related.values("pk"))
    replaced = published.filter(superseded_by=pledge)
    return list((near | replaced).exclude(pk=pledge.pk).distinct().order_by("title"))
