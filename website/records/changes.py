"""What became of a record on this site: its public change notes, and its small fixes by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from moratoriums.models import Pledge, Revision
from website.serving.days import Asked

CHANGES_SHOWN = 50


@dataclass(frozen=True)
class Change:
    """One saved version of a record, as readers are told of it."""

    version: int
    on: date
    note: str
    significant: bool


@dataclass(frozen=True)
class Changes:
    """The changes shown, and how many small fixes are left out."""

    shown: Sequence[Change]
    small: int = 0


def changes_of(pledge: Pledge, asked: Asked, *, with_small: bool) -> Changes:
    """Return the changes since the record was published, the newest first.

    Only a significant change has a note that was written for readers. A small fix is told by its
    version and its day: its note is the editors' own.
    """
    public = public_revisions(pledge)
    if asked.is_past:
        public = [one for one in public if timezone.localdate(one.saved_at) <= asked.day]
    significant = [one for one in public if one.significant]
    kept = public if with_small else significant
    return Changes(
        [_change(one) for one in kept[:CHANGES_SHOWN]],
        0 if with_small else len(public) - len(significant),
    )


def public_revisions(pledge: Pledge) -> list[Revision]:
    """Return the versions saved since the record was published, the newest first, without text."""
    if pledge.published_at is None:
        return []
    return list(pledge.revisions.filter(saved_at__gte=pledge.published_at).defer("text"))


def _change(revision: Revision) -> Change:
    return Change(
        version=revision.version,
        on=timezone.localdate(revision.saved_at),
        note=revision.note if revision.significant else "",
        significant=revision.significant,
    )
