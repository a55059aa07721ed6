"""Shows any mail before it leaves, as it would leave today, with how many would get it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from alerts import messages, wording
from alerts.evidence import absolute
from alerts.matching import subscriptions_to
from alerts.messages import Item, Message, Reader, Task
from alerts.models import Email, Subscriber, Subscription
from alerts.notices import names_of, read_notice
from alerts.services.correcting import reached_by
from alerts.services.heartbeats import Quiet
from alerts.services.letters import empty_digest
from moratoriums.models import PledgeEvent

READER = Reader("reader@example.org", "-" * 22)
FOLLOWS = "everything on record"
MOST_EVENTS = 40


class Kind(StrEnum):
    """The mails there are."""

    ALERT = "alert"
    ABSENCE = "absence"
    EDITORS = "editors"
    CORRECTION = "correction"
    DAILY = "daily"
    WEEKLY = "weekly"
    CONFIRM = "confirm"
    STILL_WANTED = "still_wanted"
    NOTHING_NEW = "nothing_new"

    @property
    def label(self) -> str:
        """Its name for staff."""
        return _LABELS[self]

    @property
    def needs_event(self) -> bool:
        """Whether it is about one event."""
        return self in (Kind.ALERT, Kind.ABSENCE, Kind.EDITORS, Kind.CORRECTION)


_LABELS = {
    Kind.ALERT: "Alert to readers",
    Kind.ABSENCE: "Nothing was announced",
    Kind.EDITORS: "Editors' mail, with its task",
    Kind.CORRECTION: "Correction of an alert",
    Kind.DAILY: "Daily digest",
    Kind.WEEKLY: "Weekly digest",
    Kind.CONFIRM: "Question whether somebody asked",
    Kind.STILL_WANTED: "Question whether it is still wanted",
    Kind.NOTHING_NEW: "Digest of a week without news",
}


@dataclass(frozen=True)
class Preview:
    """A mail to nobody, and how many people it would go to."""

    kind: Kind
    message: Message
    people: int


def preview_event(kind: Kind, event: PledgeEvent, *, day: date) -> Preview:
    """A mail about one event as it would leave now."""
    makers: dict[Kind, Callable[[], tuple[Message, int]]] = {
        Kind.ALERT: lambda: _alert(event, day),
        Kind.ABSENCE: lambda: _absence(event, day),
        Kind.EDITORS: lambda: _editors(event, day),
        Kind.CORRECTION: lambda: _correction(event, day),
    }
    message, people = makers[kind]()
    return Preview(kind, message, people)


def preview_general(kind: Kind, *, day: date) -> Preview:
    """A mail about no single event as it would leave now; a digest holds the newest events."""
    makers: dict[Kind, Callable[[], tuple[Message, int]]] = {
        Kind.DAILY: lambda: _digest(Subscription.Frequency.DAILY, day),
        Kind.WEEKLY: lambda: _digest(Subscription.Frequency.WEEKLY, day),
        Kind.CONFIRM: _confirm,
        Kind.STILL_WANTED: _still_wanted,
        Kind.NOTHING_NEW: lambda: _nothing_new(day),
    }
    message, people = makers[kind]()
    return Preview(kind, message, people)


def _alert(event: PledgeEvent, day: date) -> tuple[Message, int]:
    item = Item(read_notice(event, day), FOLLOWS)
    readers = subscriptions_to(event).filter(as_editor=False)
    return _set([item], day), _people(readers)


def _absence(event: PledgeEvent, day: date) -> tuple[Message, int]:
    notice = read_notice(event, day)
    item = Item(notice, FOLLOWS, absent=True)
    readers = subscriptions_to(event).filter(as_editor=False, absence=True)
    return _set([item], day), _people(readers) if notice.silence else 0


def _editors(event: PledgeEvent, day: date) -> tuple[Message, int]:
    notice = read_notice(event, day)
    task = Task(notice.chore, messages.duty_url(READER.secret), "Also told: as it will be then.")
    editors = subscriptions_to(event).filter(as_editor=True)
    return _set([Item(notice, "the editors' work", task=task)], day), _people(editors)


def _correction(event: PledgeEvent, day: date) -> tuple[Message, int]:
    which = f"our mail of {wording.prose(day)}"
    message = messages.letter(
        "mail/correction",
        wording.fit(f"Correction: {which}{{}}", [f", {names_of(event.pledge)[-1]}", ""]),
        READER,
        message_id="<preview>",
        which=which,
        wrong_subject=read_notice(event, day).subject,
        text="(What was wrong, and what is right, as you will write it.)",
        made_on=wording.prose(day),
        url=absolute(event.pledge.get_absolute_url()),
    )
    return message, reached_by(event).count()


def _digest(frequency: Subscription.Frequency, day: date) -> tuple[Message, int]:
    newest = (
        PledgeEvent.objects.public()
        .filter(dispatch__people__gt=0)
        .select_related("pledge__company")
        .order_by("-pk")[:MOST_EVENTS]
    )
    shown = list(newest) or list(
        PledgeEvent.objects.public().select_related("pledge__company").order_by("-pk")[:3]
    )
    items = [Item(read_notice(event, day), FOLLOWS, frequency=frequency.label) for event in shown]
    readers = Subscription.objects.filter(
        frequency=frequency,
        confirmed_at__isnull=False,
        subscriber__confirmed_at__isnull=False,
        subscriber__left_at=None,
    )
    return _set(items, day), _people(readers)


def _confirm() -> tuple[Message, int]:
    message = messages.letter(
        "mail/confirm",
        "Please confirm: alerts from Moratorium Watch",
        READER,
        message_id="<preview>",
        asked=[FOLLOWS],
        confirm_url=messages.confirm_url(READER.secret),
    )
    return message, Email.objects.filter(kind=Email.Kind.CONFIRMATION, state="queued").count()


def _still_wanted() -> tuple[Message, int]:
    message = messages.letter(
        "mail/still_wanted",
        "Still wanted? Your alerts from Moratorium Watch",
        READER,
        message_id="<preview>",
        follows_list=[FOLLOWS],
    )
    return message, Subscriber.objects.filter(confirmed_at__isnull=False, left_at=None).count()


def _nothing_new(day: date) -> tuple[Message, int]:
    quiet = Quiet(FOLLOWS, Subscription.Frequency.WEEKLY.label.lower(), day - timedelta(days=7))
    readers = Subscription.objects.filter(
        heartbeat=True, confirmed_at__isnull=False, subscriber__left_at=None
    )
    return empty_digest([quiet], READER, day, message_id="<preview>"), _people(readers)


def _set(items: list[Item], day: date) -> Message:
    return messages.alert(items, READER, message_id="<preview>", day=day)


def _people(subscriptions: QuerySet[Subscription]) -> int:
    return subscriptions.values("subscriber").distinct().count()
