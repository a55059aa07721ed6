"""Signing in: how often one may try, who is told what, and how long a session lasts."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from staff.tasks import forget_sign_ins
from staff.visitors import address_of, network_of
from tests.staff.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def wrong(sign_in, times, name="ada", **headers):
    return [sign_in(name, f"wrong {number}", **headers).status_code for number in range(times)]


def test_the_fifth_wrong_password_shuts_the_door_for_the_right_one_too(ada, sign_in):
    assert wrong(sign_in, 5) == [200, 200, 200, 200, 429]
    answer = sign_in()
    assert answer.status_code == 429
    assert 840 <= int(answer["Retry-After"]) <= 901
    text = answer.content.decode()
    assert "too many wrong passwords" in text
    assert "in 15 minutes" in text
    assert "<time datetime=" in text


def test_known_and_unknown_names_are_answered_alike(ada, sign_in):
    known = [sign_in("ada", "wrong") for _ in range(5)]
    unknown = [sign_in("bob", "wrong") for _ in range(5)]
    for one, other in zip(known, unknown, strict=True):
        assert one.status_code == other.status_code
        assert abs(len(one.content) - len(other.content)) < 20


def test_somebody_elsewhere_cannot_keep_an_editor_out(ada, sign_in):
    wrong(sign_in, 8, REMOTE_ADDR="203.0.113.9")
    assert sign_in(REMOTE_ADDR="198.51.100.4").status_code == 302


def test_one_address_may_not_try_one_name_after_the_other(ada, sign_in):
    statuses = [sign_in(f"name{number}", "wrong").status_code for number in range(40)]
    assert statuses[:20] == [200] * 20
    assert statuses[-1] == 429
    assert sign_in().status_code == 429


def test_a_made_up_header_lifts_nothing(ada, sign_in):
    for number in range(5):
        sign_in("ada", "wrong", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert sign_in(headers={"X-Forwarded-For": "203.0.113.99"}).status_code == 429


def test_behind_a_proxy_what_it_added_last_is_counted(ada, sign_in, settings):
    settings.BEHIND_PROXY = True
    for number in range(5):
        sign_in("ada", "wrong", headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"})
    assert sign_in(headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.9"}).status_code == 429
    assert sign_in(headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.4"}).status_code == 302


@pytest.mark.parametrize(
    ("said", "address", "network"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("unix", "", ""),
    ],
)
def test_an_address_is_read_and_a_network_of_ipv6_is_one_visitor(said, address, network):
    request = RequestFactory().get("/", REMOTE_ADDR=said)
    assert (address_of(request), network_of(request)) == (address, network)


def test_the_door_opens_by_itself_even_if_somebody_goes_on_trying(ada, sign_in):
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False) as clock:
        wrong(sign_in, 5)
        for _ in range(4):
            clock.shift(timedelta(minutes=3))
            assert sign_in("ada", "wrong").status_code == 429
        clock.shift(timedelta(minutes=4))
        assert sign_in().status_code == 302


def test_signing_in_forgets_the_wrong_ones_before(ada, sign_in):
    wrong(sign_in, 4)
    assert sign_in().status_code == 302
    assert wrong(sign_in, 4) == [200] * 4


def test_a_command_lets_somebody_in_at_once(ada, sign_in):
    wrong(sign_in, 5)
    wrong(sign_in, 1, name="bob")
    out = StringIO()
    call_command("let_in", "ada", stdout=out)
    assert "may try again" in out.getvalue()
    assert sign_in().status_code == 302
    assert AccessAttempt.objects.get().username == "bob"
    call_command("let_in", "--all", stdout=out)
    assert not AccessAttempt.objects.exists()
    with pytest.raises(CommandError):
        call_command("let_in")


def test_neither_passwords_nor_codes_are_kept_and_addresses_only_while_they_count(ada, sign_in):
    sign_in("ada", "secret-one", code="424242")
    kept = str(AccessAttempt.objects.values().get())
    assert "secret-one" not in kept
    assert "424242" not in kept
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert forget_sign_ins() == 1
    assert not AccessAttempt.objects.exists()


def test_a_call_of_our_own_is_nobody_who_tries_too_often(ada):
    for _ in range(9):
        assert authenticate(username="ada", password="wrong") is None
    assert authenticate(username="ada", password=PASSWORD) == ada


def test_a_session_ends_after_twelve_hours_without_use_and_not_before(ada, client, sign_in):
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False) as clock:
        assert sign_in().status_code == 302
        for _ in range(3):
            clock.shift(timedelta(hours=11, minutes=50))
            assert client.get("/admin/").status_code == 200
        clock.shift(timedelta(hours=12, minutes=1))
        assert client.get("/admin/").status_code == 302
        forget_sign_ins()
        assert not Session.objects.exists()


def test_public_pages_do_not_ask_who_it_is(ada, client):
    client.force_login(ada)
    answer = client.get("/about")
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_nobody_without_the_mark_of_staff_gets_in(sign_in):
    User.objects.create_user("eve", "", PASSWORD)
    assert sign_in("eve").status_code == 200
