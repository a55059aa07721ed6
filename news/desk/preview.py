"""What publishing would come to: the same step as publishing, looked at, and undone.

The pages and the post room lie above and beside this room, so they show themselves: whoever can
show an event or a page says so once, when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from moratoriums.models import Pledge, PledgeEvent


@dataclass(frozen=True)
class Glance:
    """One event as readers would see it: the row of the timeline (HTML), and the mail.

    ``people`` is how many would get the mail now; ``silent`` says why nobody would be told.
    """

    row: str
    subject: str
    mail: str
    people: int
    silent: str = ""


Glancer = Callable[[PledgeEvent, datetime], Glance]
Pager = Callable[[HttpRequest, Pledge], HttpResponse]

_shown_by: dict[str, Glancer] = {}
_paged_by: dict[str, Pager] = {}


def show_with(glancer: Glancer, pager: Pager) -> None:
    """Let a room above show events and pages of pledges in previews."""
    _shown_by["event"], _paged_by["pledge"] = glancer, pager


def glances(events: Iterable[PledgeEvent], at: datetime) -> list[Glance]:
    """Each event as readers would see it."""
    glancer = _shown_by.get("event")
    return [glancer(event, at) for event in events] if glancer else []


def page_of(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """The public page of a pledge, as it would stand."""
    return _paged_by["pledge"](request, pledge)
