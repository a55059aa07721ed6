"""Entering a pledge: the whole record at once, and the moment readers may see it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from moratoriums.models import Pledge
from moratoriums.register.rows import write_pledge
from moratoriums.register.schema import PledgeRecord
from moratoriums.services.states import settle_pledge


@transaction.atomic
def announce_pledge(
    record: PledgeRecord,
    *,
    by: str,
    at: datetime,
    publish: bool = True,
    quiet: bool = False,
    note: str = "",
) -> Pledge:
    """Write a new pledge with its exemptions, sources, citations and announcement.

    Args:
        quiet: enter it as history, so that nobody is told.
        note: what the history says of it, instead of "Entered."

    Raises:
        ValueError: the slug is taken, or the record names a company that is not in the register.
    """
    if Pledge.objects.filter(slug=record.slug).exists():
        raise ValueError(
            f"There is a pledge {record.slug!r} already. Record what happened to it as an event, "
            "or choose another slug for a separate pledge."
        )
    pledge = write_pledge(record, at=at, by=by, quiet=quiet)
    if publish:
        Pledge.objects.filter(pk=pledge.pk).update(published_at=at)
    settle_pledge(pledge, by=by, at=at, note=note or "Entered.", significant=not quiet)
    return pledge


@transaction.atomic
def publish_pledge(pledge: Pledge, *, by: str, at: datetime) -> None:
    """Let readers see a draft.

    Raises:
        ValueError: no source that somebody has seen supports it.
    """
    if not pledge.citations.filter(source__seen_on__isnull=False).exists():
        raise ValueError(
            f"{pledge.slug} has no source that somebody has seen: add one before publishing."
        )
    if Pledge.objects.filter(pk=pledge.pk, published_at=None).update(published_at=at):
        settle_pledge(pledge, by=by, at=at, note="Published.", significant=True)


@transaction.atomic
def unpublish_pledge(pledge: Pledge, *, by: str, at: datetime, why: str) -> None:
    """Make a pledge a draft again: pages and mails leave it out from now on.

    Raises:
        ValueError: no reason is given.
    """
    if not why.strip():
        raise ValueError("Say why readers may no longer see it: the reason stays in the history.")
    if Pledge.objects.filter(pk=pledge.pk).exclude(published_at=None).update(published_at=None):
        settle_pledge(pledge, by=by, at=at, note=f"Taken back to draft: {why.strip()}")
