"""What the evidence watch found out about a source: its health, and the copies there are of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from moratoriums.models import Pledge, Source
from moratoriums.services.showing import restamp
from moratoriums.services.states import settle_pledge
from moratoriums.vocabulary import SourceHealth


@transaction.atomic
def note_source_health(source: Source, health: SourceHealth, *, at: datetime) -> None:
    """Write down whether a source can still be read.

    The look is the watch's own memory and no part of the record's text, so it leaves no revision.
    """
    Source.objects.filter(pk=source.pk).update(health=health, health_checked_at=at)
    source.health, source.health_checked_at = health, at
    restamp()


@transaction.atomic
def note_source_copy(
    source: Source,
    *,
    by: str,
    at: datetime,
    archived_url: str = "",
    sha256: str = "",
    captured_at: datetime | None = None,
) -> None:
    """Add an archived copy, or the hash of our own, to a source that has none.

    What stands there already stays: a citation that names a copy must lead to that copy for good.
    Each record that cites the source gets a revision, since its text names the copy.
    """
    changes: dict[str, object] = {}
    if archived_url and not source.archived_url:
        changes["archived_url"] = archived_url
    if sha256 and not source.sha256:
        changes |= {"sha256": sha256, "captured_at": captured_at or at}
    if not changes:
        return
    Source.objects.filter(pk=source.pk).update(**changes)
    source.refresh_from_db()
    for pledge in citing_pledges(source):
        settle_pledge(pledge, by=by, at=at, note=f"Copy kept of {source.publisher}'s page.")


def citing_pledges(source: Source) -> list[Pledge]:
    """The pledges that cite a source anywhere: for the whole, an event, an exemption or words."""
    cites = (
        Q(citations__source=source)
        | Q(events__citations__source=source)
        | Q(exemptions__citations__source=source)
        | Q(statements__source=source)
    )
    return list(Pledge.objects.filter(cites).distinct().order_by("pk"))


def cited_quotes(source: Source) -> list[str]:
    """The words for which public records cite a source, each once."""
    public = Q(pledge__published_at__isnull=False)
    public |= Q(event__pledge__published_at__isnull=False)
    public |= Q(exemption__pledge__published_at__isnull=False)
    quotes = list(source.citations.filter(public).values_list("quote", flat=True))
    said = source.statements.filter(pledge__published_at__isnull=False)
    quotes += said.values_list("quote", flat=True)
    return list(dict.fromkeys(quote for quote in quotes if quote.strip()))
