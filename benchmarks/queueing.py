"""Queues one event for many subscribers, beside the bare INSERT .. SELECT of the same rows.

    .venv/bin/python -m benchmarks.queueing [--people 1000000] [--rounds 3]

The limit is one statement into a table with a key and one unique index, on the same server and in
the same run. Prints medians, the ratio, and how much memory the queueing process took on top.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from datetime import timedelta

from benchmarks.databases import on_both, ready

_BARE = """CREATE TABLE bare (id {key}, event_id bigint NOT NULL, subscriber_id bigint NOT NULL,
    subscription_id bigint, state varchar(8) NOT NULL, queued_at {time} NOT NULL,
    reason varchar(300) NOT NULL, UNIQUE (event_id, subscriber_id))"""
_LIMIT = """INSERT INTO bare (event_id, subscriber_id, subscription_id, state, queued_at, reason)
    SELECT 1, subscriber_id, id, 'queued', %s, '' FROM alerts_subscription
    WHERE confirmed_at IS NOT NULL ON CONFLICT DO NOTHING"""


def main() -> None:
    """Measure on both databases and print a table."""
    parser = argparse.ArgumentParser(description="Queue one event for many.")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(measure(asked.people, asked.rounds)))
        return
    options = ("--people", str(asked.people), "--rounds", str(asked.rounds))
    print(f"{'database':12}{'limit':>10}{'ours':>10}{'ratio':>8}{'memory':>10}")
    for name, found in on_both("benchmarks.queueing", *options):
        limit, ours = found["limit"], found["ours"]
        print(
            f"{name:12}{limit:>8.2f} s{ours:>8.2f} s{ours / limit:>8.1f}{found['memory']:>+7.0f} MB"
        )


def measure(people: int, rounds: int) -> dict[str, float]:
    """Return the median seconds of both, and the memory in MB that ours took on top."""
    ready()
    from django.db import connection
    from django.utils import timezone

    from alerts.models import Delivery, Dispatch
    from alerts.services import queue_deliveries
    from benchmarks.made_up import make_news, make_people

    at = timezone.now()
    make_people(people, at - timedelta(days=1))
    make_news(at)
    with connection.cursor() as cursor:
        postgres = connection.vendor == "postgresql"
        key = "bigserial PRIMARY KEY" if postgres else "integer PRIMARY KEY"
        cursor.execute(_BARE.format(key=key, time="timestamptz" if postgres else "datetime"))
        limit, ours = [], []
        before = _peak()
        for _ in range(rounds):
            cursor.execute("DELETE FROM bare")
            started = time.perf_counter()
            cursor.execute(_LIMIT, [at])
            limit.append(time.perf_counter() - started)
            for table in (Delivery, Dispatch):
                table.objects.all()._raw_delete("default")
            _vacuum(cursor)
            started = time.perf_counter()
            queued = queue_deliveries(at=at)
            ours.append(time.perf_counter() - started)
            if queued != people:
                raise SystemExit(f"{queued} of {people} were queued")
    return {
        "limit": statistics.median(limit),
        "ours": statistics.median(ours),
        "memory": _peak() - before,
    }


def _vacuum(cursor: object) -> None:
    """Take away what the last round left in the tables of PostgreSQL."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute("VACUUM bare, alerts_delivery")  # type: ignore[attr-defined]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
