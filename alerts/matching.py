"""Which event concerns whom: the one definition behind every alert."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from alerts.models import Subscription
from companies.models import Company
from moratoriums.ladder import LATE_LIMIT_DAYS, READER_RUNGS
from moratoriums.models import Exemption, PledgeEvent
from moratoriums.vocabulary import CLOCK_KINDS, EventKind, ExemptionState

NEWS_DAYS = 60


def untold(at: datetime) -> QuerySet[PledgeEvent]:
    """Public events of the last weeks that the post room has not looked at yet."""
    since = at - timedelta(days=LATE_LIMIT_DAYS)
    recent = (
        Q(entered_at__gte=since) | Q(confirmed_at__gte=since) | Q(pledge__published_at__gte=since)
    )
    return (
        PledgeEvent.objects.public()
        .filter(recent, dispatch=None)
        .select_related("pledge__company")
        .order_by("pk")
    )


def is_news(event: PledgeEvent, *, reader_rungs: Collection[int] = READER_RUNGS) -> bool:
    """Whether readers are told of an event at all.

    A step of the clock counts if readers' ladder has it. Anything else counts if an editor
    called it significant and it happened at most NEWS_DAYS before this site received it: what
    is older is history, whoever types it in.
    """
    if event.quiet:
        return False
    if event.kind in CLOCK_KINDS:
        return event.rung in reader_rungs
    happened = event.happened_latest or event.pledge.first_seen_on
    if not event.significant or happened is None:
        return False
    return happened >= _local_day(event.entered_at) - timedelta(days=NEWS_DAYS)


def public_since(event: PledgeEvent) -> datetime:
    """When readers could first see an event: entered, confirmed and on a published page."""
    moments = (event.entered_at, event.confirmed_at, event.pledge.published_at)
    return max(moment for moment in moments if moment)


def subscriptions_to(event: PledgeEvent) -> QuerySet[Subscription]:
    """The confirmed subscriptions that an event concerns.

    A company stands for its whole family: whoever follows Amazon hears of Ring. A beneficiary
    stands for the pledges that exempt it. Nobody hears of what was public before they confirmed.
    """
    followed = (
        Q(company=None, pledge=None, beneficiary=None)
        | Q(company__in=_family_above(event.pledge.company))
        | Q(pledge=event.pledge)
        | Q(pledge__merged_into=event.pledge)
        | Q(beneficiary__in=_exempt_under(event))
        | Q(beneficiary__merged_into__in=_exempt_under(event))
    )
    return Subscription.objects.filter(
        followed,
        confirmed_at__lte=public_since(event),
        subscriber__confirmed_at__isnull=False,
        subscriber__left_at=None,
    )


def _family_above(company: Company) -> set[int]:
    """The company, those above it, and the records that were merged into any of them."""
    family: set[int] = set()
    above: Company | None = company
    while above and above.pk not in family:
        family.add(above.pk)
        above = above.parent
    merged = Company.objects.filter(merged_into__in=family).values_list("pk", flat=True)
    return family | set(merged)


def _exempt_under(event: PledgeEvent) -> list[int]:
    """The beneficiaries of the pledge; those taken out too when that is what happened."""
    exemptions = Exemption.objects.filter(pledge=event.pledge)
    if event.kind != EventKind.EXEMPTION_REMOVED:
        exemptions = exemptions.exclude(state=ExemptionState.REMOVED)
    return list(exemptions.values_list("beneficiary", flat=True))


def _local_day(moment: datetime) -> date:
    return timezone.localdate(moment)
