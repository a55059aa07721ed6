"""Editors are reminded of what is to be done until somebody takes it up."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError

from alerts import services
from alerts.chores import chore
from alerts.models import Delivery, Duty, Subscriber, Subscription
from alerts.wording import SUBJECT_LENGTH, Ladder
from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import EventKind, TermKind
from tests.alerts.readers import BEFORE, NOON, make_news, make_old_pledge, make_reader

pytestmark = pytest.mark.django_db
END = date(2026, 12, 7)
SOON = NOON + timedelta(minutes=6)


def make_editor(name: str = "ada") -> Any:
    """An editor with an address, who is enlisted for a month."""
    user = get_user_model().objects.create_superuser(name, f"{name}@example.org", "a password")
    services.enlist_editors(at=BEFORE)
    return user


def step(rung: int = 14, pledge=None, **fields) -> PledgeEvent:
    """A step of the clock that only editors climb."""
    pledge = pledge or make_old_pledge(
        "Amazon", announced="2025-12-07", term=TermKind.FIXED, end=END.isoformat()
    )
    return make_news(
        pledge,
        EventKind.END_FLAGGED,
        happened="2026-11-23",
        about_on=END,
        rung=rung,
        key=str(rung),
        significant=False,
        **fields,
    )


def told(event: PledgeEvent) -> set[str]:
    services.queue_deliveries(at=NOON)
    return set(Delivery.objects.filter(event=event).values_list("subscriber__email", flat=True))


def link() -> str:
    """The secret of the link in the last mail to an editor."""
    found = re.search(r"/duty/(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_an_editor_gets_every_step_with_its_task_and_readers_only_theirs():
    make_editor()
    make_reader()
    before = step(30, quiet=True)
    assert told(step(14, before.pledge)) == {"ada@example.org"}
    services.send_due(at=SOON)
    letter = mail.outbox[-1]
    assert str(letter.subject).startswith("To do: Ends in 14 days")
    assert len(str(letter.subject)) <= SUBJECT_LENGTH
    assert chore(Ladder.END, 14) in " ".join(str(letter.body).split())


def test_editors_are_those_who_may_change_a_pledge():
    editor = make_editor()
    get_user_model().objects.create_user("reader", "r@example.org", is_staff=True)
    services.enlist_editors(at=NOON)
    assert Subscription.objects.get().subscriber.user == editor
    get_user_model().objects.update(is_superuser=False)
    services.enlist_editors(at=NOON)
    assert Subscription.objects.count() == 0


def test_enlisting_again_and_again_changes_nothing_and_an_editor_may_read_too():
    make_reader("ada@example.org")
    make_editor()
    assert services.enlist_editors(at=NOON) == 0
    assert Subscriber.objects.count() == 1
    assert Subscription.objects.count() == 2


def test_an_editor_who_left_is_not_enlisted_again():
    editor = make_editor()
    services.queue_deliveries(at=NOON)
    Subscription.objects.all().delete()
    Subscriber.objects.update(left_at=NOON - timedelta(days=60))
    services.enlist_editors(at=NOON)
    services.erase_expired(at=NOON)
    assert Subscriber.objects.get().user == editor
    assert Subscription.objects.count() == 0


def test_who_takes_it_up_ends_the_reminders_of_that_day():
    make_editor()
    first = step(14)
    told(first)
    services.send_due(at=SOON)
    services.acknowledge(link(), at=SOON)
    assert Duty.objects.get().acknowledged_by == "ada"
    assert told(step(7, first.pledge)) == set()


def test_what_is_put_off_is_reminded_of_on_its_day_once():
    make_editor()
    first = step(14)
    told(first)
    services.send_due(at=SOON)
    until = NOON.date() + timedelta(days=3)
    services.snooze(link(), until, day=NOON.date(), at=SOON)
    assert told(step(7, first.pledge)) == set()
    assert services.remind_again(day=NOON.date() + timedelta(days=2), at=SOON) == 0
    then = NOON + timedelta(days=3)
    assert services.remind_again(day=then.date(), at=then) == 1
    assert services.remind_again(day=then.date(), at=then) == 0
    services.send_due(at=then)
    assert str(mail.outbox[-1].subject).startswith("Put off to today")
    services.acknowledge(link(), at=then)


def test_a_duty_goes_to_the_one_it_is_assigned_to():
    make_editor()
    make_editor("bob")
    first = step(14)
    assert told(first) == {"ada@example.org", "bob@example.org"}
    services.send_due(at=SOON)
    services.assign(link(), "bob", at=SOON)
    assert told(step(7, first.pledge)) == {"bob@example.org"}
    with pytest.raises(ValidationError):
        services.assign(link(), "nobody", at=SOON)


def test_a_link_acts_for_nobody_who_is_no_editor_any_more_and_runs_out():
    make_editor()
    told(step(14))
    services.send_due(at=SOON)
    secret = link()
    with pytest.raises(services.TokenTooOld):
        services.acknowledge(secret, at=SOON + timedelta(days=91))
    get_user_model().objects.update(is_active=False)
    with pytest.raises(services.UnknownToken):
        services.acknowledge(secret, at=SOON)


def test_of_two_steps_flagged_at_once_an_editor_hears_of_the_tighter():
    make_editor()
    looser = step(30)
    tighter = step(14, looser.pledge)
    assert told(looser) == set()
    assert told(tighter) == {"ada@example.org"}


@pytest.mark.parametrize("rung", [90, 60, 30, 14, 7, 1, 0, -1, -7, -30, -61])
def test_each_step_has_a_task(rung):
    assert all(chore(ladder, rung) for ladder in Ladder)
    assert "Decide" in chore(Ladder.END, -30)
