"""An entry that its publisher changed: the new wording is kept, and the one before it."""

from __future__ import annotations

from datetime import datetime

from news.identity import Known, Match
from news.models import Entry, EntryVersion

MOST_VERSIONS = 20  # wordings kept of an entry; what changes more often says nothing new


def renew_entry(match: Match, known: Known, *, at: datetime) -> bool:
    """Write what changed into the entry on record; says whether its wording did.

    A wording that was never there before is to be read for pledges. An entry that has changed
    twenty times stays as it is then.
    """
    entry, keys = match.entry, match.keys
    reworded = entry.sha256 != known.sha256
    same_keys = (match.identity, keys.link, keys.title) == (
        known.identity,
        known.link_key,
        known.title_key,
    )
    if same_keys and not reworded:
        return False
    row = Entry.objects.get(pk=known.pk)
    wordings = dict(row.versions.values_list("sha256", "number"))
    if reworded and len(wordings) >= MOST_VERSIONS:
        return False
    if reworded:
        _reword(row, match, wordings, at)
    if match.identity != row.identity and not _is_taken(row, match.identity):
        row.identity = match.identity
    row.link_key, row.title_key = keys.link, keys.title
    row.url = entry.url or row.url
    if row.published_at is None:
        row.published_at, row.published_on = entry.published_at, entry.published_on
        row.published_raw = entry.published_raw
    row.save()
    return reworded


def _reword(row: Entry, match: Match, wordings: dict[str, int], at: datetime) -> None:
    if row.sha256 not in wordings:
        EntryVersion.objects.create(
            entry=row,
            number=len(wordings) + 1,
            title=row.title,
            text=row.text,
            url=row.url,
            sha256=row.sha256,
            replaced_at=at,
        )
    entry = match.entry
    if entry.sha256 not in wordings:
        row.read_at = None
    row.title, row.text, row.sha256 = entry.label, entry.text, entry.sha256


def _is_taken(row: Entry, identity: str) -> bool:
    return Entry.objects.filter(feed=row.feed_id, identity=identity).exists()
