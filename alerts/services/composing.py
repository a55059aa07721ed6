"""Turns messages of the outbox into mails, leaving out what is not true any more."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from email.utils import format_datetime

from alerts import messages
from alerts.matching import subscriptions_to
from alerts.messages import Item, Message, Reader
from alerts.models import Delivery, Email, Subscription, Token
from alerts.notices import Notice, read_notice
from alerts.services.subscribing import pending
from alerts.tokens import make_token, make_tokens
from alerts.truth import why_not, why_not_to
from moratoriums.models import PledgeEvent

# What stands for one person's secret, Message-ID and address in a mail that many people get.
_SECRET = secrets.token_urlsafe(16)
_KEY = secrets.token_hex(16)


class Composer:
    """Composes the messages of one run, some at a time.

    What they say is checked against the record when they are taken up. What a mail says of its
    events is put into words once and used again for everybody who gets the same, as long as the
    record has not been saved meanwhile.
    """

    def __init__(self, *, at: datetime, day: date) -> None:
        self.at, self.day = at, day
        self._notices: dict[tuple[int, int], Notice] = {}
        self._settings: dict[tuple[object, ...], Message] = {}
        self._owed: dict[int, list[tuple[Delivery, str]]] = {}
        self._secrets: dict[int, str] = {}

    def take_up(self, emails: Sequence[Email]) -> None:
        """Look up what these messages owe and whether it is still true; drops are written down."""
        self._owed, dropped = _still_owed(emails, self.day)
        for reason, keys in dropped.items():
            Delivery.objects.filter(pk__in=keys).update(
                state=Delivery.State.DROPPED, reason=reason
            )
        people = {email.subscriber_id for email in emails}
        self._secrets = make_tokens(people, Token.Purpose.LEAVE, at=self.at)

    def compose(self, email: Email) -> Message | None:
        """Build the mail, or None if nothing is left to say."""
        if email.kind == Email.Kind.CONFIRMATION:
            message = self._confirmation(email)
        elif owed := self._owed.get(email.pk):
            message = self._alert(email, owed)
        else:
            return None
        message.extra_headers["Date"] = format_datetime(self.at)
        return message

    def _alert(self, email: Email, owed: list[tuple[Delivery, str]]) -> Message:
        """The mail that others may get too, with this person's address, link and Message-ID."""
        key = tuple(
            (delivery.event_id, delivery.event.pledge.version, follows)
            for delivery, follows in owed
        )
        if key not in self._settings:
            items = [Item(self._notice(delivery.event), follows) for delivery, follows in owed]
            anybody = Reader("reader@example.org", messages.leave_url(_SECRET))
            self._settings[key] = messages.alert(
                items, anybody, message_id=f"<{_KEY}@{messages.domain()}>", day=self.day
            )
        return _for_one(self._settings[key], email, self._secrets[email.subscriber_id])

    def _notice(self, event: PledgeEvent) -> Notice:
        key = (event.pk, event.pledge.version)
        if key not in self._notices:
            self._notices[key] = read_notice(event, self.day)
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
        secret = self._secrets[email.subscriber_id]
        return Reader(email.subscriber.email, messages.leave_url(secret))


def _for_one(shared: Message, email: Email, secret: str) -> Message:
    """A mail that many people get, made one person's own."""

    def own(text: str) -> str:
        return text.replace(_SECRET, secret).replace(_KEY, key)

    key = email.message_id.strip("<>").partition("@")[0]
    headers = {name: own(value) for name, value in shared.extra_headers.items()}
    headers["Message-ID"] = email.message_id
    message = Message(
        subject=shared.subject,
        body=own(str(shared.body)),
        from_email=shared.from_email,
        to=[email.subscriber.email],
        headers=headers,
    )
    for content, kind in shared.alternatives:
        message.attach_alternative(own(str(content)), str(kind))
    return message


def _still_owed(
    emails: Sequence[Email], day: date
) -> tuple[dict[int, list[tuple[Delivery, str]]], dict[str, list[int]]]:
    """What each message still owes, with why the person gets it; and what is dropped, by reason."""
    carried = _carried(emails)
    to_nobody = {email.pk: why_not_to(email.subscriber) for email in emails}
    untrue = {
        event.pk: why_not(event, day)
        for event in {delivery.event for owed in carried.values() for delivery in owed}
    }
    still: dict[int, list[tuple[Delivery, str]]] = defaultdict(list)
    dropped: dict[str, list[int]] = defaultdict(list)
    for pk, owed in carried.items():
        overtaken = _overtaken(owed)
        for delivery in owed:
            reason = to_nobody[pk] or untrue[delivery.event_id]
            if not reason and delivery.pk in overtaken:
                reason = "A later change took its place."
            follows = "" if reason else _followed(delivery)
            if follows:
                still[pk].append((delivery, follows))
            else:
                dropped[reason or "The subscriber does not follow it any more."].append(delivery.pk)
    return still, dropped


def _carried(emails: Iterable[Email]) -> dict[int, list[Delivery]]:
    """The deliveries of each message; those of one event share one row of it."""
    rows = Delivery.objects.filter(
        email__in=[email.pk for email in emails], state=Delivery.State.QUEUED
    ).select_related("subscription__company", "subscription__pledge", "subscription__beneficiary")
    found = list(rows.order_by("pk"))
    events = PledgeEvent.objects.select_related("pledge__company").in_bulk(
        {delivery.event_id for delivery in found}
    )
    carried: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in found:
        if delivery.email_id and delivery.event_id in events:
            delivery.event = events[delivery.event_id]
            carried[delivery.email_id].append(delivery)
    return carried


def _overtaken(owed: Iterable[Delivery]) -> set[int]:
    """Of several changes of one pledge's term in one mail, all but the last."""
    changes: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in owed:
        if delivery.event.moves_term:
            changes[delivery.event.pledge_id].append(delivery)
    return {
        delivery.pk
        for several in changes.values()
        for delivery in sorted(several, key=lambda one: one.event_id)[:-1]
    }


def _followed(delivery: Delivery) -> str:
    """What the person follows that brings them this; empty if nothing does any more."""
    because: Subscription | None = delivery.subscription
    if because is None:
        because = subscriptions_to(delivery.event).filter(subscriber=delivery.subscriber_id).first()
    return because.followed if because else ""


def preview(event: PledgeEvent, *, day: date) -> tuple[Message, int]:
    """The mail about one event as it would leave now, and how many people it would go to."""
    people = subscriptions_to(event).values("subscriber").distinct().count()
    item = Item(read_notice(event, day), "everything on record")
    reader = Reader("reader@example.org", messages.leave_url("-" * 22))
    return messages.alert([item], reader, message_id="<preview>", day=day), people
