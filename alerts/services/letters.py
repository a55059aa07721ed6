"""Composes the mails that carry no event: questions, corrections, editors' reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from alerts import messages, wording
from alerts.chores import chore
from alerts.evidence import absolute
from alerts.messages import Message, Reader, Task
from alerts.models import Delivery, Duty, Email, Subscriber, Token
from alerts.notices import names_of
from alerts.services.heartbeats import Quiet, quiet_for
from alerts.services.managing import followed_by
from alerts.services.subscribing import pending
from alerts.tokens import make_token
from alerts.truth import why_not_to
from alerts.wording import Ladder, Step
from moratoriums.vocabulary import EventKind

_LADDERS = {
    EventKind.END_FLAGGED.value: Ladder.END,
    EventKind.REVIEW_FLAGGED.value: Ladder.REVIEW,
    EventKind.CONDITION_FLAGGED.value: Ladder.CONDITION,
}


def compose_letter(email: Email, reader: Reader, *, at: datetime, day: date) -> Message | None:
    """Build the mail, or None if there is nothing to say any more."""
    if email.kind == Email.Kind.CONFIRMATION:
        return _confirmation(email, reader, at)
    if why_not_to(email.subscriber):
        return None
    if email.kind == Email.Kind.CORRECTION:
        return _correction(email, reader)
    if email.kind == Email.Kind.STILL_WANTED:
        return _still_wanted(email, reader)
    if email.kind == Email.Kind.NOTHING_NEW:
        return _nothing_new(email, reader)
    if email.kind == Email.Kind.NOTE:
        return _note(email, reader)
    return _reminder(email, reader, at=at, day=day)


def empty_digest(quiet: Iterable[Quiet], reader: Reader, on: date, *, message_id: str) -> Message:
    """The digest of a day on which there is nothing to say."""
    return messages.letter(
        "mail/nothing_new",
        f"Digest: nothing happened ({wording.short_day(on)})",
        reader,
        message_id=message_id,
        quiet=[
            f"{one.followed} ({one.frequency}): nothing since {wording.prose(one.since_on)}"
            for one in quiet
        ],
        day=wording.prose(on),
        zone=settings.TIME_ZONE,
        follows=sorted({one.followed for one in quiet}),
        why="also when nothing happened",
    )


def task_of(duty: Duty, step_chore: str, subscriber: Subscriber, told: str, at: datetime) -> Task:
    """What an editor is asked to do, with a link of their own to take it up."""
    secret = make_token(subscriber, Token.Purpose.DUTY, at=at, duty=duty)
    return Task(step_chore, messages.duty_url(secret), told)


def others_told(subscriber: Subscriber, people: int) -> str:
    """Who else got the same, for an editor.

    Args:
        people: how many it went to in all, editors among them; 0 if to editors alone.
    """
    editors = (
        get_user_model()
        .objects.filter(subscriber__subscriptions__as_editor=True, is_active=True)
        .exclude(subscriber=subscriber.pk)
        .order_by("username")
    )
    names = ", ".join(str(editor.get_username()) for editor in editors)
    told = (
        f"This went to {people} {'person' if people == 1 else 'people'} in all. " if people else ""
    )
    return f"{told}Other editors who were told: {names or 'none'}."


def _confirmation(email: Email, reader: Reader, at: datetime) -> Message | None:
    """The question whether somebody really asked; to one who left, only that."""
    subscriber = email.subscriber
    asked = [str(wish.interest) for wish in pending(subscriber, at)]
    moves = subscriber.moves_from is not None
    subject = "Please confirm: alerts from Moratorium Watch"
    if not asked and not moves:
        subject = "You get these alerts already: Moratorium Watch"
    secret = make_token(subscriber, Token.Purpose.CONFIRM, at=at)
    return messages.letter(
        "mail/confirm",
        subject,
        reader,
        message_id=email.message_id,
        asked=asked,
        moves=moves,
        already=[str(wish.interest) for wish in followed_by(subscriber)],
        confirm_url=messages.confirm_url(secret),
    )


def _correction(email: Email, reader: Reader) -> Message | None:
    """What was wrong in a mail they got, on the day they got it."""
    correction = email.correction
    if correction is None:
        return None
    wrong = Delivery.objects.filter(
        event=correction.event_id, subscriber=email.subscriber_id
    ).select_related("email")
    first = wrong.first()
    sent_at = first.email.sent_at if first and first.email else None
    sent_on = timezone.localdate(sent_at) if sent_at else None
    pledge = correction.event.pledge
    which = f"our mail of {wording.prose(sent_on)}" if sent_on else "a mail of ours"
    message = messages.letter(
        "mail/correction",
        wording.fit(f"Correction: {which}{{}}", [f", {names_of(pledge)[-1]}", ""]),
        reader,
        message_id=email.message_id,
        which=which,
        wrong_subject=first.email.subject if first and first.email else "",
        text=correction.text,
        made_on=wording.prose(timezone.localdate(correction.made_at)),
        url=absolute(pledge.get_absolute_url()) if pledge.published_at else "",
    )
    message.extra_headers["References"] = f"<{pledge.slug}@{messages.domain()}>"
    return message


def _still_wanted(email: Email, reader: Reader) -> Message | None:
    follows = [str(wish.interest) for wish in followed_by(email.subscriber)]
    if not follows:
        return None
    return messages.letter(
        "mail/still_wanted",
        "Still wanted? Your alerts from Moratorium Watch",
        reader,
        message_id=email.message_id,
        follows_list=follows,
    )


def _nothing_new(email: Email, reader: Reader) -> Message | None:
    """The empty digest of those who want it, unless there was news after all."""
    quiet = quiet_for(email.subscriber, email.queued_at)
    on = timezone.localdate(email.queued_at)
    return empty_digest(quiet, reader, on, message_id=email.message_id) if quiet else None


def _note(email: Email, reader: Reader) -> Message | None:
    """What was wrong on a day, to somebody who is still an editor."""
    if email.note is None or not email.subscriber.subscriptions.filter(as_editor=True).exists():
        return None
    return messages.letter(
        "mail/note",
        email.note.subject,
        reader,
        message_id=email.message_id,
        lines=email.note.lines,
        url=absolute("/admin/news/story/"),
    )


def _reminder(email: Email, reader: Reader, *, at: datetime, day: date) -> Message | None:
    """What an editor put off to this day, if it is still to be done."""
    duty = email.duty
    if duty is None or duty.rests_on(day) or not email.subscriber.user_id:
        return None
    pledge = duty.pledge
    step = Step(_LADDERS[duty.kind], duty.about_on, day)
    text = chore(step.ladder, step.days_left)
    message = messages.letter(
        "mail/duty",
        wording.fit(f"Put off to today: {{}} ({wording.prose(duty.about_on)})", names_of(pledge)),
        reader,
        message_id=email.message_id,
        fact=wording.step_fact(step, pledge.title),
        task=task_of(duty, text, email.subscriber, others_told(email.subscriber, 0), at),
        put_off_by=duty.snoozed_by,
        url=absolute(pledge.get_absolute_url()),
    )
    message.extra_headers["References"] = f"<{pledge.slug}@{messages.domain()}>"
    return message
