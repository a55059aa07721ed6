"""Which event concerns whom: the one definition behind mails, calls, feeds and calendars."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils import timezone

from alerts.families import following
from alerts.models import Duty, Subscription, Webhook
from alerts.models.following import NOTHING_SINGLE
from moratoriums.filters import read_choice
from moratoriums.ladder import EDITOR_RUNGS, LATE_LIMIT_DAYS
from moratoriums.models import Exemption, Pledge, PledgeEvent
from moratoriums.vocabulary import CLOCK_KINDS, EventKind, ExemptionState

NEWS_DAYS = 60
# The steps a reader may choose: those of the ladder, and the day after an end without word.
DAY_AFTER = -1
CHOOSABLE_RUNGS = (*EDITOR_RUNGS, DAY_AFTER)
ABSENCE_DAYS = 7
# How long before an end a word from the company counts as a word about that end.
ANNOUNCED_WITHIN_DAYS = 90
FILTERS_AT_ONCE = 50
_WORDS_OF_THE_COMPANY = (
    EventKind.REAFFIRMED,
    EventKind.CLARIFIED,
    EventKind.AMENDED,
    EventKind.NARROWED,
    EventKind.WIDENED,
    EventKind.INTENT,
)


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


def is_news(event: PledgeEvent) -> bool:
    """Whether anybody is told of an event at all.

    A step of the clock is; who chose that step is a matter of the subscriptions. Anything else
    counts if an editor called it significant and it happened at most NEWS_DAYS before this site
    received it: what is older is history, whoever types it in.
    """
    if event.quiet:
        return False
    if event.kind in CLOCK_KINDS:
        return True
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

    Nobody hears of what was public before they confirmed, nor of what became public while they
    paused. Editors hear of every step of the clock, as long as its duty is theirs.
    """
    public = public_since(event)
    chosen = _steps_chosen(event)
    if is_silent(event):
        chosen |= Q(absence=True)
    readers = Q(as_editor=False) & _takes_in(event) & chosen
    return Subscription.objects.filter(
        readers | _editors(event),
        Q(subscriber__paused_until=None) | Q(subscriber__paused_until__lte=_local_day(public)),
        confirmed_at__lte=public,
        subscriber__confirmed_at__isnull=False,
        subscriber__left_at=None,
    )


def webhooks_to(event: PledgeEvent) -> QuerySet[Webhook]:
    """The webhooks in use that are called about an event, made before it was public."""
    in_use = Webhook.objects.filter(active=True, made_at__lte=public_since(event))
    if not in_use.exists():  # most sites have none
        return in_use.none()
    return in_use.filter(_takes_in(event) & _steps_chosen(event))


def is_silent(event: PledgeEvent) -> bool:
    """Whether an event is the moment to say that nothing was announced about an end.

    That is the step a week before it, or the first one after, when that was missed.
    """
    if event.kind != EventKind.END_FLAGGED or event.rung is None or event.about_on is None:
        return False
    before = _next_looser(event)
    if not 0 <= event.rung <= ABSENCE_DAYS or (before is not None and before <= ABSENCE_DAYS):
        return False
    since = event.about_on - timedelta(days=ANNOUNCED_WITHIN_DAYS)
    words = ~Q(stance="") | Q(kind__in=[kind.value for kind in _WORDS_OF_THE_COMPANY])
    told = PledgeEvent.objects.public().filter(
        words, pledge=event.pledge_id, happened_latest__gte=since
    )
    return not told.exists()


def _takes_in(event: PledgeEvent) -> Q:
    """What is followed takes in the event's pledge: ``Interest.records`` the other way round."""
    exempt = _exempt_under(event)
    return (
        NOTHING_SINGLE
        | Q(company__in=following(event.pledge.company))
        | Q(pledge=event.pledge)
        | Q(pledge__merged_into=event.pledge)
        | Q(beneficiary__in=exempt)
        | Q(beneficiary__merged_into__in=exempt)
        | Q(followed_filter__in=_searches_that_find(event))
    )


def _steps_chosen(event: PledgeEvent) -> Q:
    """Among the chosen steps is this one, or a looser one that was missed.

    After an outage only the tightest step is flagged: it speaks for those between it and the one
    flagged before. Two ladders may flag two steps at once; who chose both hears of the tighter.
    """
    if event.kind not in CLOCK_KINDS or event.rung is None:
        return Q()
    chosen = Q(pk__in=[])
    for rung in _steps_meant(event.rung, _next_looser(event)):
        chosen |= Q(rungs__contains=f",{rung},")
    for tighter in _rungs_flagged(event):
        if tighter < event.rung:
            chosen &= ~Q(rungs__contains=f",{max(tighter, DAY_AFTER)},")
    return chosen


def _steps_meant(rung: int, before: int | None) -> list[int]:
    """The steps that a flagged rung speaks for, ``before`` being the one flagged before it.

    The steps after an end are the editors' and settle nothing for readers; the first of them, or
    the first that came in time, is the day after for those who chose that.
    """
    if rung <= DAY_AFTER:
        first = before is None or before > DAY_AFTER
        return [DAY_AFTER] if first and -rung <= LATE_LIMIT_DAYS else []
    return [step for step in CHOOSABLE_RUNGS if step >= rung and (before is None or step < before)]


def _next_looser(event: PledgeEvent) -> int | None:
    """The rung flagged for the same day that is the nearest before this one, if there is any."""
    return min((rung for rung in _rungs_flagged(event) if rung > (event.rung or 0)), default=None)


def _rungs_flagged(event: PledgeEvent) -> list[int]:
    if (day := event.about_on) is None:
        return []
    flagged = PledgeEvent.objects.filter(pledge=event.pledge_id, kind=event.kind, about_on=day)
    rungs = flagged.values_list("rung", flat=True)
    return [rung for rung in rungs if rung is not None]


def _editors(event: PledgeEvent) -> Q:
    """Editors' own subscriptions, as far as the day is still theirs to look at."""
    if event.kind not in CLOCK_KINDS or event.about_on is None:
        return Q(pk__in=[])
    duty = Duty.objects.filter(
        pledge=event.pledge_id, kind=event.kind, about_on=event.about_on
    ).first()
    if any(rung < (event.rung or 0) for rung in _rungs_flagged(event)):
        return Q(pk__in=[])  # a tighter step says the same, and more
    everybody = Q(as_editor=True, subscriber__user__is_active=True)
    if duty is None:
        return everybody
    if duty.rests_on(_local_day(public_since(event))):
        return Q(pk__in=[])
    if duty.assigned_to_id:
        return everybody & Q(subscriber__user=duty.assigned_to_id)
    return everybody


def _searches_that_find(event: PledgeEvent) -> list[str]:
    """The followed searches among whose records the pledge is now, or was before the event.

    Whoever follows pledges in force wants to hear above all that one is not any more. Each
    distinct search is asked once, many in one question, however many people follow it.
    """
    searches = sorted(
        {
            search
            for model in (Subscription, Webhook)
            for search in model._default_manager.exclude(followed_filter="")
            .order_by()
            .values_list("followed_filter", flat=True)
            .distinct()
        }
    )
    days = {_local_day(public_since(event))}
    if event.holds_from:
        days.add(event.holds_from - timedelta(days=1))
    return [searches[number] for number in sorted(_found(searches, event.pledge_id, days))]


def _found(searches: list[str], pledge_id: int, days: set[date]) -> set[int]:
    """The numbers of the searches that find a pledge on one of some days."""
    choices = [(number, read_choice(QueryDict(search))) for number, search in enumerate(searches)]
    readable = [(number, one) for number, one in choices if one.values and not one.problems]
    found: set[int] = set()
    for day in days:
        records = Pledge.objects.published().as_of(day).with_conduct(day).filter(pk=pledge_id)
        for start in range(0, len(readable), FILTERS_AT_ONCE):
            asked = {
                f"search_{number}": Case(
                    When(choice.condition(day), then=Value(True)),
                    default=Value(False),
                    output_field=BooleanField(),
                )
                for number, choice in readable[start : start + FILTERS_AT_ONCE]
            }
            for row in records.annotate(**asked).values(*asked):
                found |= {int(name[7:]) for name, passes in row.items() if passes}
    return found


def _exempt_under(event: PledgeEvent) -> list[int]:
    """The beneficiaries of the pledge; those taken out too when that is what happened."""
    exemptions = Exemption.objects.filter(pledge=event.pledge)
    if event.kind != EventKind.EXEMPTION_REMOVED:
        exemptions = exemptions.exclude(state=ExemptionState.REMOVED)
    return list(exemptions.values_list("beneficiary", flat=True))


def _local_day(moment: datetime) -> date:
    return timezone.localdate(moment)
