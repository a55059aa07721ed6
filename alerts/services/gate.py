"""The gate of the outbox: shut after a copy or a restore, and by hand, until somebody opens it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from alerts.models import Email, Gate
from alerts.place import Place, here, name_it, remember

_TABLE = Email._meta.db_table
_ELSEWHERE = (
    "The database is a copy, or was put back from a backup. Look at what would be sent "
    "(manage.py outbox), then open it: manage.py outbox --open"
)


def why_shut() -> str:
    """Why no mail may leave; empty while the gate is open. The first look makes it ours."""
    gate, new = Gate.objects.get_or_create(pk=1)
    if new:
        gate.place = name_it(_TABLE).name
        gate.save(update_fields=["place"])
    if gate.shut_at is not None:
        return gate.shut_because
    place = here(_TABLE)
    moved = place.name != gate.place or place.runs > gate.runs
    return _ELSEWHERE if moved else ""


@transaction.atomic
def shut(*, because: str, at: datetime) -> None:
    """Let no mail leave until somebody opens the gate."""
    why_shut()
    Gate.objects.filter(pk=1, shut_at=None).update(shut_at=at, shut_because=because[:300])


def open_gate() -> None:
    """Let mail leave again, from where the database is now."""
    why_shut()
    place = name_it(_TABLE)
    Gate.objects.filter(pk=1).update(place=place.name, runs=0, shut_at=None, shut_because="")


def note_sent() -> None:
    """Remember that mail left from here, and that the server takes it."""
    Gate.objects.filter(pk=1).update(runs=F("runs") + 1, trouble="", trouble_since=None)
    gate = Gate.objects.get(pk=1)
    remember(Place(gate.place, gate.runs))


def note_trouble(said: str, *, at: datetime) -> None:
    """Remember what keeps the mail server from taking mail, and since when."""
    gate = Gate.objects.filter(pk=1)
    gate.filter(trouble_since=None).update(trouble_since=at)
    gate.update(trouble=said[:300])


def trouble() -> str:
    """What keeps mail from leaving now: a shut gate, or a mail server that takes none."""
    gate = Gate.objects.filter(pk=1).first()
    return why_shut() or (gate.trouble if gate else "")
