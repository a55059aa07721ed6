"""Cards for other websites' frames, badges, the pages that hand out their snippets, and oEmbed."""

from __future__ import annotations

from datetime import date
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.models import Company
from moratoriums.models import Pledge
from website.embeds.badge import HEIGHT, Badge
from website.embeds.frames import LOWEST, NARROWEST, company_frame, pledge_frame
from website.embeds.oembed import CACHE_SECONDS, NoEmbed, Wanted, answer, as_xml
from website.lists.counts import tally
from website.lists.rows import PledgeRow, figure_of, listed, row_of
from website.serving.days import Asked
from website.serving.page import page
from website.serving.subjects import about_company, about_pledge
from website.wording.languages import day_pieces, word
from website.wording.phrases import day
from website.wording.sentences import headline

ROWS_SHOWN = 20
_LARGEST = 100_000


def _row(pledge: Pledge, asked: Asked) -> PledgeRow | None:
    found = listed(asked.day).filter(pk=pledge.pk).first()
    return row_of(found, asked.day) if found else None


def _framed_by_anybody(response: HttpResponse) -> HttpResponse:
    """Allow any website to frame an answer: of this site, cards alone."""
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    return _from_anywhere(response)


def _with_preview(response: HttpResponse) -> HttpResponse:
    """Let a page frame a card of this site."""
    response._csp_replace = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


def _from_anywhere(response: HttpResponse) -> HttpResponse:
    """Let any website show an answer; no search engine lists it."""
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@about_pledge
def pledge_card(request: HttpRequest, asked: Asked, found: Pledge) -> HttpResponse:
    """Show a record small, for a frame on another website."""
    row = _row(found, asked)
    context = {
        "asked": asked,
        "pledge": found,
        "row": row,
        "headline": headline(row.facts) if row else [],
        "site": settings.SITE_URL,
    }
    return _framed_by_anybody(render(request, "embeds/pledge.html", context))


@about_company
def company_card(request: HttpRequest, asked: Asked, found: Company) -> HttpResponse:
    """Show an organisation's records as bars, for a frame on another website."""
    records = listed(asked.day).filter(company=found)
    drawn = list(records.prefetch_related("exemptions")[:ROWS_SHOWN])
    counts = tally(records)
    context = {
        "asked": asked,
        "company": found,
        "counts": counts,
        "sentence": counts.sentence(asked.day),
        "figure": figure_of(drawn, asked.day),
        "more": counts.total - len(drawn),
        "site": settings.SITE_URL,
    }
    return _framed_by_anybody(render(request, "embeds/company.html", context))


@about_pledge
def badge(request: HttpRequest, asked: Asked, found: Pledge) -> HttpResponse:
    """Draw a record's status and the day it was last checked."""
    drawing = _badge(found, _row(found, asked), asked).svg()
    return _from_anywhere(HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8"))


def _badge(pledge: Pledge, row: PledgeRow | None, asked: Asked) -> Badge:
    if row is None:
        message = _("not on record by {day}").format(day=_words(asked.day))
        mark = ""
    else:
        facts = row.facts
        checked = facts.checked_on if facts.current else None
        looked = _("checked {day}") if checked else _("as of {day}")
        looked = looked.format(day=_words(checked or asked.day))
        message, mark = f"{word(facts.lifecycle.label).lower()} · {looked}", facts.mark
    told = _("as of {day}").format(day=_words(asked.day))
    title = f"{pledge.title}: {message} (Moratorium Watch, {told})"
    return Badge("Moratorium Watch", message, mark, title)


def _words(on: date) -> str:
    return "".join(words for words, _machine in day_pieces(day(on)))


@about_pledge
def pledge_embed(request: HttpRequest, asked: Asked, found: Pledge) -> HttpResponse:
    """Hand out the snippets of a record's card and badge."""
    frame = pledge_frame(found, asked)
    badge_at = f"{settings.SITE_URL}{asked.link(reverse('badge', args=[found.slug]))}"
    page_at = f"{settings.SITE_URL}{found.get_absolute_url()}"
    drawn = _badge(found, _row(found, asked), asked)
    context = {
        "about": found,
        "back": found.get_absolute_url(),
        "frame": frame,
        "shown_at": asked.link(reverse("pledge_card", args=[found.slug])),
        "badge_at": asked.link(reverse("badge", args=[found.slug])),
        "badge": drawn,
        "badge_height": HEIGHT,
        "badge_html": format_html(
            '<a href="{}"><img src="{}" height="{}" style="max-width:100%;height:auto" '
            'alt="{}"></a>',
            page_at, badge_at, HEIGHT, _("Status of the pledge: {title}").format(title=found.title),
        ),
        "badge_markdown": f"[![{_markdown(found.title)}]({badge_at})]({page_at})",
    }  # fmt: skip
    return _with_preview(page(request, asked, "embeds/snippets.html", context))


@about_company
def company_embed(request: HttpRequest, asked: Asked, found: Company) -> HttpResponse:
    """Hand out the snippet of an organisation's timeline card."""
    records = listed(asked.day).filter(company=found).count()
    context = {
        "about": found,
        "back": found.get_absolute_url(),
        "frame": company_frame(found, asked, records),
        "shown_at": asked.link(reverse("company_card", args=[found.slug])),
    }
    return _with_preview(page(request, asked, "embeds/snippets.html", context))


def _markdown(words: str) -> str:
    return "".join(f"\\{one}" if one in "[]\\`*_<>" else one for one in words)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer an oEmbed consumer in JSON or XML; errors by the status codes of its specification."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return _problem("There are two formats: json and xml.", 501)
    url = request.GET.get("url", "")
    if not url:
        return _problem("Give the address of a page: ?url=...", 400)
    try:
        wide = _limit(request.GET.get("maxwidth"), "maxwidth", NARROWEST)
        high = _limit(request.GET.get("maxheight"), "maxheight", LOWEST)
        found = answer(Wanted(url, wide, high))
    except NoEmbed as error:
        return _problem(str(error), 404)
    except ValueError as error:
        return _problem(str(error), 400)
    return _oembed_response(found, form)


def _oembed_response(found: dict[str, Any], form: str) -> HttpResponse:
    response: HttpResponse = (
        JsonResponse(found, content_type="application/json+oembed; charset=utf-8")
        if form == "json"
        else HttpResponse(as_xml(found), content_type="text/xml+oembed; charset=utf-8")
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return _from_anywhere(response)


def _limit(text: str | None, name: str, lowest: int) -> int | None:
    """A consumer's limit in pixels, no smaller than a card can be read in."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise ValueError(f"{name} is a whole number of pixels, such as 600.")
    return min(max(int(text), lowest), _LARGEST)


def _problem(message: str, status: int) -> HttpResponse:
    return HttpResponse(f"{message}\n", status=status, content_type="text/plain; charset=utf-8")
