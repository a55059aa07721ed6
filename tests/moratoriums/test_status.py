"""Status as a function and status as SQL: the same on every day of every history."""

import itertools
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from companies.models import Company
from moratoriums import status
from moratoriums.models import Check, Pledge, PledgeEvent
from moratoriums.queries import PledgeQuerySet
from moratoriums.status import Flag, State
from moratoriums.vocabulary import (
    NEEDS_SECOND_EDITOR,
    CheckPlace,
    Conduct,
    EndBasis,
    EventKind,
    Force,
    Kind,
    Lifecycle,
    Stance,
    TermKind,
)

DAY = date(2021, 6, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
AT = datetime(2026, 11, 22, tzinfo=UTC)


def ends(day: date) -> State:
    return State(Stance.STANDS, end_earliest=day, end_latest=day)


# --- the rule itself, in examples worked out by hand ----------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State(Stance.STANDS), Lifecycle.IN_FORCE),
        (State(Stance.STANDS, effective_earliest=AFTER), Lifecycle.ANNOUNCED),
        (State(Stance.STANDS, effective_earliest=DAY), Lifecycle.IN_FORCE),
        (ends(AFTER), Lifecycle.IN_FORCE),
        (ends(DAY), Lifecycle.PAST_END),
        (ends(BEFORE), Lifecycle.PAST_END),
        (State(Stance.STANDS, end_earliest=DAY, end_latest=AFTER), Lifecycle.PAST_END),
        (State(Stance.STANDS, None, BEFORE, BEFORE, end_is_minimum=True), Lifecycle.IN_FORCE),
        (State(Stance.STANDS, AFTER, BEFORE, BEFORE), Lifecycle.ANNOUNCED),
        (State(Stance.WITHDRAWN), Lifecycle.WITHDRAWN),
        (State(Stance.WITHDRAWN, AFTER, BEFORE, BEFORE), Lifecycle.WITHDRAWN),
        (State(Stance.LAPSED, None, AFTER, AFTER), Lifecycle.LAPSED),
        (State(Stance.ENDED), Lifecycle.ENDED),
        (State(Stance.CONDITION_MET), Lifecycle.CONDITION_MET),
        (State(Stance.SUPERSEDED), Lifecycle.SUPERSEDED),
        (State(Stance.UNCLEAR), Lifecycle.UNCLEAR),
    ],
)
def test_the_lifecycle_on_a_day_follows_from_the_state_and_the_calendar(state, expected):
    assert status.lifecycle(state, DAY) == expected


@pytest.mark.parametrize(
    ("end_on", "soon"),
    [(DAY + timedelta(days=91), False), (DAY + timedelta(days=90), True), (AFTER, True)],
)
def test_a_pledge_ends_soon_from_ninety_days_before_its_end(end_on, soon):
    assert (Flag.ENDS_SOON in status.flags(ends(end_on), DAY, checked_on=DAY)) is soon


def test_an_end_that_has_come_no_longer_ends_soon():
    assert Flag.ENDS_SOON not in status.flags(ends(DAY), DAY, checked_on=DAY)


@pytest.mark.parametrize(("days_past", "undecided"), [(30, False), (31, True)])
def test_a_pledge_past_its_end_is_undecided_after_thirty_days(days_past, undecided):
    found = status.flags(ends(DAY - timedelta(days=days_past)), DAY, checked_on=DAY)
    assert (Flag.UNDECIDED in found) is undecided


def test_between_the_first_and_the_last_reading_of_the_end_it_may_have_ended():
    window = State(Stance.STANDS, end_earliest=BEFORE, end_latest=AFTER)
    assert Flag.MAY_HAVE_ENDED in status.flags(window, DAY, checked_on=DAY)
    assert Flag.MAY_HAVE_ENDED not in status.flags(window, AFTER, checked_on=DAY)


def test_a_minimum_term_may_have_ended_once_its_day_is_over_and_is_never_past_its_end():
    minimum = State(Stance.STANDS, end_earliest=DAY, end_latest=DAY, end_is_minimum=True)
    assert status.flags(minimum, DAY, checked_on=DAY) == {Flag.ENDS_SOON}
    assert status.flags(minimum, AFTER, checked_on=DAY) == {Flag.MAY_HAVE_ENDED}


def test_a_review_is_due_from_its_day_on_while_the_pledge_runs():
    running, over = State(Stance.STANDS), State(Stance.ENDED)
    assert Flag.REVIEW_DUE not in status.flags(running, BEFORE, review_on=DAY, checked_on=DAY)
    assert Flag.REVIEW_DUE in status.flags(running, DAY, review_on=DAY, checked_on=DAY)
    assert Flag.REVIEW_DUE not in status.flags(over, DAY, review_on=DAY, checked_on=DAY)


@pytest.mark.parametrize(("days_ago", "stale"), [(180, False), (181, True)])
def test_a_record_is_stale_when_nobody_looked_for_more_than_180_days(days_ago, stale):
    checked_on = DAY - timedelta(days=days_ago)
    assert (Flag.STALE in status.flags(State(Stance.STANDS), DAY, checked_on=checked_on)) is stale


def test_a_record_nobody_ever_checked_is_stale():
    assert Flag.STALE in status.flags(State(Stance.STANDS), DAY)


def test_of_two_states_of_one_day_the_later_one_holds_and_the_earlier_gets_no_day():
    assert status.periods([BEFORE, DAY, DAY]) == [(BEFORE, DAY), (DAY, DAY), (DAY, None)]


@pytest.mark.parametrize(
    ("kinds", "looked", "contrary", "expected"),
    [
        ([], False, False, Conduct.NOT_ASSESSED),
        ([], True, False, Conduct.NONE_FOUND),
        ([], True, True, Conduct.NOT_ASSESSED),
        ([EventKind.ALLEGED], True, False, Conduct.QUESTIONED),
        ([EventKind.ALLEGED, EventKind.ALLEGATION_WITHDRAWN], True, False, Conduct.NONE_FOUND),
        ([EventKind.ALLEGED] * 2 + [EventKind.ALLEGATION_WITHDRAWN], 0, 0, Conduct.QUESTIONED),
        ([EventKind.ALLEGED, EventKind.AGAINST_SPIRIT], True, False, Conduct.AGAINST_SPIRIT),
        ([EventKind.AGAINST_SPIRIT, EventKind.CONTRADICTED], 0, 0, Conduct.CONTRADICTED),
        ([EventKind.DISPUTED, EventKind.REGULATOR_FINDING], 0, 0, Conduct.NOT_ASSESSED),
    ],
)
def test_conduct_follows_from_events_and_the_search_log(kinds, looked, contrary, expected):
    assert status.conduct(kinds, looked=looked, contrary_found=contrary) == expected


# --- the same rule in SQL -------------------------------------------------------------------------


def columns(query: PledgeQuerySet, *names: str) -> list[Any]:
    """Annotated columns as plain rows."""
    return list(query.values_list(*names))


def state_event(pledge: Pledge, number: int, state: State, **fields: object) -> PledgeEvent:
    """An event that leaves this state, shaped as the database demands."""
    window = f"{state.end_earliest}/{state.end_latest}" if state.end_earliest else ""
    event = PledgeEvent(
        pledge=pledge,
        kind=EventKind.ANNOUNCED,
        key=str(number),
        position=number,
        recorded_at=AT,
        confirmed_at=AT,
        stance=state.stance,
        reason="two sources disagree" if state.stance == Stance.UNCLEAR else "",
        term=TermKind.FIXED if window else TermKind.UNSTATED,
        end_on=window,
        end_basis=EndBasis.STATED if window else EndBasis.NONE,
        end_is_minimum=state.end_is_minimum,
    )
    for name, value in fields.items():
        setattr(event, name, value)
    return event


def blank_pledge(company: Company, number: int, **fields: object) -> Pledge:
    return Pledge(
        slug=f"p{number}",
        company=company,
        title=f"Pledge {number}",
        kind=Kind.MORATORIUM,
        force=Force.STATEMENT,
        **{"announced_on": "2018"} | fields,
    )


AROUND = [DAY - timedelta(days=40), DAY, DAY + timedelta(days=40)]
WINDOWS = [(None, None), *itertools.combinations_with_replacement(AROUND, 2)]
EVERY_STATE = [
    State(stance, effective, *window, end_is_minimum=minimum)
    for stance in Stance
    for effective in [None, *AROUND]
    for window in WINDOWS
    for minimum in (False, True)
]
EDGES = sorted({edge + timedelta(days=n) for edge in AROUND for n in (-91, -90, -1, 0, 1, 30, 31)})


@pytest.fixture
def every_state(db) -> dict[int, State]:
    """One pledge for each combination of stance, effective day, end window and minimum."""
    company = Company.objects.create(slug="acme", name="Acme")
    pledges = [
        blank_pledge(company, number, effective_on=str(state.effective_earliest or ""))
        for number, state in enumerate(EVERY_STATE)
    ]
    Pledge.objects.bulk_create(pledges)
    PledgeEvent.objects.bulk_create(
        state_event(pledge, 0, state, happened_on="2018-01-01", holds_from=date(2018, 1, 1))
        for pledge, state in zip(pledges, EVERY_STATE, strict=True)
    )
    return {pledge.pk: state for pledge, state in zip(pledges, EVERY_STATE, strict=True)}


def test_sql_and_function_agree_on_the_lifecycle_over_every_combination(every_state):
    assert len(every_state) == 7 * 4 * 7 * 2
    for day in EDGES:
        told = dict(columns(Pledge.objects.as_of(day), "pk", "lifecycle"))
        assert told == {pk: status.lifecycle(state, day) for pk, state in every_state.items()}


def test_sql_and_function_agree_on_what_ends_soon_and_what_is_past_its_end(every_state):
    for day in EDGES:
        standing = Pledge.objects.as_of(day)
        flags = {pk: status.flags(state, day) for pk, state in every_state.items()}
        soon = {pk for pk, found in flags.items() if Flag.ENDS_SOON in found}
        past = {
            pk
            for pk, state in every_state.items()
            if status.lifecycle(state, day) == Lifecycle.PAST_END
        }
        assert set(standing.ends_soon(day).values_list("pk", flat=True)) == soon
        assert set(standing.past_end().values_list("pk", flat=True)) == past


# --- thousands of random histories ----------------------------------------------------------------

# The second database runs the same queries in its own dialect, which shows with fewer.
HISTORIES = 10_000 if connection.vendor == "sqlite" else 1_000
FIRST = date(2020, 1, 1)
ASKED = [FIRST + timedelta(days=n) for n in (-1, 0, 1, 4, 9, 14, 40)]
CONDUCT_KINDS = [
    EventKind.ALLEGED,
    EventKind.ALLEGATION_WITHDRAWN,
    EventKind.AGAINST_SPIRIT,
    EventKind.CONTRADICTED,
    EventKind.DISPUTED,
    EventKind.CLARIFIED,
]


@dataclass
class History:
    """What was made up for one pledge, in plain values: the test's own memory of it."""

    states: list[tuple[date, int, State]]
    conduct: list[tuple[date, EventKind]]
    checks: dict[date, bool]

    def state_on(self, day: date) -> State | None:
        """The last state at or before the day, straight from the definition."""
        past = [entry for entry in self.states if entry[0] <= day]
        return max(past, key=lambda entry: entry[:2])[2] if past else None

    def conduct_on(self, day: date) -> tuple[Conduct, bool]:
        kinds = [kind for happened, kind in self.conduct if happened <= day]
        seen = [contrary for looked, contrary in self.checks.items() if looked <= day]
        found = status.conduct(kinds, looked=bool(seen), contrary_found=any(seen))
        return found, EventKind.DISPUTED in kinds


def some_day(dice: random.Random, span: int = 10) -> date:
    """One of few days, so that several events often share one."""
    return FIRST + timedelta(days=dice.randrange(span))


def some_state(dice: random.Random, effective: date | None) -> State:
    stance = Stance.STANDS if dice.random() < 0.6 else dice.choice(list(Stance))
    if dice.random() < 0.4:
        return State(stance, effective)
    window = sorted([some_day(dice, 30), some_day(dice, 30)])
    return State(stance, effective, window[0], window[1], end_is_minimum=dice.random() < 0.2)


def make_up(dice: random.Random, pledge: Pledge) -> tuple[History, list[PledgeEvent], list[Check]]:
    """A random history, in rows and in plain values."""
    history, rows = History([], [], {}), []
    positions = dice.sample(range(20), dice.randint(1, 5))
    for position in positions:
        day, confirmed = some_day(dice), dice.random() < 0.85
        undated = bool(pledge.first_seen_on) and dice.random() < 0.5
        common = {
            "happened_on": "" if undated else str(day),
            "confirmed_at": AT if confirmed else None,
            "key": str(position),
        }
        if dice.random() < 0.6:
            state = some_state(dice, _day(pledge.effective_on))
            rows.append(state_event(pledge, position, state, **common))
            if confirmed:
                history.states.append((_day_of(rows[-1], pledge), position, state))
        else:
            kind = dice.choice(CONDUCT_KINDS)
            verdict = confirmed and kind in NEEDS_SECOND_EDITOR
            rows.append(
                PledgeEvent(
                    pledge=pledge,
                    kind=kind,
                    position=position,
                    recorded_at=AT,
                    recorded_by="one",
                    confirmed_by="two" if verdict else "",
                    **common | {"happened_on": str(day)},
                )
            )
            if confirmed:
                history.conduct.append((day, kind))
    for day in {some_day(dice) for _ in range(dice.randrange(3))}:
        history.checks[day] = dice.random() < 0.3
    checks = [
        Check(pledge=pledge, place=CheckPlace.NEWSROOM, looked_on=day, contrary_found=contrary)
        for day, contrary in history.checks.items()
    ]
    return history, rows, checks


def tell_periods(events: list[PledgeEvent], pledge: Pledge) -> None:
    """Give the confirmed states their periods, as the service does."""
    told = sorted(
        (event for event in events if event.stance and event.confirmed_at),
        key=lambda event: (_day_of(event, pledge), event.position),
    )
    periods = status.periods([_day_of(event, pledge) for event in told])
    for event, (holds_from, holds_until) in zip(told, periods, strict=True):
        event.holds_from, event.holds_until = holds_from, holds_until


def _day_of(event: PledgeEvent, pledge: Pledge) -> date:
    day = _day(event.happened_on) or pledge.first_seen_on
    assert day is not None
    return day


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture
def histories(db) -> dict[int, History]:
    dice = random.Random(20200610)
    company = Company.objects.create(slug="acme", name="Acme")
    pledges = []
    for number in range(HISTORIES):
        effective = str(some_day(dice)) if dice.random() < 0.4 else ""
        seen = some_day(dice) if dice.random() < 0.2 else None
        announced = "" if seen else "2019"
        pledges.append(
            blank_pledge(
                company,
                number,
                announced_on=announced,
                first_seen_on=seen,
                effective_on=effective,
            )
        )
    Pledge.objects.bulk_create(pledges)
    found, events, checks = {}, [], []
    for pledge in pledges:
        found[pledge.pk], rows, looks = make_up(dice, pledge)
        tell_periods(rows, pledge)
        events += rows
        checks += looks
    PledgeEvent.objects.bulk_create(events)
    Check.objects.bulk_create(checks)
    return found


def test_sql_and_function_agree_on_thousands_of_random_histories(histories):
    for day in ASKED:
        expected = {}
        for pk, history in histories.items():
            state = history.state_on(day)
            if state:
                expected[pk] = (status.lifecycle(state, day), state.end_earliest)
        rows = columns(Pledge.objects.as_of(day), "pk", "lifecycle", "state_end_earliest")
        told = [(pk, (lifecycle, end)) for pk, lifecycle, end in rows]
        assert len(told) == len(expected), f"a pledge has two states or none on {day}"
        assert dict(told) == expected

        looked_up = columns(Pledge.objects.with_conduct(day), "pk", "conduct", "disputed")
        assert {pk: (conduct, disputed) for pk, conduct, disputed in looked_up} == {
            pk: history.conduct_on(day) for pk, history in histories.items()
        }
