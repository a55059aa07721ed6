"""One note a day to the editors while something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from alerts.messages import message_id_for
from alerts.models import Email, Note
from alerts.services.duties import enlisted


@transaction.atomic
def note_to_editors(subject: str, lines: Sequence[str], *, day: date, at: datetime) -> int:
    """Put a note into the post for every editor, unless one went out for this day already.

    Args:
        lines: what is wrong, a sentence each; without one, nothing is written.

    Returns:
        To how many editors it goes.
    """
    if not lines:
        return 0
    fields = {"subject": subject[:200], "lines": list(lines), "noted_at": at}
    note, new = Note.objects.get_or_create(day_on=day, defaults=fields)
    if not new:
        return 0
    emails = [
        Email(
            subscriber=editor,
            kind=Email.Kind.NOTE,
            note=note,
            message_id=message_id_for(editor.pk, ["note", day.isoformat()]),
            queued_at=at,
        )
        for editor in enlisted()
    ]
    Email.objects.bulk_create(emails)
    return len(emails)
