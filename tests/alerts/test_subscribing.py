"""Asking, saying yes, leaving: nobody is put on the list, or thrown off it, by a machine."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from alerts import services
from alerts.interests import Interest, Manner
from alerts.models import Email, Subscriber, Subscription, Token
from alerts.services import send_due, subscribe
from tests.alerts.readers import NOON, PUBLIC, make_news, make_old_pledge, make_reader
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def link(kind: str) -> str:
    """The secret of a link in the last mail."""
    found = re.search(rf"/follow/{kind}/(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def ask(address: str = "reader@example.org", *, at=NOON, manner=Manner(), **follows) -> None:  # noqa: B008
    subscribe(address, Interest(**follows), manner, at=at)
    send_due(at=at)


def test_asking_sends_one_question_and_nothing_else_before_the_yes():
    ask()
    assert mail.outbox[0].to == ["reader@example.org"]
    assert "everything on record" in str(mail.outbox[0].body)
    make_news(make_old_pledge())
    assert services.queue_deliveries(at=NOON) == 0


def test_a_yes_starts_the_alerts():
    ask()
    assert [one.followed for one in services.confirm(link("confirm"), at=PUBLIC)] == [
        "everything on record"
    ]
    make_news(make_old_pledge())
    assert services.queue_deliveries(at=NOON) == 1


def test_looking_at_what_to_confirm_confirms_nothing():
    ask()
    assert len(services.confirmable(link("confirm"), at=NOON)[1]) == 1
    assert Subscriber.objects.get().confirmed_at is None


def test_secrets_have_128_bits_and_only_their_fingerprints_are_kept():
    ask()
    secret = link("confirm")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", secret)
    kept = set(Token.objects.values_list("sha256", flat=True))
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)
    assert secret not in kept


def test_links_survive_a_change_of_the_secret_key(settings):
    ask()
    settings.SECRET_KEY = "another key, not the one the mail was sent under"
    assert services.confirm(link("confirm"), at=NOON)
    services.leave(link("leave"), at=NOON)
    assert Subscriber.objects.get().left_at == NOON


def test_an_address_is_asked_ever_more_seldom_however_often_somebody_types_it_in():
    asked: list[int] = []
    for hour in (*range(60), *range(60, 24 * 21, 24)):
        ask(at=NOON + timedelta(hours=hour))
        if len(mail.outbox) > len(asked):
            asked.append(hour)
    assert asked == [0, 1, 7, 31, 55, 228, 396]


def test_an_address_that_said_yes_is_asked_anew_within_the_hour():
    for hour in range(12):
        ask(at=NOON + timedelta(hours=hour))
    services.confirm(link("confirm"), at=NOON + timedelta(hours=12))
    ask(at=NOON + timedelta(hours=13), company=make_company("IBM"))
    assert "IBM" in str(mail.outbox[-1].body)


def test_one_yes_confirms_what_was_asked_for_since_within_the_hour():
    ask()
    secret = link("confirm")
    ask(at=NOON + timedelta(minutes=5), company=make_company("IBM"))
    assert len(services.confirm(secret, at=NOON + timedelta(minutes=6))) == 2


def test_the_address_of_a_reader_does_not_let_others_choose_for_them():
    make_reader(company=make_company("IBM"))
    ask(company=make_company("Amazon"))
    make_news(make_old_pledge(company=Subscription.objects.get(confirmed_at=None).company))
    assert services.queue_deliveries(at=NOON) == 0
    services.confirm(link("confirm"), at=NOON)
    assert Subscription.objects.filter(confirmed_at=None).count() == 0


def test_known_and_unknown_addresses_take_the_same_steps(django_assert_num_queries):
    make_reader("known@example.org")
    with django_assert_num_queries(9):
        subscribe("known@example.org", at=NOON)
    with django_assert_num_queries(9):
        subscribe("unknown@example.org", at=NOON)
    assert Email.objects.count() == 2


def test_who_follows_it_already_is_told_so_once_a_day_at_most():
    make_reader()
    for hour in range(0, 24, 2):
        ask(at=NOON + timedelta(hours=hour))
    assert len(mail.outbox) == 1
    assert "There is nothing to confirm" in " ".join(str(mail.outbox[0].body).split())


def test_one_address_is_one_subscriber_in_whatever_case_it_is_typed():
    for number, address in enumerate(("Ann@X.org", "ann@x.ORG", " ann@x.org ")):
        ask(address, at=NOON + timedelta(days=number))
    assert Subscriber.objects.get().email == "Ann@x.org"


def test_a_domain_with_letters_beyond_ascii_is_kept_as_it_travels():
    ask("anna@bücher.example")
    assert Subscriber.objects.get().email == "anna@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    ["", "no", "a@b", "a@b.org\nBcc: c@d.org", "anné@example.org", f"{'a' * 250}@example.org"],
)
def test_what_is_no_address_is_refused_with_words(address):
    with pytest.raises(ValidationError):
        subscribe(address, at=NOON)
    assert Subscriber.objects.count() == 0


def test_a_confirmation_after_seven_days_comes_too_late():
    ask()
    with pytest.raises(services.TokenTooOld):
        services.confirm(link("confirm"), at=NOON + timedelta(days=7, seconds=1))
    assert Subscriber.objects.get().confirmed_at is None


def test_a_link_to_leave_works_after_years():
    ask()
    services.confirm(link("confirm"), at=NOON)
    services.leave(link("leave"), at=NOON + timedelta(days=800))
    assert Subscriber.objects.get().left_at is not None


def test_a_link_that_confirms_does_not_leave_and_the_other_way_round():
    ask()
    with pytest.raises(services.UnknownToken):
        services.confirm(link("leave"), at=NOON)
    with pytest.raises(services.UnknownToken):
        services.leave(link("confirm"), at=NOON)


def test_leaving_stops_also_what_is_in_the_outbox():
    ask()
    services.confirm(link("confirm"), at=PUBLIC)
    make_news(make_old_pledge())
    services.queue_deliveries(at=NOON)
    services.leave(link("leave"), at=NOON)
    assert send_due(at=NOON) == 0
    dropped = Email.objects.get(kind="alert")
    assert dropped.state == "dropped"
    assert dropped.deliveries.get().reason == "The subscriber left before it was sent."


def test_one_of_several_things_can_be_stopped():
    pledge = make_old_pledge()
    ask()
    ask(at=NOON + timedelta(minutes=1), company=pledge.company)
    services.confirm(link("confirm"), at=PUBLIC)
    secret = link("leave")
    services.stop(secret, Interest(), at=NOON)
    left = services.followed_by(services.owner(secret, at=NOON))
    assert [one.followed for one in left] == [pledge.company.name]
    make_news(pledge)
    assert services.queue_deliveries(at=NOON) == 1


def test_somebody_who_stopped_the_last_thing_has_left_and_can_come_back():
    ask()
    services.confirm(link("confirm"), at=NOON)
    services.stop(link("leave"), Interest(), at=NOON)
    assert Subscriber.objects.get().left_at is not None
    later = NOON + timedelta(days=2)
    ask(at=later)
    services.confirm(link("confirm"), at=later)
    assert Subscriber.objects.get().left_at is None


def test_nobody_stops_what_somebody_else_follows():
    other = make_reader("other@example.org")
    ask()
    services.confirm(link("confirm"), at=NOON)
    services.stop(link("leave"), other.subscriptions.get().interest, at=NOON)
    assert other.subscriptions.count() == 1
