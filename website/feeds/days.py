"""The days of a calendar: ends, reviews and days to watch, also those that were called off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from alerts.interests import Interest
from moratoriums.models import Condition, Pledge, PledgeEvent, Revision
from moratoriums.partial_dates import display, parse
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import SETTLED_HEALTH, STANDING, Lifecycle
from website.wording.phrases import short_title

REMINDERS = (30, 7)
CALLED_OFF_DAYS = 90


@dataclass(frozen=True)
class Day:
    """One entry of a calendar. ``name`` with the record's slug makes its permanent UID."""

    name: str
    pledge: Pledge
    on: date
    summary: str
    text: str
    called_off: str = ""

    @property
    def key(self) -> str:
        """What no other entry of the site has, and this one keeps."""
        return f"{self.name}.{self.pledge.slug}"

    @property
    def url(self) -> str:
        """The record's page."""
        return f"{settings.SITE_URL}{self.pledge.get_absolute_url()}"

    @property
    def status(self) -> str:
        """What the record says of the pledge now."""
        return Lifecycle(self.pledge.lifecycle).label

    @property
    def changed_at(self) -> datetime | None:
        """When the record was last saved."""
        changed: datetime | None = self.pledge.changed_at  # type: ignore[attr-defined]
        return changed or self.pledge.published_at


def days_of(interest: Interest, day: date, *, reminders: bool = True) -> list[Day]:
    """Every day of what is followed, as the record stands on a day, in the order of the days.

    Args:
        reminders: with entries of their own 30 and 7 days before each end.
    """
    records = _read(interest.records(day))
    found = [*_coming(records), *_called_off(records, day)]
    found += _merged(records, day)
    if interest.query:
        found += _fallen_out(interest, {one.pk for one in records}, day)
    if reminders:
        lately = [one for one in found if one.name == "end" and _lately(one.on, day)]
        found += [before for one in lately for before in _before(one)]
    return sorted(found, key=lambda one: (one.on, one.key))


def _read(records: PledgeQuerySet) -> list[Pledge]:
    last_saved = (
        Revision.objects.filter(pledge=OuterRef("pk"))
        .order_by()
        .values("pledge")
        .annotate(last=Max("saved_at"))
        .values("last")
    )
    rows: QuerySet[Any] = records.annotate(changed_at=Subquery(last_saved))
    return list(rows.select_related("company").prefetch_related("statements__source"))


def _coming(records: Iterable[Pledge]) -> Iterator[Day]:
    standing = {one.pk: one for one in records if one.lifecycle in STANDING}
    for one in standing.values():
        if one.state_end_earliest:
            yield _end(one, one.state_end_earliest)
        elif one.review_on:
            text = (
                f"The pledge has no end date: an editor looks at it again on this day.{_words(one)}"
            )
            yield Day("review", one, one.review_on, f"REVIEW: {_name(one)}", text)
    awaited = Condition.objects.filter(
        pledge__in=standing, expected_earliest__isnull=False
    ).exclude(health__in=SETTLED_HEALTH)
    for condition in awaited:
        if condition.expected_earliest:
            one = standing[condition.pledge_id]
            yield Day(
                f"condition-{condition.position}",
                one,
                condition.expected_earliest,
                f"DAY TO WATCH: {_name(one)}",
                f"The pledge waits for this: {condition.what}{_words(one)}",
            )


def _end(one: Pledge, on: date) -> Day:
    stated = parse(one.state_end_on)
    verb = "CAN END" if one.state_end_is_minimum else "ENDS"
    if stated.earliest != stated.latest and not one.state_end_is_minimum:
        verb = "MAY END"
    term = f" ({one.state_term_words})" if one.state_term_words else ""
    lines = [_how_found(one)]
    if stated.earliest != stated.latest:
        lines.append(
            f"The record gives the end as {display(stated)}; this is its earliest reading, the "
            f"latest is {display(parse(stated.latest.isoformat()))}."
        )
    return Day("end", one, on, f"{verb}: {_name(one)}{term}", f"{' '.join(lines)}{_words(one)}")


def _how_found(one: Pledge) -> str:
    words = f" from the words “{one.state_term_words}”" if one.state_term_words else ""
    if one.state_end_basis == "computed":
        return f"The end was counted{words}."
    return f"The end was stated{words and ' in' + words[5:]}."


def _called_off(records: Iterable[Pledge], day: date) -> Iterator[Day]:
    """Ends that were still ahead when something took them away, for a while."""
    without = {
        one.pk: one
        for one in records
        if one.lifecycle not in STANDING or one.state_end_earliest is None
    }
    ends = (
        PledgeEvent.objects.public()
        .filter(
            pledge__in=without,
            end_earliest__isnull=False,
            holds_until__isnull=False,
            holds_until__lte=day,
        )
        .order_by("holds_from", "pk")
    )
    last = {event.pledge_id: event for event in ends}
    followers = _followers(last.values())
    for pk, event in last.items():
        after = followers.get((pk, event.holds_until))
        if after is None or event.holds_until is None or event.end_earliest is None:
            continue
        since = event.holds_until
        if not after.quiet:
            since = max(since, timezone.localdate(after.entered_at))
        if event.end_earliest > event.holds_until and _lately(since, day):
            why = f"{after.get_kind_display()} on {display(parse(after.happened_on))}."
            yield _off(without[pk], event.end_earliest, why)


def _followers(events: Iterable[PledgeEvent]) -> dict[tuple[int, date | None], PledgeEvent]:
    """By pledge and day, the event that ended the state another one had left."""
    wanted = Q(pk__in=[])
    for event in events:
        wanted |= Q(pledge=event.pledge_id, holds_from=event.holds_until)
    rows = PledgeEvent.objects.public().filter(wanted).order_by("position", "pk")
    return {(one.pledge_id, one.holds_from): one for one in rows}


def _merged(records: Iterable[Pledge], day: date) -> Iterator[Day]:
    """The ends of records that were merged into these."""
    by_pk = {one.pk: one for one in records}
    merged = Pledge.objects.filter(published_at__isnull=False, merged_into__in=by_pk)
    for one in _read(merged.as_of(day)):
        if one.state_end_earliest and one.merged_into_id and _changed_lately(one, day):
            now = by_pk[one.merged_into_id]
            yield _off(one, one.state_end_earliest, f"Merged into the record “{now.title}”.")


def _fallen_out(interest: Interest, shown: set[int], day: date) -> Iterator[Day]:
    """What passed the search until lately and does not any more."""
    before = interest.records(day - timedelta(days=CALLED_OFF_DAYS)).order_by()
    gone = Interest().records(day).filter(pk__in=before.values("pk")).exclude(pk__in=shown)
    records = _read(gone)
    for one in _coming(records):
        yield replace(one, called_off="The record does not pass this search any more.")
    yield from _called_off(records, day)


def _off(one: Pledge, on: date, why: str) -> Day:
    text = f"This end does not stand any more. {why}{_words(one)}"
    return Day("end", one, on, f"ENDS: {_name(one)}", text, called_off=why)


def _before(end: Day) -> Iterator[Day]:
    for days in REMINDERS:
        yield replace(
            end,
            name=f"end-{days}",
            on=end.on - timedelta(days=days),
            summary=f"In {days} days {end.summary}",
            text=f"{display(parse(end.on.isoformat()))}: {end.text}",
        )


def _changed_lately(one: Pledge, day: date) -> bool:
    changed: datetime | None = one.changed_at  # type: ignore[attr-defined]
    return changed is not None and _lately(timezone.localdate(changed), day)


def _lately(since: date, day: date) -> bool:
    return (day - since).days <= CALLED_OFF_DAYS


def _name(one: Pledge) -> str:
    return f"{one.company.name}, {short_title(one.title, one.company.name)}"


def _words(one: Pledge) -> str:
    """The company's newest words that a seen source has."""
    told = [said for said in one.statements.all() if said.source.seen_on]
    if not told:
        return ""
    newest = max(told, key=lambda said: (said.said_earliest or date.min, said.position))
    return f"\n\n“{newest.quote}”"
