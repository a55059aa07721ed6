"""The timeline: every record as a bar over the years, and one year's events, whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from moratoriums.filters import Choice, read_choice
from website.lists import facets
from website.lists.bars import Span
from website.lists.density import years_of
from website.lists.many_bars import LARGE_FIGURE, LargeFigure, large_figure
from website.lists.rows import Figure, figure_of, listed
from website.lists.selection import Selection
from website.lists.turning import read_page
from website.lists.zoom import read_zoom, zoom_links
from website.records.happenings import by_year, of_year, timeline_events, years_with_events
from website.serving.days import Asked
from website.serving.page import dated, page
from website.serving.sheet import carrying_the_sheet, sheet
from website.views.pledges import address_of, frame, shorter_address, turns_of, views_of

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
    keys = selection.keys(turning.start, size)

    def looking(wanted: str) -> str:
        return f"{request.path}?{choice.query(zoom=wanted, page=turning.shown)}".rstrip("?")

    figure = _figure(selection, keys, span)
    context: dict[str, Any] = {
        **frame(request, selection, [too_many, no_page, no_years], turning),
        "figure": figure,
        "zooms": zoom_links(whole, zoom, looking),
        "density": years_of(selection, request.path) if selection.total >= DENSITY_FROM else [],
    }
    if isinstance(figure, LargeFigure):
        large = page(request, asked, "bars.html", {**context, "sheet": sheet()})
        return carrying_the_sheet(large)
    return page(request, asked, "bars.html", context)


def _figure(selection: Selection, keys: Sequence[int], span: Span) -> Figure | LargeFigure:
    """Draw the records with all that is said of each, or hundreds of them sparingly."""
    if len(keys) > LARGE_FIGURE:
        return large_figure(keys, selection.asked, span)
    return figure_of(selection.read(keys, "exemptions"), selection.asked.day, span)


def _rows_asked(text: str | None) -> tuple[int, str]:
    """How many bars stand on a page, and what is wrong with the number asked for."""
    if not text:
        return BARS_MOST[0], ""
    if text in map(str, BARS_MOST):
        return int(text), ""
    problem = gettext("A page has {fewer} or {more} bars, not “{number}”.")
    fewer, more = BARS_MOST
    return fewer, problem.format(fewer=fewer, more=more, number=text[:20])


@dated
def newest_year(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Lead to the newest year in which something happened to the records that pass the filters."""
    choice = read_choice(request.GET)
    records = choice.apply(listed(asked.day)) if choice.values else None
    years = years_with_events(asked.day, records) or years_with_events(asked.day)
    if not years:
        raise Http404("No event is on record.")
    return HttpResponseRedirect(asked.link(_year_address(years[0][0], choice)))


@dated
def timeline(request: HttpRequest, asked: Asked, year: int) -> HttpResponse:
    """Show every event of a year, of the records that pass the filters.

    A year without any event does not exist.
    """
    choice = read_choice(request.GET)
    everything = years_with_events(asked.day)
    if year not in dict(everything):
        raise Http404(f"No event of {year} is on record.")
    events, years = of_year(timeline_events(asked.day), year), everything
    if choice.values:
        records = choice.apply(listed(asked.day))
        events = events.filter(pledge__in=records.order_by().values("pk"))
        years = years_with_events(asked.day, records)
    turning, problem = read_page(request.GET.get("page"), dict(years).get(year, 0), PER_PAGE)
    shown = events[turning.start : turning.start + PER_PAGE]
    context = {
        "year": year,
        "choice": choice,
        "problems": [*choice.problems, *filter(None, [problem])],
        "years": [(number, found, _year_address(number, choice)) for number, found in years],
        "timeline": by_year(shown),
        "views": views_of(request.path, choice),
        "words": facets.words_of(choice),
        "turning": turning,
        "turned": turns_of(request.path, choice, turning),
        "canonical_path": address_of(request.path, choice.query(page=turning.shown)),
    }
    return page(request, asked, "timeline.html", context)


def _year_address(year: int, choice: Choice) -> str:
    return address_of(reverse("timeline", args=[year]), choice.query())
