"""The register's questions in SQL: what is published, what held on a day, what ends when.

The rules are those of ``moratoriums.status``; a test demands that both agree.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from moratoriums.status import ENDS_SOON_DAYS
from moratoriums.vocabulary import Conduct, EventKind, ExemptionState, Lifecycle, Stance

if TYPE_CHECKING:
    from moratoriums.models import Pledge, PledgeEvent  # noqa: F401  (named in a base class)

# Which columns of the event that holds a day appear on a pledge, under which name.
_STATE_COLUMNS = {
    "kind": "kind",
    "happened_on": "happened_on",
    "stance": "stance",
    "reason": "reason",
    "term": "term",
    "term_words": "term_words",
    "from": "holds_from",
    "end_on": "end_on",
    "end_earliest": "end_earliest",
    "end_latest": "end_latest",
    "end_likely_on": "end_likely_on",
    "end_is_minimum": "end_is_minimum",
    "end_basis": "end_basis",
    "end_rule": "end_rule",
    "end_note": "end_note",
    "entered_at": "entered_at",
}


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Verbs about many pledges."""

    day: date | None = None  # the day that ``as_of`` asked about, for filters that depend on it

    def _clone(self) -> PledgeQuerySet:
        clone: PledgeQuerySet = super()._clone()  # type: ignore[misc]
        clone.day = self.day
        return clone

    def published(self) -> PledgeQuerySet:
        """Keep what readers may see, without records merged into another."""
        return self.filter(published_at__isnull=False, merged_into=None)

    def as_of(self, day: date) -> PledgeQuerySet:
        """Keep pledges on record by ``day`` and annotate the state that held on it.

        Adds ``lifecycle`` and the ``state_*`` columns of the event whose period holds the day.
        """
        holds = Q(events__holds_from__lte=day) & (
            Q(events__holds_until__gt=day) | Q(events__holds_until=None)
        )
        # Handed over as a dict: the attributes are declared on the model, and the type checker
        # would take keywords for a second declaration.
        columns: dict[str, Any] = {
            f"state_{name}": F(f"state__{column}") for name, column in _STATE_COLUMNS.items()
        }
        columns["lifecycle"] = _lifecycle(day)
        found = (
            self.annotate(state=FilteredRelation("events", condition=holds))
            .filter(state__isnull=False)
            .annotate(**columns)
        )
        found.day = day
        return found

    def with_conduct(self, day: date) -> PledgeQuerySet:
        """Annotate ``conduct`` and ``disputed`` as they were on record by ``day``."""
        columns: dict[str, Any] = {
            "conduct": _conduct(day),
            "disputed": _happened(EventKind.DISPUTED, day),
        }
        return self.annotate(**columns)

    def ending_within(self, days: int, day: date) -> PledgeQuerySet:
        """Keep pledges that stand and whose earliest end lies in the next ``days`` days."""
        from moratoriums.models import PledgeEvent

        last = day + timedelta(days=days)
        # Said twice: by itself the state's end is looked up for every pledge.
        ends = PledgeEvent.objects.filter(
            stance=Stance.STANDS.value, end_earliest__gte=day, end_earliest__lte=last
        )
        return self.filter(
            Q(pk__in=ends.values("pledge")),
            Q(lifecycle__in=[Lifecycle.IN_FORCE, Lifecycle.ANNOUNCED]),
            Q(state_end_earliest__gte=day, state_end_earliest__lte=last),
        ).order_by(F("state_end_earliest"), "slug")

    def ends_soon(self, day: date) -> PledgeQuerySet:
        """Keep pledges that the record flags as ending soon."""
        return self.ending_within(ENDS_SOON_DAYS, day)

    def past_end(self) -> PledgeQuerySet:
        """Keep pledges past the earliest reading of their end, of which nobody knows more."""
        return self.filter(Q(lifecycle=Lifecycle.PAST_END)).order_by(
            F("state_end_earliest"), "slug"
        )


class PledgeEventQuerySet(models.QuerySet["PledgeEvent"]):
    """Verbs about many events."""

    def public(self) -> PledgeEventQuerySet:
        """Keep events readers may see: confirmed, of a published pledge."""
        return self.filter(
            confirmed_at__isnull=False,
            pledge__published_at__isnull=False,
            pledge__merged_into=None,
        )

    def up_to(self, day: date) -> PledgeEventQuerySet:
        """Keep events that had happened by ``day``; undated ones by the day they were recorded."""
        return self.filter(
            Q(happened_earliest__lte=day)
            | Q(happened_earliest=None, pledge__first_seen_on__lte=day)
        )


def exempt_since(day: date, prefix: str = "") -> Q:
    """Ask for exemptions on record by ``day``; one without a day counts from its pledge's start.

    Args:
        prefix: how the question reaches the exemption, such as ``exemptions__``.
    """
    return Q(**{f"{prefix}since_earliest": None}) | Q(**{f"{prefix}since_earliest__lte": day})


def exempt_on(day: date, prefix: str = "") -> Q:
    """Ask for exemptions that held on ``day``: on record by then and not removed or over.

    Said without a "not": asked of pledges, that would leave out each pledge with any such row.
    """
    kept = [state.value for state in ExemptionState if state != ExemptionState.REMOVED]
    lasts = Q(**{f"{prefix}until_earliest__gt": day})
    stays = Q(**{f"{prefix}until_earliest": None, f"{prefix}state__in": kept})
    return exempt_since(day, prefix) & (lasts | stays)


def _lifecycle(day: date) -> Case:
    """Say ``status.lifecycle`` in SQL."""
    return Case(
        *[
            When(state__stance=stance.value, then=Value(stance.value))
            for stance in Stance
            if stance != Stance.STANDS
        ],
        When(effective_earliest__gt=day, then=Value(Lifecycle.ANNOUNCED.value)),
        When(
            state__end_earliest__lte=day,
            state__end_is_minimum=False,
            then=Value(Lifecycle.PAST_END.value),
        ),
        default=Value(Lifecycle.IN_FORCE.value),
        output_field=CharField(),
    )


def _events_by(day: date) -> models.QuerySet[PledgeEvent]:
    from moratoriums.models import PledgeEvent

    return PledgeEvent.objects.filter(
        pledge=OuterRef("pk"), confirmed_at__isnull=False, happened_earliest__lte=day
    )


def _happened(kind: EventKind, day: date) -> Exists:
    return Exists(_events_by(day).filter(kind=kind.value))


def _times(kind: EventKind, day: date) -> Coalesce:
    counted = (
        _events_by(day)
        .filter(kind=kind.value)
        .order_by()
        .values("pledge")
        .annotate(times=Count("pk"))
        .values("times")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _conduct(day: date) -> Case:
    """Say ``status.conduct`` in SQL."""
    from moratoriums.models import Check

    looked = Check.objects.filter(pledge=OuterRef("pk"), looked_on__lte=day)
    return Case(
        When(_happened(EventKind.CONTRADICTED, day), then=Value(Conduct.CONTRADICTED.value)),
        When(_happened(EventKind.AGAINST_SPIRIT, day), then=Value(Conduct.AGAINST_SPIRIT.value)),
        When(
            models.lookups.GreaterThan(
                _times(EventKind.ALLEGED, day), _times(EventKind.ALLEGATION_WITHDRAWN, day)
            ),
            then=Value(Conduct.QUESTIONED.value),
        ),
        When(
            Exists(looked) & ~Exists(looked.filter(contrary_found=True)),
            then=Value(Conduct.NONE_FOUND.value),
        ),
        default=Value(Conduct.NOT_ASSESSED.value),
        output_field=CharField(),
    )
