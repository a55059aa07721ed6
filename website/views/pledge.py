"""One pledge: what it says, where it stands, who is exempt, what happened, and how we know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext

from moratoriums.models import Pledge
from moratoriums.register.schema import Fact
from moratoriums.vocabulary import (
    CheckPlace,
    ConditionHealth,
    Confidence,
    ExemptionOrigin,
    Force,
    Grounds,
    Kind,
    Lifecycle,
)
from moratoriums.wording import field_names
from website.lists.rows import PledgeRow, figure_of, listed, row_of
from website.records.badges import badges_of
from website.records.changes import changes_of
from website.records.dossier import Dossier, compile_dossier
from website.records.scope import COLUMNS
from website.records.searching import Look, Search, search_of
from website.serving.days import Asked
from website.serving.page import dated, merged_notice, merged_to, page
from website.wording.endings import term_clock
from website.wording.facts import Facts, read_date
from website.wording.languages import figure, listing, word
from website.wording.phrases import joined
from website.wording.sentences import conduct_sentence, headline, would_change

_SILENT = (Lifecycle.PAST_END, Lifecycle.LAPSED)


@dated
def pledge(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """Answer what a pledge says and whether it stands; a merged record leads to its successor."""
    return answer(request, asked, slug)


def answer(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The page of a pledge, also for a preview, which no reader's GET asked for."""
    record = get_object_or_404(
        Pledge.objects.filter(published_at__isnull=False).select_related("merged_into", "company"),
        slug=slug,
    )
    if record.merged_into:
        return HttpResponsePermanentRedirect(asked.link(merged_to(record.merged_into, slug)))
    found = listed(asked.day).filter(pk=record.pk).prefetch_related("exemptions").first()
    if found is None:
        return _not_yet(request, asked, record)
    row = row_of(found, asked.day)
    merged_from = list(found.merged_from.filter(published_at__isnull=False).order_by("slug"))
    conditions = _conditions(found, asked)
    dossier = compile_dossier(found, asked.day, _shown(found, conditions, asked))
    context = {
        "pledge": found,
        "row": row,
        "figure": figure_of([found], asked.day),
        "merged": merged_notice(request, merged_from),
        "merged_from": merged_from,
        "dossier": dossier,
        "conditions": conditions,
        "waits": any(one["condition"].ends_pledge for one in conditions),
        "term_said": dossier.said.get("f-term", ""),
        "small_address": f"{found.get_absolute_url()}?small=1#changes",
        "changes": changes_of(found, asked, with_small=request.GET.get("small") == "1"),
        **_sentences(row.facts),
        **_searches(found, asked, row, dossier),
        **_about(found, asked, row, dossier),
    }
    return page(request, asked, "pledge.html", context)


def _not_yet(request: HttpRequest, asked: Asked, record: Pledge) -> HttpResponse:
    """Say of a day before its announcement when a record begins."""
    context = {"pledge": record, "began": read_date(record.announced_on)}
    return page(request, asked, "pledge_not_yet.html", context)


def _sentences(facts: Facts) -> dict[str, Any]:
    told = headline(facts)
    return {
        "headline": told,
        "description": joined(told),
        "clock": term_clock(facts),
        "would_change": would_change(facts),
    }


def _conditions(pledge: Pledge, asked: Asked) -> list[dict[str, Any]]:
    """What the pledge waits for; of an older day only what it was announced to wait for."""
    return [
        {
            "condition": one,
            "health": ConditionHealth(one.health),
            "expected": read_date(one.expected_on),
        }
        for one in pledge.conditions.all()
        if one.ends_pledge or not asked.is_past
    ]


def _shown(pledge: Pledge, conditions: list[dict[str, Any]], asked: Asked) -> frozenset[Fact]:
    """The facts that have a place on this record's page and not on every one."""
    places = {
        Fact.CONDITIONS: bool(conditions),
        Fact.IN_FORCE_FROM: bool(pledge.effective_on),
        Fact.ORDER: bool(pledge.instrument or pledge.case_reference or pledge.issuer),
        Fact.CAUTIONS: bool(pledge.cautions) and not asked.is_past,
    }
    return frozenset(fact for fact, there in places.items() if there)


def _searches(pledge: Pledge, asked: Asked, row: PledgeRow, dossier: Dossier) -> dict[str, Any]:
    """Where editors looked: since the end for a silence, and ever for conduct."""
    looks = [
        Look(CheckPlace(one.place), one.looked_on, one.found)
        for one in pledge.checks.filter(looked_on__lte=asked.day)
    ]
    replies = [one.on.earliest for one in dossier.replies if one.on]
    ever = search_of(looks, replies)
    silence: Search | None = None
    days = row.facts.days_left
    if row.status in _SILENT and row.facts.end and days is not None and days <= 0:
        silence = search_of(looks, replies, row.facts.end.earliest)
    last = max((look.on for look in looks), default=None)
    return {
        "search": ever,
        "silence": silence,
        "silence_day": figure(-(days or 0)),
        "conduct_sentence": conduct_sentence(row.facts, last),
    }


def _about(pledge: Pledge, asked: Asked, row: PledgeRow, dossier: Dossier) -> dict[str, Any]:
    """The coded facts, what belongs beside the record, and how to cite it."""
    added = any(
        getattr(one.item, "origin", "") == ExemptionOrigin.ADDED for one in dossier.exemptions
    )
    return {
        "badges": [_badge(one) for one in badges_of(dossier.kinds, row.facts.term, added=added)],
        "columns": COLUMNS,
        "sources": dossier.sources.all(),
        "quality": dossier.sources.quality(),
        "kind": Kind(pledge.kind),
        "force": Force(pledge.force),
        "grounds": Grounds(pledge.grounds),
        "confidence": Confidence(pledge.confidence),
        "order": [
            (label, value)
            for label, value in (
                (gettext("Instrument"), pledge.instrument),
                (gettext("Case"), pledge.case_reference),
                (gettext("Issued by"), pledge.issuer),
            )
            if value
        ],
        "unconfirmed": listing([word(one) for one in field_names(pledge.unconfirmed)]),
        "published_on": timezone.localdate(pledge.published_at) if pledge.published_at else None,
        "successor": pledge.superseded_by if row.status == Lifecycle.SUPERSEDED else None,
        "related": _related(pledge, asked),
    }


def _badge(badge: str) -> str:
    """A badge in the page's language; the number behind it stays."""
    words, times, number = badge.partition(" ×")
    return f"{word(words)}{times}{number}"


def _related(pledge: Pledge, asked: Asked) -> list[Pledge]:
    """Records that belong beside this one, whichever of the two says so, and those it replaced."""
    published = Pledge.objects.published().as_of(asked.day).select_related("company")
    near = published.filter(related=pledge) | published.filter(pk__in=pledge.related.values("pk"))
    replaced = published.filter(superseded_by=pledge)
    return list((near | replaced).exclude(pk=pledge.pk).distinct().order_by("title"))
