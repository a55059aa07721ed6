"""What the owner of a link may do: change, add, pause, move, see, erase. Nobody else may."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command

from alerts import services
from alerts.interests import Interest, Manner
from alerts.models import Email, Knock, Return, Subscriber, Subscription, Suppression, Token
from alerts.services import personal_data, send_due
from alerts.services.returning import note_return
from alerts.tokens import make_token
from moratoriums.vocabulary import EventKind
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def link_of(reader: Subscriber) -> str:
    """The secret of a link the reader was sent."""
    return make_token(reader, Token.Purpose.LEAVE, at=NOON)


def confirm_link(reader: Subscriber) -> str:
    return make_token(reader, Token.Purpose.CONFIRM, at=NOON)


def test_the_manner_of_one_thing_is_changed_and_of_the_others_not():
    reader = make_reader()
    amazon = make_company("Amazon")
    Subscription.objects.create(subscriber=reader, company=amazon, asked_at=NOON, confirmed_at=NOON)
    services.change(
        link_of(reader), Interest(company=amazon), Manner("weekly", (60, 0), True), at=NOON
    )
    changed = Subscription.objects.get(company=amazon)
    assert (changed.frequency, changed.rungs, changed.absence) == ("weekly", ",60,0,", True)
    assert Subscription.objects.get(company=None).frequency == "immediate"


@pytest.mark.parametrize("manner", [Manner("hourly"), Manner("daily", (45,)), Manner("")])
def test_a_manner_that_there_is_not_is_refused(manner):
    reader = make_reader()
    with pytest.raises(ValidationError):
        services.change(link_of(reader), Interest(), manner, at=NOON)
    assert Subscription.objects.get().frequency == "immediate"


def test_what_is_added_by_the_link_needs_no_further_question():
    reader = make_reader(company=make_company("Amazon"))
    pledge = make_old_pledge("IBM")
    services.add(link_of(reader), Interest(pledge=pledge), Manner(), at=NOON - timedelta(hours=1))
    make_news(pledge)
    assert services.queue_deliveries(at=NOON) == 1
    assert Email.objects.filter(kind="confirmation").count() == 0


def test_a_wish_that_waited_for_a_yes_is_confirmed_by_adding_it():
    reader = make_reader(company=make_company("Amazon"))
    services.subscribe(reader.email, Interest(), at=NOON)
    services.add(link_of(reader), Interest(), Manner("daily"), at=NOON)
    assert Subscription.objects.get(company=None).confirmed_at == NOON
    assert Subscription.objects.get(company=None).frequency == "daily"


def test_what_happens_during_a_pause_is_never_told_and_what_happens_after_it_is():
    reader = make_reader()
    services.pause(link_of(reader), date(2026, 11, 24), day=NOON.date(), at=NOON)
    pledge = make_old_pledge()
    make_news(pledge)
    assert services.queue_deliveries(at=NOON) == 0
    Subscriber.objects.update(paused_until=NOON.date())
    make_news(pledge, EventKind.NARROWED)
    assert services.queue_deliveries(at=NOON) == 1


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_pause_ends_on_a_day_that_makes_sense(days):
    reader = make_reader()
    until = NOON.date() + timedelta(days=days)
    with pytest.raises(ValidationError):
        services.pause(link_of(reader), until, day=NOON.date(), at=NOON)


def test_everything_goes_to_the_old_address_until_the_new_one_says_yes():
    old = make_reader("old@example.org", company=make_company("Amazon"))
    services.move(link_of(old), "new@example.org", at=NOON)
    send_due(at=NOON)
    assert mail.outbox[-1].to == ["new@example.org"]
    assert "old@example.org" not in str(mail.outbox[-1].body)
    assert old.subscriptions.count() == 1
    new = Subscriber.objects.get(email="new@example.org")
    services.confirm(confirm_link(new), at=NOON)
    assert new.subscriptions.get().company is not None
    old.refresh_from_db()
    assert old.left_at == NOON


def test_moving_to_an_address_that_follows_the_same_keeps_one_of_it():
    old = make_reader("old@example.org")
    new = make_reader("new@example.org")
    services.move(link_of(old), "NEW@example.org", at=NOON)
    services.confirm(confirm_link(new), at=NOON)
    assert Subscription.objects.count() == 1
    assert new.subscriptions.count() == 1


def test_everything_held_on_a_person_is_handed_out_and_nothing_on_others():
    reader = make_reader()
    make_reader("other@example.org")
    make_news(make_old_pledge("Amazon"))
    services.queue_deliveries(at=NOON)
    send_due(at=NOON + timedelta(minutes=6))
    held = services.held_on(reader)
    written = json.dumps(held)
    assert "other@example.org" not in written
    assert held["subscriptions"][0]["days_before_an_end"] == [90, 30, 7, 0]
    assert held["mails"][0]["state"] == "sent"
    assert held["events"][0]["record"] == "pledge-" + held["events"][0]["record"][7:]
    assert held["links"]
    assert Token.objects.filter(subscriber=reader)[0].sha256 not in written


def test_erasing_takes_everything_at_once_and_the_link_leads_nowhere():
    reader, other = make_reader(), make_reader("other@example.org")
    secret = link_of(reader)
    services.erase(secret, at=NOON)
    assert list(Subscriber.objects.all()) == [other]
    with pytest.raises(services.UnknownToken):
        services.owner(secret, at=NOON)


def test_what_nobody_confirmed_in_seven_days_is_erased():
    services.subscribe("asked@example.org", Interest(), at=NOON)
    reader = make_reader()
    services.subscribe(reader.email, Interest(company=make_company("IBM")), at=NOON)
    assert services.erase_expired(at=NOON + timedelta(days=6)) == 0
    services.erase_expired(at=NOON + timedelta(days=7, minutes=1))
    assert list(Subscriber.objects.all()) == [reader]
    assert Subscription.objects.get().company is None


def test_who_left_is_erased_a_month_later():
    services.leave(link_of(make_reader()), at=NOON)
    services.erase_expired(at=NOON + timedelta(days=29))
    assert Subscriber.objects.count() == 1
    services.erase_expired(at=NOON + timedelta(days=31))
    assert Subscriber.objects.count() == 0


def test_old_mails_and_worn_out_links_go_and_the_link_that_stops_mails_stays():
    reader = make_reader()
    make_news(make_old_pledge("Amazon"))
    services.queue_deliveries(at=NOON)
    send_due(at=NOON + timedelta(minutes=6))
    confirm_link(reader)
    secret = link_of(reader)
    later = NOON + timedelta(days=personal_data.SENT_DAYS, hours=1)
    services.erase_expired(at=later)
    assert Email.objects.count() == 0
    assert set(Token.objects.values_list("purpose", flat=True)) == {"leave"}
    services.leave(secret, at=later + timedelta(days=400))


def test_nothing_of_those_who_listen_is_erased():
    reader = make_reader()
    secret = link_of(reader)
    services.erase_expired(at=NOON + timedelta(days=3000))
    assert services.owner(secret, at=NOON) == reader


def test_after_a_year_of_silence_people_are_asked_once_and_nothing_stops():
    reader = make_reader()
    Subscriber.objects.update(heard_at=NOON - timedelta(days=366))
    assert services.ask_still_wanted(at=NOON) == 1
    assert services.ask_still_wanted(at=NOON + timedelta(days=400)) == 0
    send_due(at=NOON)
    assert "Still wanted?" in str(mail.outbox[-1].subject)
    assert "everything on record" in str(mail.outbox[-1].body)
    services.keep(link_of(reader), at=NOON + timedelta(days=500))
    assert services.ask_still_wanted(at=NOON + timedelta(days=800)) == 0
    assert services.ask_still_wanted(at=NOON + timedelta(days=866)) == 1
    assert Subscriber.objects.get().left_at is None


def test_whoever_complained_is_never_asked_again_even_after_everything_is_erased():
    reader = make_reader("Reader@example.org")
    make_news(make_old_pledge("Amazon"))
    services.queue_deliveries(at=NOON)
    send_due(at=NOON + timedelta(minutes=6))
    note_return(Email.objects.get(), Return.Kind.COMPLAINT, "abuse", at=NOON)
    reader.refresh_from_db()
    assert reader.left_at is not None
    services.erase_expired(at=NOON + timedelta(days=60))
    assert Subscriber.objects.count() == 0
    services.subscribe("reader@EXAMPLE.org", Interest(), at=NOON + timedelta(days=61))
    assert Email.objects.count() == 0
    assert "eader" not in Suppression.objects.get().sha256
    call_command("release", "reader@example.org", verbosity=0)
    services.subscribe("reader@example.org", Interest(), at=NOON + timedelta(days=70))
    assert Email.objects.count() == 1


def test_a_new_calendar_address_ends_the_old_one():
    reader = make_reader()
    first = services.new_calendar(link_of(reader), at=NOON)
    assert len(services.in_calendar(first, at=NOON)) == 1
    second = services.new_calendar(link_of(reader), at=NOON)
    with pytest.raises(services.UnknownToken):
        services.in_calendar(first, at=NOON)
    assert services.in_calendar(second, at=NOON)


def test_requests_of_one_sender_are_counted_by_the_hour():
    asked = [services.asks_too_often("one", at=NOON) for _ in range(22)]
    assert asked == [False] * 20 + [True] * 2
    assert not services.asks_too_often("another", at=NOON)
    assert not services.asks_too_often("one", at=NOON + timedelta(hours=1))
    assert not services.guesses_too_often("one", at=NOON)
    services.erase_expired(at=NOON + timedelta(hours=26))
    assert Knock.objects.count() == 0
