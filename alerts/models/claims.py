"""Work that several processes share: a row is claimed by one of them at a time, for a while.

A claim is one conditional UPDATE, because on SQLite ``select_for_update`` locks nothing. Whoever
claims rows works on them in their order and records each before beginning the next. So when a
holder dies, only the first row it left can have been begun; the others were never touched.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

Row = TypeVar("Row", bound="Claimed")


class ClaimedQuerySet(models.QuerySet[Row]):
    """Verbs about rows that wait for somebody to work on them."""

    def ready(self, at: datetime) -> Self:
        """Keep what waits and is not held back."""
        return self.filter(
            Q(not_before_at=None) | Q(not_before_at__lte=at), state=self.model.WAITS
        ).order_by(*self.model.CLAIM_ORDER)

    def abandoned(self, at: datetime) -> Self:
        """Keep what is claimed by somebody whose lease ran out."""
        return self.filter(state=self.model.HELD, lease_until__lte=at)

    def held(self, holder: str) -> Self:
        """Keep what a holder has claimed and not recorded yet, in the order to work in."""
        return self.filter(state=self.model.HELD, held_by=holder).order_by(*self.model.CLAIM_ORDER)

    def claim(self, number: int, *, at: datetime, lease: timedelta, holder: str) -> Self:
        """Claim up to ``number`` rows; returns what the holder has now, empty if nothing waits."""
        while wanted := list(self.ready(at).values_list("pk", flat=True)[:number]):
            # Somebody else may have been faster: then look at what comes after theirs.
            if (
                self.ready(at)
                .filter(pk__in=wanted)
                .order_by()
                .update(state=self.model.HELD, held_by=holder, lease_until=at + lease)
            ):
                break
        return self.held(holder)

    def give_back(self, holder: str, *, but: int | None = None) -> int:
        """Let go of what was claimed and not begun; ``but`` is the key of one that stays held."""
        return self.held(holder).exclude(pk=but).order_by().update(**self.model.LET_GO)

    def take_from_the_dead(self, at: datetime) -> int:
        """Put back what holders left whose lease ran out; returns how many they had begun.

        The first row of each may have been done without anybody knowing: it counts as a try
        with an unclear outcome.
        """
        left = list(
            self.abandoned(at)
            .order_by("held_by", *self.model.CLAIM_ORDER)
            .values_list("held_by", "pk")
        )
        if not left:
            return 0
        begun = dict(reversed(left))  # the first row of each holder
        begun_rows = self.abandoned(at).filter(pk__in=begun.values())
        tried = begun_rows.update(
            **self.model.LET_GO,
            attempts=F("attempts") + 1,
            unclear_attempts=F("unclear_attempts") + 1,
            reason="A sender died while it had this message in hand.",
        )
        self.abandoned(at).filter(pk__in=[pk for _, pk in left]).update(**self.model.LET_GO)
        return tried


class Claimed(models.Model):
    """A row that is worked on by one process at a time.

    The model adds a ``state``, a ``reason``, and says which state waits and which is held, and in
    which order the work is done.
    """

    WAITS: ClassVar[str] = "queued"
    HELD: ClassVar[str] = "sending"
    CLAIM_ORDER: ClassVar[tuple[str, ...]] = ("pk",)
    LET_GO: ClassVar[dict[str, Any]] = {"state": "queued", "lease_until": None, "held_by": ""}

    not_before_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    held_by = models.CharField(max_length=32, blank=True, help_text="Which run has it in hand.")
    attempts = models.PositiveIntegerField(default=0)
    unclear_attempts = models.PositiveIntegerField(
        default=0, help_text="Tries after which nobody can know whether the server took it."
    )

    class Meta:
        abstract = True


def new_holder() -> str:
    """A name for one run that claims rows."""
    return secrets.token_hex(16)
