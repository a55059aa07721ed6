"""What is held on a person: handed out, erased on request, and erased when its time is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alerts.models import Delivery, Email, Knock, Subscriber, Subscription, Token
from alerts.services.managing import owner
from alerts.tokens import CONFIRM_DAYS, DUTY_DAYS

LEFT_DAYS = 30
SENT_DAYS = 400
KNOCK_HOURS = 24
ROWS_AT_ONCE = 5000


def held_on(subscriber: Subscriber) -> dict[str, Any]:
    """Everything the post room holds on one person, as plain values."""
    return {
        "address": subscriber.email,
        "asked_at": _text(subscriber.asked_at),
        "confirmed_at": _text(subscriber.confirmed_at),
        "left_at": _text(subscriber.left_at),
        "last_choice_at": _text(subscriber.heard_at),
        "asked_whether_still_wanted_at": _text(subscriber.still_asked_at),
        "paused_until": _text(subscriber.paused_until),
        "moves_from": subscriber.moves_from.email if subscriber.moves_from else None,
        "is_editor": subscriber.user_id is not None,
        "subscriptions": [
            {
                "follows": str(one.interest),
                "frequency": one.frequency,
                "days_before_an_end": list(one.rung_days),
                "told_when_nothing_is_announced": one.absence,
                "told_when_nothing_happened": one.heartbeat,
                "as_editor": one.as_editor,
                "asked_at": _text(one.asked_at),
                "confirmed_at": _text(one.confirmed_at),
            }
            for one in subscriber.subscriptions.select_related("company", "pledge", "beneficiary")
        ],
        "mails": [
            {
                "kind": mail.kind,
                "subject": mail.subject,
                "state": mail.state,
                "queued_at": _text(mail.queued_at),
                "sent_at": _text(mail.sent_at),
                "reason": mail.reason,
            }
            for mail in subscriber.emails.order_by("pk")
        ],
        "events": [
            {
                "event": str(owed.event),
                "record": owed.event.pledge.slug,
                "state": owed.state,
                "due_at": _text(owed.due_at),
                "reason": owed.reason,
            }
            for owed in subscriber.deliveries.select_related("event__pledge").order_by("pk")
        ],
        "links": [
            {"purpose": token.purpose, "made_at": _text(token.made_at)}
            for token in subscriber.tokens.order_by("pk")
        ],
    }


@transaction.atomic
def erase(secret: str, *, at: datetime) -> None:
    """Erase everything that is held on the owner of a link; the link then leads nowhere.

    Raises:
        UnknownToken: no such link was sent.
    """
    owner(secret, at=at).delete()


def erase_expired(*, at: datetime) -> int:
    """Erase what is not needed any more; returns how many rows went. Safe to run at any time."""
    confirm_until = at - timedelta(days=CONFIRM_DAYS)
    waits = Subscription.objects.filter(subscriber=OuterRef("pk"), asked_at__gte=confirm_until)
    never = Q(confirmed_at=None) & (Q(asked_at=None) | Q(asked_at__lt=confirm_until))
    # An editor who left is remembered, or the next hour would enlist them again.
    left = Q(left_at__lt=at - timedelta(days=LEFT_DAYS), user=None)
    long_ago = at - timedelta(days=SENT_DAYS)
    return sum(
        (
            _erase(Subscription.objects.filter(confirmed_at=None, asked_at__lt=confirm_until)),
            _erase(Subscriber.objects.filter(never & ~Exists(waits) | left)),
            _erase(Delivery.objects.exclude(state="queued").filter(due_at__lt=long_ago)),
            _erase(
                Email.objects.exclude(state__in=["queued", "sending"]).filter(
                    queued_at__lt=long_ago
                )
            ),
            _erase(Token.objects.filter(_worn_out(at))),
            _erase(Knock.objects.filter(hour_at__lt=at - timedelta(hours=KNOCK_HOURS))),
        )
    )


def _worn_out(at: datetime) -> Q:
    """Links that have acted for the last time; those that stop mails are kept."""
    confirm = Q(
        purpose=Token.Purpose.CONFIRM, made_at__lt=at - timedelta(days=CONFIRM_DAYS + LEFT_DAYS)
    )
    return confirm | Q(purpose=Token.Purpose.DUTY, made_at__lt=at - timedelta(days=DUTY_DAYS))


def _erase(rows: Any) -> int:
    """Delete rows some thousands at a time, so that nobody waits long for the database."""
    erased = 0
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        erased += len(keys)
    return erased


def _text(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
