"""Turns a message of the outbox into a mail, leaving out what is not true any more."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import format_datetime

from alerts import messages
from alerts.matching import subscriptions_to
from alerts.messages import Item, Message, Reader
from alerts.models import Delivery, Email, Token
from alerts.notices import Notice, read_notice
from alerts.services.subscribing import pending
from alerts.tokens import make_token
from alerts.truth import why_not, why_not_to
from moratoriums.models import PledgeEvent


class Composer:
    """Composes the messages of one run.

    What a mail says of an event is read once and used again for everybody who gets it, as long
    as the record has not been saved meanwhile.
    """

    def __init__(self, *, at: datetime, day: date) -> None:
        self.at, self.day = at, day
        self._notices: dict[tuple[int, int], Notice] = {}

    def compose(self, email: Email) -> Message | None:
        """Build the mail, or None if nothing is left to say; drops are written down."""
        if email.kind == Email.Kind.CONFIRMATION:
            message = self._confirmation(email)
        elif items := self._items(email):
            reader = self._reader(email)
            message = messages.alert(items, reader, message_id=email.message_id, day=self.day)
        else:
            return None
        message.extra_headers["Date"] = format_datetime(self.at)
        return message

    def _items(self, email: Email) -> list[Item]:
        to_nobody = why_not_to(email.subscriber)
        items = []
        owed = email.deliveries.filter(state=Delivery.State.QUEUED).select_related(
            "event__pledge",
            "subscription__company",
            "subscription__pledge",
            "subscription__beneficiary",
        )
        for delivery in owed:
            reason = to_nobody or why_not(delivery.event, self.day)
            follows = "" if reason else _followed(delivery)
            if follows:
                items.append(Item(self._notice(delivery), follows))
            else:
                _drop(delivery, reason or "The subscriber does not follow it any more.")
        return items

    def _notice(self, delivery: Delivery) -> Notice:
        key = (delivery.event_id, delivery.event.pledge.version)
        if key not in self._notices:
            self._notices[key] = read_notice(delivery.event, self.day)
        return self._notices[key]

    def _confirmation(self, email: Email) -> Message:
        subscriber = email.subscriber
        asked = pending(subscriber, self.at)
        follows = subscriber.subscriptions.filter(confirmed_at__isnull=False)
        secret = make_token(subscriber, Token.Purpose.CONFIRM, at=self.at)
        return messages.confirmation(
            [subscription.followed for subscription in asked],
            [subscription.followed for subscription in follows],
            self._reader(email),
            confirm_url=messages.confirm_url(secret),
            message_id=email.message_id,
        )

    def _reader(self, email: Email) -> Reader:
        secret = make_token(email.subscriber, Token.Purpose.LEAVE, at=self.at)
        return Reader(email.subscriber.email, messages.leave_url(secret))


def _followed(delivery: Delivery) -> str:
    """What the person follows that brings them this; empty if nothing does any more."""
    because = delivery.subscription
    if because is None:
        because = subscriptions_to(delivery.event).filter(subscriber=delivery.subscriber_id).first()
    return because.followed if because else ""


def _drop(delivery: Delivery, reason: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.DROPPED, reason=reason[:300]
    )


def preview(event: PledgeEvent, *, day: date) -> tuple[Message, int]:
    """The mail about one event as it would leave now, and how many people it would go to."""
    people = subscriptions_to(event).values("subscriber").distinct().count()
    item = Item(read_notice(event, day), "everything on record")
    reader = Reader("reader@example.org", messages.leave_url("-" * 22))
    return messages.alert([item], reader, message_id="<preview>", day=day), people
