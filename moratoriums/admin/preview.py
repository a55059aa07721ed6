"""What a save would come to: changed lines, the term, what waits, words to look at again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from moratoriums.admin.explaining import explain
from moratoriums.admin.terms import stored_term
from moratoriums.models import Pledge, PledgeEvent, Revision
from moratoriums.register.comparing import changed_lines
from moratoriums.vocabulary import EventKind, TermKind
from moratoriums.wording import remarks


class Previewed(Exception):
    """Everything was saved to see what comes of it, and is now undone."""

    def __init__(self, revision: Revision) -> None:
        super().__init__()
        self.text, self.pledge = revision.text, revision.pledge
        before = revision.pledge.revisions.filter(version__lt=revision.version).first()
        self.lines = changed_lines(before.text if before else "", revision.text)
        self.remarks = remarks_on(revision.pledge)
        announced = revision.pledge.events.get(kind=EventKind.ANNOUNCED)
        self.reading = explain(stored_term(announced), timezone.localdate())
        self.waiting = [str(event) for event in waiting(revision.pledge)]


def waiting(pledge: Pledge) -> QuerySet[PledgeEvent]:
    """Verdicts of a pledge that no second editor has confirmed."""
    return pledge.events.filter(confirmed_at=None)


def remarks_on(pledge: Pledge) -> list[str]:
    """What to look at again in the words that editors wrote about a pledge."""
    announced = pledge.events.filter(kind=EventKind.ANNOUNCED).first()
    permanent = announced is not None and announced.term == TermKind.PERMANENT
    return [str(remark) for remark in remarks(_our_words(pledge), permanent=permanent)]


def _our_words(pledge: Pledge) -> str:
    """Everything on record about a pledge that editors wrote in their own words."""
    texts: list[models.QuerySet[Any, Any]] = [
        pledge.events.values_list("description", "note"),
        pledge.exemptions.values_list("purpose", "note"),
    ]
    rows = [" ".join(row) for query in texts for row in query]
    return "\n".join([pledge.title, pledge.summary, pledge.who, pledge.what, *rows])
