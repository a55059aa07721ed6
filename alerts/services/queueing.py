"""Puts each new event into the post, once: one delivery for everybody it concerns."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, IntegerField, Min, Value

from alerts.matching import is_news, subscriptions_to, untold
from alerts.models import Delivery, Dispatch
from moratoriums.models import PledgeEvent

_COLUMNS = ("event_id", "subscriber_id", "subscription_id", "state", "queued_at", "reason")


def queue_deliveries(*, at: datetime) -> int:
    """Queue what happened since the last run. Safe to run any number of times, also at once.

    An event and its deliveries are written in one transaction, with a row that says the event
    has been through: one that was no news, or concerned nobody, is not looked at again.

    Returns:
        How many deliveries were new.
    """
    queued = 0
    silent = []
    for event in untold(at):
        if is_news(event):
            queued += _queue(event, at)
        else:
            silent.append(Dispatch(event=event, queued_at=at))
    Dispatch.objects.bulk_create(silent, batch_size=500, ignore_conflicts=True)
    return queued


@transaction.atomic
def _queue(event: PledgeEvent, at: datetime) -> int:
    """Write the deliveries of one event, inside the database, however many they are."""
    owed = (
        subscriptions_to(event)
        .order_by()
        .values("subscriber")
        .annotate(
            event=Value(event.pk, output_field=IntegerField()),
            because=Min("pk"),
            state=Value(Delivery.State.QUEUED.value, output_field=CharField()),
            queued=Value(at, output_field=DateTimeField()),
            reason=Value("", output_field=CharField()),
        )
        .values_list("event", "subscriber", "because", "state", "queued", "reason")
    )
    select, parameters = owed.query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        # Every part of the text is a name from the models or a query of Django's making.
        insert = f"INSERT INTO {table} ({columns}) {select} ON CONFLICT DO NOTHING"
        cursor.execute(insert, parameters)
        people = int(cursor.rowcount)
    Dispatch.objects.bulk_create(
        [Dispatch(event=event, queued_at=at, people=people)], ignore_conflicts=True
    )
    return people
