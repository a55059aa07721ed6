"""Asks people who have chosen nothing for a year whether they still want the mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from alerts.messages import message_id_for
from alerts.models import Email, Subscriber

ASK_AFTER = timedelta(days=365)
PEOPLE_AT_ONCE = 500


@transaction.atomic
def ask_still_wanted(*, at: datetime) -> int:
    """Put the question into the post, once for each year of silence that an answer ended.

    Whoever does not answer goes on getting what they chose: nothing stops without a word.

    Returns:
        How many are asked, at most PEOPLE_AT_ONCE in one run.
    """
    silent = (
        Subscriber.objects.filter(confirmed_at__isnull=False, left_at=None, user=None)
        .annotate(last_heard_at=Coalesce("heard_at", "confirmed_at"))
        .filter(
            Q(still_asked_at=None) | Q(still_asked_at__lt=F("last_heard_at")),
            last_heard_at__lt=at - ASK_AFTER,
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:PEOPLE_AT_ONCE]
    )
    asked = []
    for pk in list(silent):
        still = Subscriber.objects.filter(pk=pk).exclude(still_asked_at__gt=at - ASK_AFTER)
        if still.update(still_asked_at=at):
            asked.append(pk)
    Email.objects.bulk_create(
        Email(
            subscriber_id=pk,
            kind=Email.Kind.STILL_WANTED,
            message_id=message_id_for(pk, ["still wanted", at.date()]),
            queued_at=at,
        )
        for pk in asked
    )
    return len(asked)
