"""What we had wrong: newest first, since when, and who was told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from alerts.models import Delivery, Dispatch
from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import EventKind
from website.across.corrections import PROMISED_DAYS, Measured, Times, measure
from website.lists.paging import turn
from website.records.happenings import Happening, happenings_of, public_events, seen_citations
from website.serving.days import Asked
from website.serving.page import dated, page
from website.wording.languages import figure
from website.wording.list_sentences import corrections_sentence

PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One correction, with how many people it was sent to; None before it went on its round."""

    happening: Happening
    told: int | None
    sent: int

    @property
    def times(self) -> Times:
        """Its days."""
        event = self.happening.event
        return Times(event.happened_earliest, event.wrong_since_on, event.reported_on)


@dated
def corrections(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the corrections of the record, with how fast we were."""
    found = public_events(asked.day).filter(kind=EventKind.CORRECTED)
    days = found.values_list("happened_earliest", "wrong_since_on", "reported_on")
    turned = turn(
        request,
        found.select_related("pledge__company").prefetch_related(seen_citations()),
        PER_PAGE,
    )
    promise = measure(Times(*row) for row in days)
    context = {
        "sentence": corrections_sentence(turned.shown.paginator.count, asked.day),
        "entries": _entries(happenings_of(turned.shown.object_list)),
        "turned": turned,
        "promise": promise,
        "took": _in_days(promise.took),
        "stood": _in_days(promise.stood),
        "promised_days": PROMISED_DAYS,
    }
    return page(request, asked, "corrections.html", context)


def _in_days(measured: Measured | None) -> str:
    """A median in words: a half only where there is one."""
    if measured is None:
        return ""
    # Only one whole day is singular: "1 day", "1.5 days".
    number = 1 if measured.days == 1 else 2
    return ngettext("{number} day", "{number} days", number).format(number=figure(measured.days))


def _entries(happenings: list[Happening]) -> list[Entry]:
    """The corrections of one page with the post room's numbers, in two questions."""
    events: list[PledgeEvent] = [one.event for one in happenings]
    rounds = dict(Dispatch.objects.filter(event__in=events).values_list("event_id", "people"))
    sent = dict(
        Delivery.objects.filter(event__in=events, state=Delivery.State.SENT)
        .order_by()
        .values_list("event_id")
        .annotate(number=Count("pk"))
    )
    return [Entry(one, rounds.get(one.event.pk), sent.get(one.event.pk, 0)) for one in happenings]
