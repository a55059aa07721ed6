"""Shows the editors' desk what readers would see and be sent, before anything is published."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from alerts.matching import is_news
from alerts.services.previewing import Kind, preview_event
from moratoriums.models import Pledge, PledgeEvent
from news.desk.preview import Glance
from website.records.happenings import happenings_of, seen_citations
from website.serving.days import Asked
from website.views.pledge import answer


def glance(event: PledgeEvent, at: datetime) -> Glance:
    """One event as the timeline lists it, with the mail about it and how many would get it."""
    day = timezone.localdate(at)
    fetched = (
        PledgeEvent.objects.select_related("pledge__company")
        .prefetch_related(seen_citations())
        .get(pk=event.pk)
    )
    (happening,) = happenings_of([fetched])
    row = render_to_string("parts/happening.html", {"one": happening, "asked": Asked(day, day)})
    mail = preview_event(Kind.ALERT, fetched, day=day)
    silent = _why_silent(fetched)
    people = 0 if silent else mail.people
    return Glance(row, str(mail.message.subject), str(mail.message.body), people, silent)


def _why_silent(event: PledgeEvent) -> str:
    if event.confirmed_at is None:
        return "It waits for a second editor; nobody is told before."
    if event.quiet or not event.significant:
        return "Marked as small: nobody is told."
    return "" if is_news(event) else "It happened too long ago: history is told to nobody."


def page(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """The public page of a pledge as it would stand today."""
    today = timezone.localdate()
    return answer(request, Asked(today, today), pledge.slug)
