"""Turns a message of the outbox into a mail, leaving out what is not true any more."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import format_datetime

from alerts import messages
from alerts.matching import subscriptions_to
from alerts.messages import Item, Message, Reader, Task
from alerts.models import Delivery, Email, Subscriber, Subscription, Token
from alerts.notices import Notice, read_notice
from alerts.services.duties import duty_of
from alerts.services.letters import compose_letter, others_told, task_of
from alerts.tokens import make_token
from alerts.truth import why_not, why_not_to
from moratoriums.vocabulary import CLOCK_KINDS


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
        if email.kind != Email.Kind.ALERT:
            message = compose_letter(email, self._reader(email), at=self.at, day=self.day)
        elif items := self._items(email):
            reader = self._reader(email)
            message = messages.alert(items, reader, message_id=email.message_id, day=self.day)
        else:
            return None
        if message is not None:
            message.extra_headers["Date"] = format_datetime(self.at)
        return message

    def _items(self, email: Email) -> list[Item]:
        to_nobody = why_not_to(email.subscriber)
        items = []
        owed = email.deliveries.filter(state=Delivery.State.QUEUED).select_related(
            "event__pledge__company",
            "event__dispatch",
            "subscription__company",
            "subscription__pledge",
            "subscription__beneficiary",
        )
        for delivery in owed:
            reason = to_nobody or why_not(delivery.event, self.day)
            because = None if reason else _because(delivery)
            if because:
                items.append(self._item(delivery, because, email.subscriber))
            else:
                _drop(delivery, reason or "The subscriber does not follow it any more.")
        return items

    def _item(self, delivery: Delivery, because: Subscription, subscriber: Subscriber) -> Item:
        notice = self._notice(delivery)
        often = because.frequency != Subscription.Frequency.IMMEDIATE
        return Item(
            notice,
            because.followed,
            one=because.interest.address,
            frequency=because.get_frequency_display().lower() if often else "",
            absent=because.absence and notice.silence is not None,
            task=self._task(delivery, notice, subscriber),
        )

    def _task(self, delivery: Delivery, notice: Notice, subscriber: Subscriber) -> Task | None:
        """The editor's task behind a step of the clock; readers have none."""
        if subscriber.user_id is None or delivery.event.kind not in CLOCK_KINDS:
            return None
        told = others_told(subscriber, delivery.event.dispatch.people)
        duty = duty_of(delivery.event)
        return task_of(duty, notice.chore, subscriber, told, self.at)

    def _notice(self, delivery: Delivery) -> Notice:
        key = (delivery.event_id, delivery.event.pledge.version)
        if key not in self._notices:
            self._notices[key] = read_notice(delivery.event, self.day)
        return self._notices[key]

    def _reader(self, email: Email) -> Reader:
        secret = make_token(email.subscriber, Token.Purpose.LEAVE, at=self.at)
        return Reader(email.subscriber.email, secret)


def _because(delivery: Delivery) -> Subscription | None:
    """What the person follows that brings them this; None if nothing does any more."""
    if delivery.subscription is not None:
        return delivery.subscription
    return subscriptions_to(delivery.event).filter(subscriber=delivery.subscriber_id).first()


def _drop(delivery: Delivery, reason: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.DROPPED, reason=reason[:300]
    )
