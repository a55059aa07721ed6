"""Sweeps one day over a large register, beside the bare SQL that finds and writes the same rungs.

    .venv/bin/python -m benchmarks.sweep [--pledges 1000000] [--rounds 5]

The limit is four INSERT .. SELECT over one flat table with an index on the end, into a table that
holds one flag of each pledge already, and the clean-up that the next round needs; "bare" is the
same without the clean-up. Ours watches ends, reviews and conditions by both ladders, catches up
what was missed, and repeats nothing. Both run on the same server in the same run; the first sweep
of a register without any flag is shown apart.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from datetime import date, timedelta
from typing import Any

from benchmarks.databases import on_both, ready

DAY = date(2026, 11, 22)
SPAN = 1200  # days before and after DAY in which ends lie
LEADS = (90, 30, 7, 1)


def main() -> None:
    """Measure on both databases and print a table."""
    parser = argparse.ArgumentParser(description="Sweep one day over a large register.")
    parser.add_argument("--pledges", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(measure(asked.pledges, asked.rounds)))
        return
    options = ("--pledges", str(asked.pledges), "--rounds", str(asked.rounds))
    columns = ("bare", "limit", "ours", "again", "first")
    print(f"{'milliseconds':12}{''.join(f'{column:>8}' for column in columns)}   ours to the limit")
    for name, found in on_both("benchmarks.sweep", *options):
        figures = "".join(f"{found[column]:>8.0f}" for column in columns)
        ratio = found["ours"] / found["limit"]
        print(f"{name:12}{figures}   {ratio:.1f}, {found['new']:.0f} new a day")


def measure(pledges: int, rounds: int) -> dict[str, float]:
    """Return median milliseconds: the limit, a day's first sweep, one more on the same day."""
    ready()
    from django.utils import timezone

    from moratoriums.services import flag_due

    fill(pledges)
    at = timezone.now()
    first, _ = _timed(lambda: flag_due(day=DAY, at=at))
    vacuum()
    bare, limit, ours, again, new = [], [], [], [], []
    for number in range(1, rounds + 1):
        day = DAY + timedelta(days=number)
        took, swept = _timed(lambda day=day: bare_sweep(day))
        limit.append(took)
        bare.append(swept)
        took, flagged = _timed(lambda day=day: flag_due(day=day, at=at))
        ours.append(took)
        new.append(flagged)
        again.append(_timed(lambda day=day: flag_due(day=day, at=at))[0])
    return {
        "bare": statistics.median(bare),
        "limit": statistics.median(limit),
        "ours": statistics.median(ours),
        "again": statistics.median(again),
        "first": first,
        "new": statistics.median(new),
    }


def fill(pledges: int) -> None:
    """Write pledges of which most have an end, those in the past decided, and the flat table."""
    from datetime import UTC, datetime

    from django.db import connection

    from benchmarks.made_up import series
    from companies.models import Company
    from moratoriums.models import Pledge, PledgeEvent

    long_ago = datetime(2019, 1, 1, tzinfo=UTC)
    company = Company.objects.create(slug="company", name="Company")
    series(
        Pledge,
        pledges,
        {"id": "i", "slug": "'pledge-' || i", "title": "'Made-up pledge ' || i"},
        company=company.pk,
        kind="moratorium",
        force="2",
        grounds="press",
        confidence="high",
        technology="facial_recognition",
        announced_on="2019-01-01",
        announced_earliest=date(2019, 1, 1),
        announced_latest=date(2019, 1, 1),
        published_at=long_ago,
    )
    end = _days_from(DAY, f"(((i %% {2 * SPAN + 1}) * 7919) %% {2 * SPAN + 1}) - {SPAN}")
    some = "i %% 20 < 17"
    stands = f"CASE WHEN {some} AND {end} < {_days_from(DAY, '0')} THEN 'ended' ELSE 'stands' END"
    dates = f"CASE WHEN {some} THEN {end} END"
    series(
        PledgeEvent,
        pledges,
        {
            "id": "i",
            "pledge_id": "i",
            "stance": stands,
            "end_earliest": dates,
            "end_latest": dates,
            "end_basis": f"CASE WHEN {some} THEN 'stated' ELSE '' END",
            "term": f"CASE WHEN {some} THEN 'fixed' ELSE 'unstated' END",
        },
        kind="announced",
        key="2019-01-01",
        happened_on="2019-01-01",
        happened_earliest=date(2019, 1, 1),
        happened_latest=date(2019, 1, 1),
        recorded_at=long_ago,
        confirmed_at=long_ago,
        entered_at=long_ago,
        holds_from=date(2019, 1, 1),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare AS SELECT pledge_id AS id, end_earliest AS expires, "
            "stance AS status FROM moratoriums_pledgeevent"
        )
        cursor.execute("CREATE INDEX bare_expires ON bare (expires) WHERE expires IS NOT NULL")
        cursor.execute(
            "CREATE TABLE bare_flag (pledge bigint NOT NULL, lead integer NOT NULL, "
            "due date NOT NULL, UNIQUE (pledge, lead, due))"
        )
        cursor.execute(
            "INSERT INTO bare_flag SELECT id, 30, coalesce(expires, %s) FROM bare", [DAY]
        )
    vacuum()


def vacuum() -> None:
    """Do for the planner what a server does by itself before long."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _days_from(day: date, days: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"(date '{day}' + ({days})::integer)"
    return f"date('{day}', ({days}) || ' days')"


def bare_sweep(day: date) -> float:
    """The limit: only what is due on this very day, by one ladder of four steps.

    Returns:
        The milliseconds until the clean-up.
    """
    from django.db import connection, transaction

    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for lead in LEADS:
            cursor.execute(
                "INSERT INTO bare_flag SELECT id, %s, expires FROM bare WHERE expires = %s "
                "AND status = 'stands' ON CONFLICT DO NOTHING",
                [lead, day + timedelta(days=lead)],
            )
        swept = (time.perf_counter() - started) * 1000
        cursor.execute("DELETE FROM bare_flag WHERE lead <> 30")
    return swept


def _timed(work: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return (time.perf_counter() - started) * 1000, result


if __name__ == "__main__":
    main()
