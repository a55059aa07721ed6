"""What a provider's interface answers: final where it is about the address, else mail waits."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from alerts.models import Email, Gate, Return, Subscriber
from alerts.services import queue_deliveries, send_due
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_readers

pytestmark = pytest.mark.django_db
BAD = "reader1@example.org"
INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive.\n"
    f"Found inactive addresses: {BAD}.\nInactive recipients are ones that have generated a hard "
    "bounce or a spam complaint."
)


class Provider(ThreadingHTTPServer):
    """A provider's interface on the loopback, in the manner of Postmark or of Mailgun."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.answers: dict[str, tuple[int, object] | None] = {}
        self.taken: list[str] = []


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = unquote(self.rfile.read(int(self.headers["Content-Length"])).decode())
        to = next(f"reader{n}@example.org" for n in range(9) if f"reader{n}@" in body)
        status, said = self.server.answers.get(to, (200, None)) or (0, None)
        if status < 300:
            self.server.taken.append(to)
        if not status:
            self.close_connection = True  # without a word
            return
        if said is None:
            said = {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": to}
            said |= {"id": "<1@x>", "message": "Queued."}
        answer = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """A provider that runs, three mails that are due, and settings that lead to it."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    use(settings, server, "postmark")
    settings.DEFAULT_FROM_EMAIL = "watch@example.org"
    make_readers(3)
    make_news(make_old_pledge())
    queue_deliveries(at=NOON)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def use(settings, server: Provider, name: str) -> None:
    """Send through a provider of some manner."""
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    settings.EMAIL_BACKEND = f"anymail.backends.{name}.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "key",
        "POSTMARK_API_URL": url,
        "MAILGUN_API_KEY": "key",
        "MAILGUN_API_URL": url,
    }


def bad() -> Email:
    return Email.objects.get(subscriber__email=BAD)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("postmark", (422, {"ErrorCode": 406, "Message": INACTIVE})),
        ("postmark", (422, {"ErrorCode": 300, "Message": f"Invalid 'To' address: '{BAD}'."})),
        ("mailgun", (400, {"message": "'to' parameter is not a valid address. please check"})),
    ],
)
def test_an_address_that_the_provider_will_not_write_to_is_final_and_stops(
    provider, settings, name, answer
):
    use(settings, provider, name)
    provider.answers[BAD] = answer
    assert send_due(at=NOON) == 2
    assert bad().state == "failed"
    assert "The provider" in bad().reason
    assert Return.objects.get().kind == Return.Kind.NO_MAILBOX
    assert Subscriber.objects.get(email=BAD).left_at == NOON
    assert send_due(at=NOON + timedelta(days=1)) == 0


@pytest.mark.parametrize(
    "answer",
    [
        (422, {"ErrorCode": 400, "Message": "The 'From' address is no sender signature of yours."}),
        (422, {"ErrorCode": 405, "Message": "You ran out of credits: account inactive."}),
        (400, "what is this"),
    ],
)
def test_a_refusal_that_may_be_our_own_fault_waits_and_is_said(provider, answer):
    provider.answers = {f"reader{number}@example.org": answer for number in range(3)}
    assert send_due(at=NOON) == 0
    assert set(Email.objects.values_list("state", flat=True)) == {"queued"}
    assert Gate.objects.get().trouble_since is not None
    assert not Return.objects.exists()
    provider.answers.clear()
    assert send_due(at=NOON + timedelta(hours=7)) == 3


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_provider_that_lets_nobody_in_ends_the_run_and_no_try_is_counted(provider, status):
    answer = (status, {"Message": "no"})
    provider.answers = {f"reader{number}@example.org": answer for number in range(3)}
    assert send_due(at=NOON) == 0
    assert set(Email.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert str(status) in Gate.objects.get().trouble
    provider.answers.clear()
    assert send_due(at=NOON + timedelta(minutes=1)) == 3


def test_a_provider_that_is_away_ends_the_run_and_no_try_is_counted(provider, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1/"}
    assert send_due(at=NOON) == 0
    assert set(Email.objects.values_list("state", "attempts")) == {("queued", 0)}


def test_a_provider_that_fails_at_one_mail_gets_it_later_and_the_rest_go_on(provider):
    provider.answers[BAD] = (500, "sorry")
    assert send_due(at=NOON) == 2
    assert (bad().state, bad().attempts, bad().unclear_attempts) == ("queued", 1, 0)


@pytest.mark.parametrize("answer", [(200, "no JSON"), (504, "late"), None])
def test_what_a_provider_may_have_taken_is_tried_once_more_and_then_left_to_a_person(
    provider, answer
):
    provider.answers[BAD] = answer
    for minute in range(0, 60, 10):
        send_due(at=NOON + timedelta(minutes=minute))
    assert bad().state == "unknown"
    assert provider.taken.count(BAD) <= 2
    assert bad().attempts == 2


def test_a_mail_that_is_too_large_is_final_and_says_nothing_of_the_address(
    provider,
):
    provider.answers[BAD] = (413, "too large")
    assert send_due(at=NOON) == 2
    assert bad().state == "failed"
    assert Subscriber.objects.get(email=BAD).left_at is None
