"""The clock writes what the ladder says, on whatever days it runs and however they follow."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from moratoriums.ladder import EDITOR_RUNGS, READER_RUNGS, rung_due
from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services import flag_due
from moratoriums.vocabulary import CLOCK_KINDS, EventKind, TermKind
from tests.factories import make_company, make_pledge

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 10, tzinfo=UTC)
FIRST = date(2021, 1, 1)
LADDERS = [READER_RUNGS, READER_RUNGS, (30,), (45, 5), (3,), (200, 14, 0)]

Flags = dict[tuple[str, int, date], set[int]]


def make_register(chance: random.Random) -> list[tuple[str, int, date]]:
    """Make pledges with an end, a review or a condition; returns what the clock is to watch."""
    company = make_company()
    watched = []
    for number in range(16):
        on = FIRST + timedelta(days=chance.randrange(365))
        known: dict[str, Any] = {"company": company, "announced": "2020-01-01"}
        if number % 4 == 1:
            pledge = make_pledge(term=TermKind.UNTIL_FURTHER_NOTICE, review_on=on, **known)
            kind = EventKind.REVIEW_FLAGGED
        elif number % 4 == 2:
            pledge = make_pledge(term=TermKind.UNTIL_CONDITION, **known)
            pledge.conditions.create(what="A law", expected_on=on.isoformat())
            kind = EventKind.CONDITION_FLAGGED
        else:
            pledge = make_pledge(term=TermKind.FIXED, end=on.isoformat(), **known)
            kind = EventKind.END_FLAGGED
        watched.append((kind.value, pledge.pk, on))
    Pledge.objects.update(published_at=LONG_AGO)
    PledgeEvent.objects.update(entered_at=LONG_AGO)
    return watched


def some_days(chance: random.Random) -> list[date]:
    """Days that mostly follow each other, with outages, and a clock that is set back."""
    day, days = FIRST - timedelta(days=100), []
    for _ in range(45):
        days.append(day)
        step = chance.choice([1, 1, 1, 2, 3, 7, 30, 75, -1, -20])
        day += timedelta(days=step)
    return days


def flags() -> Flags:
    found: Flags = defaultdict(set)
    kinds = sorted(kind.value for kind in CLOCK_KINDS)
    rows = PledgeEvent.objects.filter(kind__in=kinds).values_list(
        "kind", "pledge", "about_on", "rung"
    )
    for kind, pledge, on, rung in rows:
        assert on is not None and rung is not None
        found[kind, pledge, on].add(rung)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_every_rung_that_is_due_is_written_once_and_no_other(seed):
    chance = random.Random(seed)
    watched = make_register(chance)
    told: Flags = defaultdict(set)
    for day in some_days(chance):
        ladder = chance.choice(LADDERS)
        new = 0
        for one in watched:
            # Steps after the day are the editors' and settle nothing for readers.
            early = [rung for rung in told[one] if rung >= 0]
            theirs = rung_due(one[2], day, rungs=ladder, flagged=early)
            known = told[one] | ({theirs.days} if theirs else set())
            ours = rung_due(one[2], day, rungs=EDITOR_RUNGS, flagged=known, include_after=True)
            after = known | ({ours.days} if ours else set())
            new += len(after) - len(told[one])
            told[one] = after
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        assert flag_due(day=day, at=at, reader_rungs=ladder) == new
        assert flag_due(day=day, at=at, reader_rungs=ladder) == 0
    assert flags() == {one: rungs for one, rungs in told.items() if rungs}
    assert sum(map(len, told.values())) > 40
