"""What is wrong with feeds and sources, told to the editors once a day while it lasts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alerts.services import note_to_editors
from moratoriums.models import Source
from moratoriums.vocabulary import SourceHealth
from news.feed_health import Trouble
from news.services import feed_troubles
from website.wording.phrases import counted

LOST = (SourceHealth.GONE, SourceHealth.QUOTE_GONE)
MOST_LINES = 40
_NEW = timedelta(days=1)
# A feed that is slow or has moved is a matter for the desk's lane, not for a mail.
_TOLD = frozenset({Trouble.FAILING, Trouble.SILENT, Trouble.ENDED})


def tell_editors(*, day: date, at: datetime) -> int:
    """Put the day's note into the post, if there is anything to tell and none went out yet.

    Told are feeds that fail, are silent or ended, as long as they do, and sources found lost
    within the last day.

    Returns:
        To how many editors it goes.
    """
    feeds = [one for one in feed_troubles(now=at) if one.kind in _TOLD]
    lost = list(
        Source.objects.filter(health__in=LOST, health_checked_at__gt=at - _NEW).order_by("pk")
    )
    lines = [f"{one.feed}: {one.text}" for one in feeds]
    lines += [f"{source}: {SourceHealth(source.health).label.lower()}." for source in lost]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"… and {len(lines) - MOST_LINES + 1} more."]
    parts = [counted(len(feeds), "feed in trouble", "feeds in trouble")] if feeds else []
    parts += [counted(len(lost), "source lost", "sources lost")] if lost else []
    return note_to_editors(", ".join(parts), lines, day=day, at=at)
