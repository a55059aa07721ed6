"""One year of the timeline, whole, with the years beside it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from website.days import Asked
from website.happenings import by_year, of_year, timeline_events, years_with_events
from website.page import dated, page

PER_PAGE = 200


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
