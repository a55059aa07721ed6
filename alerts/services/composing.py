"""Turns messages of the outbox into mails, leaving out what is not true any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from email.utils import format_datetime

from alerts import messages
from alerts.matching import subscriptions_to
from alerts.messages import Item, Message, Reader, Task
from alerts.models import Delivery, Dispatch, Email, Subscriber, Subscription, Token
from alerts.notices import Notice, read_notice
from alerts.services.duties import duty_of
from alerts.services.letters import compose_letter, others_told, task_of
from alerts.shared_mail import SharedMail
from alerts.tokens import make_tokens
from alerts.truth import why_not, why_not_to
from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import CLOCK_KINDS

_Owed = tuple[Delivery, Subscription]


class Composer:
    """Composes the messages of one run, some at a time.

    What they say is checked against the record when they are taken up. What a mail says of its
    events is put into words once and used again for everybody who gets the same, as long as the
    record has not been saved meanwhile.
    """

    def __init__(self, *, at: datetime, day: date) -> None:
        self.at, self.day = at, day
        self._notices: dict[tuple[int, int], Notice] = {}
        self._settings: dict[tuple[object, ...], SharedMail] = {}
        self._owed: dict[int, list[_Owed]] = {}
        self._secrets: dict[int, str] = {}
        self._taken_up: set[int] = set()

    def take_up(self, emails: Sequence[Email]) -> None:
        """Look up what these messages owe and whether it is still true; drops are written down."""
        self._taken_up = {email.pk for email in emails}
        self._owed, dropped = _still_owed(emails, self.day)
        for reason, keys in dropped.items():
            Delivery.objects.filter(pk__in=keys).update(state=Delivery.State.DROPPED, reason=reason)
        people = {email.subscriber_id for email in emails}
        self._secrets = make_tokens(people, Token.Purpose.LEAVE, at=self.at)

    def forget(self) -> None:
        """Take up each message anew when it is composed."""
        self._taken_up.clear()

    def compose(self, email: Email) -> Message | None:
        """Build the mail, or None if nothing is left to say."""
        if email.pk not in self._taken_up:
            self.take_up([email])
        if email.kind != Email.Kind.ALERT:
            message = compose_letter(email, self._reader(email), at=self.at, day=self.day)
        elif owed := self._owed.get(email.pk):
            message = self._alert(email, owed)
        else:
            return None
        if message is not None:
            message.extra_headers["Date"] = format_datetime(self.at)
        return message

    def _alert(self, email: Email, owed: list[_Owed]) -> Message:
        """The mail that others may get too, with this person's address, link and Message-ID.

        An editor's is their own: it carries links to take up what is to be done.
        """
        if email.subscriber.user_id is not None:
            tasks = [self._task(one, email.subscriber) for one, _ in owed]
            own = [self._item(*one, task) for one, task in zip(owed, tasks, strict=True)]
            return messages.alert(
                own, self._reader(email), message_id=email.message_id, day=self.day
            )
        key = tuple(
            (delivery.event_id, delivery.event.pledge.version, *_reason(because))
            for delivery, because in owed
        )
        if key not in self._settings:
            items = [self._item(*one) for one in owed]
            self._settings[key] = SharedMail(
                lambda reader, message_id: messages.alert(
                    items, reader, message_id=message_id, day=self.day
                ),
                at=self.at,
            )
        reader = self._reader(email)
        return self._settings[key].for_one(reader.email, reader.secret, email.message_id)

    def _item(self, delivery: Delivery, because: Subscription, task: Task | None = None) -> Item:
        notice = self._notice(delivery.event)
        often = because.frequency != Subscription.Frequency.IMMEDIATE
        return Item(
            notice,
            because.followed,
            one="" if because.as_editor else because.interest.address,
            frequency=because.get_frequency_display().lower() if often else "",
            absent=because.absence and notice.silence is not None,
            task=task,
        )

    def _task(self, delivery: Delivery, editor: Subscriber) -> Task | None:
        """What an editor is asked to do at a step of the clock."""
        if delivery.event.kind not in CLOCK_KINDS:
            return None
        dispatch = Dispatch.objects.filter(event=delivery.event_id).first()
        told = others_told(editor, dispatch.people if dispatch else 0)
        chore = self._notice(delivery.event).chore
        return task_of(duty_of(delivery.event), chore, editor, told, self.at)

    def _notice(self, event: PledgeEvent) -> Notice:
        key = (event.pk, event.pledge.version)
        if key not in self._notices:
            self._notices[key] = read_notice(event, self.day)
        return self._notices[key]

    def _reader(self, email: Email) -> Reader:
        return Reader(email.subscriber.email, self._secrets[email.subscriber_id])


def _still_owed(
    emails: Sequence[Email], day: date
) -> tuple[dict[int, list[_Owed]], dict[str, list[int]]]:
    """What each message still owes, with why the person gets it; and what is dropped, by reason."""
    carried = _carried(emails)
    to_nobody = {email.pk: why_not_to(email.subscriber) for email in emails}
    untrue = {
        event.pk: why_not(event, day)
        for event in {delivery.event for owed in carried.values() for delivery in owed}
    }
    still: dict[int, list[_Owed]] = defaultdict(list)
    dropped: dict[str, list[int]] = defaultdict(list)
    for pk, owed in carried.items():
        overtaken = _overtaken(owed)
        for delivery in owed:
            reason = to_nobody[pk] or untrue[delivery.event_id]
            if not reason and delivery.pk in overtaken:
                reason = "A later change took its place."
            because = None if reason else _because(delivery)
            if because:
                still[pk].append((delivery, because))
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


def _because(delivery: Delivery) -> Subscription | None:
    """What the person follows that brings them this; None if nothing does any more."""
    if delivery.subscription is not None:
        return delivery.subscription
    return subscriptions_to(delivery.event).filter(subscriber=delivery.subscriber_id).first()


def _reason(because: Subscription) -> tuple[str, str, bool]:
    """What of a subscription shows in a mail."""
    return because.interest.address, because.frequency, because.absence
