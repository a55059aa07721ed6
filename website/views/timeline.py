"""The timeline: every record as a bar over the years, and one year's events, whole."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from moratoriums.filters import read_choice
from website.days import Asked
from website.density import years_of
from website.happenings import by_year, of_year, timeline_events, years_with_events
from website.page import dated, page
from website.rows import figure_of
from website.selection import Selection
from website.turning import read_page
from website.views.pledges import frame, shorter_address
from website.zoom import read_zoom, zoom_links

PER_PAGE = 200
BARS_MOST = (1000, 5000)
# Fewer records than this are seen at a glance without the numbers by year.
DENSITY_FROM = 100


@dated
def bars(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Draw the records that pass the filters, company by company, over all years or some."""
    choice = read_choice(request.GET)
    if short := shorter_address(request, choice, asked):
        return HttpResponseRedirect(short)
    selection = Selection(choice, asked)
    size, too_many = _rows_asked(request.GET.get("rows"))
    turning, no_page = read_page(request.GET.get("page"), selection.total, size)
    whole = selection.catalogue.span
    span, zoom, no_years = read_zoom(request.GET.get("zoom", ""), whole)
    members = selection.read(selection.keys(turning.start, size), "exemptions")

    def looking(wanted: str) -> str:
        return f"{request.path}?{choice.query(zoom=wanted, page=turning.shown)}".rstrip("?")

    context: dict[str, Any] = {
        **frame(request, selection, [too_many, no_page, no_years], turning),
        "figure": figure_of(members, asked.day, span),
        "zooms": zoom_links(whole, zoom, looking),
        "density": years_of(selection, request.path) if selection.total >= DENSITY_FROM else [],
    }
    return page(request, asked, "bars.html", context)


def _rows_asked(text: str | None) -> tuple[int, str]:
    """How many bars stand on a page, and what is wrong with the number asked for."""
    if not text:
        return BARS_MOST[0], ""
    if text in map(str, BARS_MOST):
        return int(text), ""
    known = " or ".join(map(str, BARS_MOST))
    return BARS_MOST[0], f"A page has {known} bars, not “{text[:20]}”."


@dated
def timeline(request: HttpRequest, asked: Asked, year: int) -> HttpResponse:
    """Show every event of a year; a year without one does not exist."""
    years = years_with_events(asked.day)
    counts = dict(years)
    if year not in counts:
        raise Http404(f"No event of {year} is on record.")
    events = of_year(timeline_events(asked.day), year)
    shown = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "events": counts[year],
        "years": years,
        "shown": shown,
        "timeline": by_year(shown.object_list),
    }
    return page(request, asked, "timeline.html", context)
