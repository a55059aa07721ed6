"""Which rows of a pledge's parts belong to a day, the same for every table."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from companies.models import Company
from moratoriums.models import (
    Beneficiary,
    Citation,
    Exemption,
    PledgeEvent,
    Source,
    Statement,
)
from moratoriums.queries import PledgeQuerySet
from website.records.happenings import public_events
from website.serving.days import Asked

LEVELS_UP = 3


def exempt_by(day: date) -> Q:
    """Exemptions on record by a day; one without a day counts from its pledge's start."""
    return Q(since_earliest=None) | Q(since_earliest__lte=day)


def events_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[PledgeEvent]:
    """The public events of some pledges by the day, pledge by pledge, the oldest first."""
    return (
        public_events(asked.day)
        .filter(pledge__in=records.order_by().values("pk"))
        .order_by("pledge__slug", F("counts_from").asc(), "position", "pk")
    )


def exemptions_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[Exemption]:
    """The exemptions of some pledges by the day, pledge by pledge."""
    return Exemption.objects.filter(
        exempt_by(asked.day), pledge__in=records.order_by().values("pk")
    ).order_by("pledge__slug", "position", "pk")


def statements_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[Statement]:
    """The companies' words said by the day, from sources somebody has seen."""
    said = Q(said_earliest=None) | Q(said_earliest__lte=asked.day)
    return Statement.objects.filter(
        said, source__seen_on__isnull=False, pledge__in=records.order_by().values("pk")
    ).order_by("pledge__slug", "said_earliest", "position", "pk")


def citations_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[Citation]:
    """What the pledges, their events and their exemptions stand on by the day, as seen.

    The record as a whole is cited for sources published until the day; one that is known only
    from later sources keeps those.
    """
    keys = records.order_by().values("pk")
    seen = Citation.objects.filter(source__seen_on__isnull=False)
    by_then = Q(source__published_earliest=None) | Q(source__published_earliest__lte=asked.day)
    earlier = seen.filter(by_then, pledge=OuterRef("pledge"))
    whole = Q(pledge__in=keys) & (by_then | ~Exists(earlier))
    events = events_of(records, asked).order_by().values("pk")
    exemptions = exemptions_of(records, asked).order_by().values("pk")
    found = seen.filter(whole | Q(event__in=events) | Q(exemption__in=exemptions))
    sort = Case(
        When(pledge__isnull=False, then=Value(0)),
        When(exemption__isnull=False, then=Value(1)),
        default=Value(2),
    )
    about = Coalesce("pledge__slug", "exemption__pledge__slug", "event__pledge__slug")
    return found.order_by(
        about, sort, "exemption__position", "event__position", "event__key", "position", "pk"
    )


def sources_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[Source]:
    """The sources that somebody has read and that these pledges stand on by the day."""
    cited = citations_of(records, asked).order_by().values("source")
    said = statements_of(records, asked).order_by().values("source")
    return Source.objects.filter(Q(pk__in=cited) | Q(pk__in=said)).order_by("slug")


def companies_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[Company]:
    """The organisations that gave some pledges, and those they belong to, three levels up."""
    own = records.order_by().values("company")
    family = Q(pk__in=own)
    for level in range(1, LEVELS_UP + 1):
        family |= Q(**{f"{'__'.join(['subsidiaries'] * level)}__in": own})
    return Company.objects.filter(pk__in=Company.objects.filter(family).values("pk")).order_by(
        "slug"
    )


def beneficiaries_of(records: PledgeQuerySet, asked: Asked) -> QuerySet[Beneficiary]:
    """Who stays allowed under some pledges by the day."""
    theirs = exemptions_of(records, asked).order_by().values("beneficiary")
    return Beneficiary.objects.filter(pk__in=theirs).order_by("slug")
