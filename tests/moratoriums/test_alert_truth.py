"""The calendar of alerts: each row of the table is lived day by day with the real services."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from alerts.holding import HOLD
from alerts.interests import rungs_column
from alerts.models import Delivery, Subscriber, Subscription
from alerts.services import queue_deliveries, send_due
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services import (
    EventFacts,
    confirm_event,
    extend_pledge,
    flag_due,
    record_event,
    withdraw_pledge,
)
from moratoriums.vocabulary import EndBasis, EventKind, Lifecycle, TermKind
from tests.factories import make_company, make_pledge, make_source

TABLE = Path(__file__).parent / "tables" / "alerts.csv"
ROWS = {row["id"]: row for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())}
STORIES: dict[str, Callable[[Life], None]] = {}
JOINED = date(2020, 6, 20)

pytestmark = pytest.mark.django_db


@dataclass
class Life:
    """One pledge, one reader, and the days that pass; ``heard`` is what reached the reader."""

    end: str
    rungs: tuple[int, ...]
    heard: list[str] = field(default_factory=list)
    ends: set[date] = field(default_factory=set)

    def enter(self, on: date, *, end: str = "", **fields) -> Pledge:
        """Publish a fixed-term pledge on this site, announced a year before its end."""
        end = end or self.end
        self.ends.add(date.fromisoformat(end))
        announced = fields.pop("announced", f"{int(end[:4]) - 1}-06-10")
        with time_machine.travel(moment(on, 7), tick=False):
            pledge = make_pledge(announced=announced, term=TermKind.FIXED, end=end, **fields)
            Pledge.objects.filter(pk=pledge.pk).update(published_at=moment(on, 7))
            pledge.events.update(confirmed_at=moment(on, 7))
        pledge.refresh_from_db()
        return pledge

    def join(self, on: date) -> Subscriber:
        """Let a reader confirm that they follow everything."""
        at = moment(on, 8)
        reader = Subscriber.objects.create(email="reader@example.org", confirmed_at=at)
        Subscription.objects.create(subscriber=reader, asked_at=at, confirmed_at=at)
        return reader

    def days(self, first: date, last: date, *, off: Iterable[date] = ()) -> None:
        """Let the worker run on each day but those it is off.

        Long stretches in which no step can fall due are lived every fourth day only.
        """
        for day in span(first, last):
            edge = day in (first, last) or day - timedelta(days=1) in off
            lived = edge or self._near_a_step(day) or day.toordinal() % 4 == 0
            if lived and day not in off:
                self.run(moment(day))

    def _near_a_step(self, day: date) -> bool:
        left = [(end - day).days for end in self.ends]
        return any(abs(days - rung) <= 2 for days in left for rung in (*self.rungs, -1))

    def run(self, at: datetime, *, send: bool = True) -> None:
        """Run clock and post room at an instant, and note what arrived."""
        with time_machine.travel(at, tick=False):
            day, before = timezone.localdate(at), len(mail.outbox)
            sent = list(Delivery.objects.filter(state="sent").values_list("pk", flat=True))
            flag_due(day=day, at=at, reader_rungs=self.rungs)
            Subscription.objects.update(rungs=rungs_column(self.rungs))
            queue_deliveries(at=at)
            if send:
                send_due(at=at + HOLD)
        arrived = mail.outbox[before:]
        told = list(
            Delivery.objects.filter(state="sent")
            .exclude(pk__in=sent)
            .order_by("event__rung", "event__kind")
            .values_list("event__kind", "event__rung")
        )
        assert len(arrived) <= 1, "one mail a day at most"
        assert bool(arrived) == bool(told)
        if arrived:
            self.heard.append(f"{day} {_label(told)}")

    def tell(self, act: Callable[..., PledgeEvent], pledge: Pledge, on: date, **facts):
        """Have an editor record something on a day, through the services."""
        at = moment(on, 8)
        if facts.get("end_on"):
            self.ends.add(date.fromisoformat(facts["end_on"]))
        with time_machine.travel(at, tick=False):
            quotes = [(make_source(), "as they said")]
            return act(pledge, on=on.isoformat(), quotes=quotes, by="first", at=at, **facts)


def _label(told: list[tuple[str, int | None]]) -> str:
    if len(told) > 9:
        return f"{len(told)} records"
    changes = [kind for kind, rung in told if rung is None]
    return " ".join([*changes, *(str(rung) for _, rung in told if rung is not None)])


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def story(*names: str) -> Callable[[Callable[[Life], None]], Callable[[Life], None]]:
    def register(told: Callable[[Life], None]) -> Callable[[Life], None]:
        STORIES.update(dict.fromkeys(names, told))
        return told

    return register


def changed_end(pledge: Pledge, *, kind: EventKind, end_on: str, on: str, **facts) -> PledgeEvent:
    """Record another end day, as an editor does."""
    known = EventFacts(
        kind,
        on,
        term=TermKind.FIXED,
        end_on=end_on,
        end_basis=EndBasis.STATED,
        quotes=facts.pop("quotes"),
    )
    return record_event(pledge, known, **facts)


def body(number: int) -> str:
    """The text of a mail, unwrapped."""
    return " ".join(str(mail.outbox[number].body).split())


@story("AL02", "AL04")
def every_day(life: Life) -> None:
    end = date.fromisoformat(life.end)
    life.enter(end - timedelta(days=200))
    life.join(end - timedelta(days=150))
    life.days(end - timedelta(days=93), end + timedelta(days=3))


@story("AL06")
def down_over_three_steps(life: Life) -> None:
    life.enter(JOINED)
    life.join(JOINED)
    off = span(date(2021, 6, 1), date(2021, 6, 9))
    life.days(date(2021, 5, 8), date(2021, 6, 12), off=off)


@story("AL07")
def down_over_one_step(life: Life) -> None:
    life.enter(JOINED)
    life.join(JOINED)
    off = span(date(2021, 5, 30), date(2021, 6, 5))
    life.days(date(2021, 5, 8), date(2021, 6, 12), off=off)
    assert "in 4 days, on 10 June 2021" in body(1)


@story("AL08")
def down_past_the_end(life: Life) -> None:
    life.enter(JOINED)
    life.join(JOINED)
    off = span(date(2021, 6, 2), date(2021, 6, 19))
    life.days(date(2021, 5, 8), date(2021, 6, 22), off=off)
    assert "passed the end of its term on 10 June 2021, 10 days ago" in body(-1)


@story("AL09")
def down_for_two_years(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2020, 12, 20), date(2020, 12, 31))
    life.days(date(2023, 1, 1), date(2023, 1, 10))
    late = pledge.events.filter(kind=EventKind.END_FLAGGED, rung__lt=0)
    assert late.exists(), "editors see that nobody decided"


@story("AL11")
def the_clock_goes_back_two_days(life: Life) -> None:
    life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 3, 10), date(2021, 6, 9))
    life.days(date(2021, 6, 7), date(2021, 6, 12))


@story("AL12")
def the_clock_is_a_year_ahead_for_one_run(life: Life) -> None:
    life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2020, 12, 30), date(2020, 12, 31))
    life.run(moment(date(2022, 1, 1)))
    life.days(date(2021, 1, 1), date(2021, 1, 2))
    life.days(date(2021, 3, 10), date(2021, 6, 12))


@story("AL13", "AL14")
def every_hour_in_new_york(life: Life) -> None:
    end = date.fromisoformat(life.end)
    life.enter(end - timedelta(days=200))
    life.join(end - timedelta(days=150))
    for day in (-7, -1, 0):
        for hour in range(24):
            life.run(moment(end + timedelta(days=day), 0) + timedelta(hours=hour))


@story("AL17")
def the_end_moves_later(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 5, 1), date(2021, 5, 19))
    life.tell(
        extend_pledge,
        pledge,
        date(2021, 5, 20),
        term=TermKind.FIXED,
        end_on="2021-12-10",
        end_basis=EndBasis.STATED,
    )
    life.days(date(2021, 5, 20), date(2021, 6, 12))
    life.days(date(2021, 11, 5), date(2021, 12, 12))


@story("AL18")
def the_end_moves_inside_the_next_step(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 4, 28), date(2021, 4, 30))
    to = {"kind": EventKind.SHORTENED, "end_on": "2021-05-05"}
    life.tell(changed_end, pledge, date(2021, 5, 1), **to)
    life.days(date(2021, 5, 1), date(2021, 6, 12))
    assert "in 4 days, on 5 May 2021" in body(0)


@story("AL20")
def the_end_moves_away_and_back(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 5, 1), date(2021, 5, 14))
    away = {"kind": EventKind.EXTENDED, "end_on": "2021-09-10"}
    life.tell(changed_end, pledge, date(2021, 5, 15), **away)
    life.days(date(2021, 5, 15), date(2021, 5, 19))
    back = {"kind": EventKind.SHORTENED, "end_on": "2021-06-10"}
    life.tell(changed_end, pledge, date(2021, 5, 20), **back)
    life.days(date(2021, 5, 20), date(2021, 6, 12))


@story("AL21")
def withdrawn_and_confirmed_by_a_second_editor(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 3, 10), date(2021, 4, 30))
    verdict = life.tell(withdraw_pledge, pledge, date(2021, 5, 1))
    confirm_event(verdict, by="second", at=moment(date(2021, 5, 1), 8))
    life.days(date(2021, 5, 1), date(2021, 6, 12))


@story("AL23")
def taken_off_the_site(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 4, 28), date(2021, 4, 30))
    Pledge.objects.filter(pk=pledge.pk).update(published_at=None)
    life.days(date(2021, 5, 1), date(2021, 6, 12))


@story("AL24")
def extended_without_an_end(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 5, 1), date(2021, 5, 17))
    life.tell(extend_pledge, pledge, date(2021, 5, 18), term=TermKind.UNTIL_FURTHER_NOTICE)
    life.days(date(2021, 5, 18), date(2021, 6, 12))


@story("AL25")
def entered_three_days_before_its_end(life: Life) -> None:
    life.join(JOINED)
    life.days(date(2021, 6, 1), date(2021, 6, 6))
    life.enter(date(2021, 6, 7))
    life.days(date(2021, 6, 7), date(2021, 6, 12))
    assert "in 3 days, on 10 June 2021" in body(0)


@story("AL26")
def entered_long_after_its_end(life: Life) -> None:
    life.join(JOINED)
    life.enter(date(2026, 11, 22))
    life.days(date(2026, 11, 22), date(2026, 12, 31))


@story("AL27")
def many_entered_long_after_their_ends(life: Life) -> None:
    life.join(JOINED)
    company = make_company()
    for number in range(100):
        end = date(2016, 1, 1) + timedelta(days=35 * number)
        life.enter(date(2026, 11, 22), end=end.isoformat(), company=company)
    life.days(date(2026, 11, 22), date(2026, 11, 25))


@story("AL28")
def many_entered_in_their_last_month(life: Life) -> None:
    life.join(JOINED)
    company = make_company()
    for number in range(40):
        end = date(2026, 12, 1) + timedelta(days=number % 20)
        life.enter(date(2026, 11, 22), end=end.isoformat(), company=company)
    life.days(date(2026, 11, 22), date(2026, 11, 23))
    assert mail.outbox[0].subject == "Digest: 40 end soon (22 Nov 2026)"


@story("AL30")
def at_least_one_year(life: Life) -> None:
    pledge = life.enter(JOINED, end_is_minimum=True)
    life.join(JOINED)
    life.days(date(2021, 5, 1), date(2021, 6, 12))
    assert "can end from today, 10 June 2021" in body(-1)
    later = Pledge.objects.as_of(date(2021, 12, 1)).get(pk=pledge.pk)
    assert later.lifecycle == Lifecycle.IN_FORCE


@story("AL31")
def a_reader_joins_between_two_steps(life: Life) -> None:
    life.enter(JOINED)
    life.days(date(2021, 5, 1), date(2021, 5, 19))
    life.join(date(2021, 5, 20))
    life.days(date(2021, 5, 20), date(2021, 6, 9))


@story("AL32")
def a_reader_leaves_between_queue_and_send(life: Life) -> None:
    life.enter(JOINED)
    reader = life.join(JOINED)
    life.days(date(2021, 5, 1), date(2021, 5, 10))
    life.run(moment(date(2021, 5, 11)), send=False)
    assert Delivery.objects.get().state == Delivery.State.QUEUED
    Subscriber.objects.filter(pk=reader.pk).update(left_at=moment(date(2021, 5, 11)))
    life.run(moment(date(2021, 5, 11), 10))
    assert Delivery.objects.get().state == Delivery.State.DROPPED


@story("AL33")
def the_ladder_changes_after_a_step(life: Life) -> None:
    life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 5, 1), date(2021, 5, 11))
    life.rungs = (60,)
    life.days(date(2021, 5, 12), date(2021, 6, 12))


@story("AL35")
def the_end_date_is_cleared(life: Life) -> None:
    pledge = life.enter(JOINED)
    life.join(JOINED)
    life.days(date(2021, 3, 10), date(2021, 4, 30))
    before = pledge.revisions.count()
    quotes = [(make_source(), "as they said")]
    cleared = EventFacts(
        EventKind.CORRECTED,
        "2021-05-01",
        note="The words name no length.",
        significant=False,
        term=TermKind.UNSTATED,
        quotes=quotes,
    )
    with time_machine.travel(moment(date(2021, 5, 1), 8), tick=False):
        record_event(pledge, cleared, by="first", at=moment(date(2021, 5, 1), 8))
    assert pledge.revisions.count() == before + 1
    life.days(date(2021, 5, 1), date(2021, 6, 12))


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_the_table_comes_true(name, settings):
    row = ROWS[name]
    if name in ("AL13", "AL14"):
        settings.TIME_ZONE = "America/New_York"
    life = Life(end=row["end"], rungs=tuple(int(rung) for rung in row["rungs"].split()))
    STORIES[name](life)
    assert life.heard == [part for part in row["mails"].split("; ") if part]


def test_every_row_has_a_story_and_every_story_a_row():
    assert set(STORIES) == set(ROWS)
