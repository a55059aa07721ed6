"""The events of one thing that is followed, as the entries of its feeds."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alerts.interests import Interest
from alerts.matching import DAY_AFTER, public_since
from moratoriums.ladder import READER_RUNGS
from moratoriums.models import PledgeEvent
from moratoriums.partial_dates import display
from website.records.happenings import Happening, happenings_of, timeline_events

MOST_ENTRIES = 50


@dataclass(frozen=True)
class Entry:
    """One event in a feed. ``key`` is its permanent address and never changes."""

    key: str
    title: str
    text: str
    html: SafeString
    happened_on: str
    published_at: datetime
    updated_at: datetime
    happening: Happening

    @property
    def tags(self) -> list[str]:
        """Words to sort it by."""
        return [self.happening.kind.label, self.happening.pledge.company.name]


def entries_of(interest: Interest, day: date) -> list[Entry]:
    """The newest events by a day, those that were told last first.

    What was entered as history stands where it happened: a record that is completed later does
    not push the news out of sight.
    """
    told_at = Greatest("entered_at", "confirmed_at", "pledge__published_at")
    happened_on = Coalesce("happened_earliest", "pledge__first_seen_on")
    events = (
        timeline_events(day)
        .filter(Q(rung=None) | Q(rung__in=[*READER_RUNGS, DAY_AFTER]))
        .annotate(
            told_on=Case(
                When(quiet=True, then=happened_on),
                default=TruncDate(told_at),
                output_field=DateField(),
            )
        )
        .order_by(F("told_on").desc(), happened_on.desc(), "-position", "-pk")
    )
    if interest != Interest():
        events = events.filter(pledge__in=interest.records(day).order_by().values("pk"))
    return [_entry(one) for one in happenings_of(events[:MOST_ENTRIES])]


def newest(entries: Sequence[Entry]) -> datetime | None:
    """When the feed last changed."""
    return max((entry.updated_at for entry in entries), default=None)


def _entry(one: Happening) -> Entry:
    happened = display(one.happened) if one.happened else ""
    title = f"{one.label}: {one.pledge.company.name}, {one.title}"
    when = f" ({happened})" if happened else ""
    text = f"{title}{when}. {one.text}".strip()
    return Entry(
        key=f"{settings.SITE_URL}{one.address}",
        title=_plain(title),
        text=_plain(text),
        html=_html(one, _plain(f"{title}{when}.")),
        happened_on=one.event.happened_on,
        published_at=_published(one.event),
        updated_at=_updated(one.event),
        happening=one,
    )


def _html(one: Happening, lead: str) -> SafeString:
    """The same as a program shows it; every text is escaped."""
    quotes = format_html_join(
        "", "<blockquote>{}</blockquote>", ((_plain(quote),) for quote in one.quotes)
    )
    sources = format_html_join(
        "; ",
        '<a href="{}">{}</a>',
        (
            (f"{settings.SITE_URL}{source.get_absolute_url()}", _plain(source.publisher))
            for source in one.sources
        ),
    )
    told = format_html("<p>{}</p>", _plain(one.text)) if one.text else ""
    cited = format_html("<p>Sources: {}</p>", sources) if one.sources else ""
    return format_html("<p><strong>{}</strong></p>{}{}{}", lead, told, quotes, cited)


def _published(event: PledgeEvent) -> datetime:
    """When it happened; when that is not known, when this site told it."""
    day = event.happened_earliest
    if day is None:
        return public_since(event)
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _updated(event: PledgeEvent) -> datetime:
    return _published(event) if event.quiet else public_since(event)


def _plain(text: str) -> str:
    """Text without the control characters that no XML may hold."""
    return "".join(
        letter if unicodedata.category(letter) not in ("Cc", "Cs") else " " for letter in text
    ).strip()
