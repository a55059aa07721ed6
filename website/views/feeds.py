"""Feeds and calendars of everything, of one thing, and of any search."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from alerts import services
from website.feeds.answers import conditional
from website.feeds.calendar import changed_at, write_calendar
from website.feeds.days import Day, days_of
from website.feeds.entries import entries_of, newest
from website.feeds.scope import Scope, refused, scoped
from website.feeds.writing import write_atom, write_json
from website.serving.days import Asked
from website.serving.private import private

ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"


@scoped
def feed(request: HttpRequest, scope: Scope, asked: Asked, /, form: str) -> HttpResponseBase:
    """The newest events, as Atom or JSON Feed."""
    entries = entries_of(scope.interest, asked.day)
    write, kind = (write_atom, ATOM) if form == "atom" else (write_json, JSON)
    body = write(
        entries,
        title=scope.title,
        page_url=scope.page_url,
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}",
    )
    return conditional(request, body, kind, modified_at=newest(entries))


@scoped
def calendar(request: HttpRequest, scope: Scope, asked: Asked, /) -> HttpResponseBase:
    """Ends, reviews and days to watch; ?reminders=0 without the entries before them."""
    reminders = request.GET.get("reminders", "1")
    if reminders not in ("0", "1"):
        return refused("Write reminders=0 to leave out the entries before an end, or nothing.")
    days = days_of(scope.interest, asked.day, reminders=reminders == "1")
    return _answer(request, days, scope.title, asked.day)


@private
def own_calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The days of everything one person follows, for them alone."""
    day = timezone.localdate()
    followed = services.in_calendar(secret, at=timezone.now())
    days = {one.key: one for row in followed for one in days_of(row.interest, day)}
    return _answer(request, sorted(days.values(), key=lambda one: one.key), "what I follow", day)


def _answer(request: HttpRequest, days: list[Day], title: str, day: date) -> HttpResponseBase:
    """The calendar. What is called off goes with time alone, so it is never older than today."""
    midnight = datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
    modified_at = max(filter(None, (changed_at(days), midnight)))
    return conditional(
        request, write_calendar(days, title=title), CALENDAR, modified_at=modified_at
    )
