"""Calls to other machines: signed, tried again, never to an address inside, and never twice new."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from alerts import services
from alerts.calls import signature
from alerts.models import Call, Webhook
from alerts.services import calling
from alerts.services.webhooks import check_url, clean_search, save_webhook
from moratoriums.models import PledgeEvent
from moratoriums.vocabulary import EventKind
from outbound.fetching import fetch
from tests.alerts.readers import BEFORE, NOON, make_news, make_old_pledge
from tests.factories import make_company

pytestmark = pytest.mark.django_db


class Receiver:
    """A machine that keeps what it is called with and answers as it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.status, self.headers = 200, dict[str, str]()
        self.delay = 0.0
        self.over = Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.calls.append((headers, body))
                if receiver.over.wait(receiver.delay):
                    return
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"said the receiver")

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def stop(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver(monkeypatch) -> Iterator[Receiver]:
    """A receiver on this machine, and the one exception that lets it be called."""
    one = Receiver()
    also = frozenset({("127.0.0.1", one.port)})
    monkeypatch.setattr(calling, "fetch", partial(fetch, also=also))
    yield one
    one.stop()


def make_webhook(receiver: Receiver, **fields: Any) -> Webhook:
    webhook = Webhook(name="A newsroom", url=receiver.url, **fields)
    save_webhook(webhook, by="ada", at=BEFORE)
    return webhook


def happen(**fields: Any) -> PledgeEvent:
    event = make_news(make_old_pledge(**fields))
    services.queue_deliveries(at=NOON)
    return event


def test_a_call_is_signed_as_standard_webhooks_says(receiver):
    webhook = make_webhook(receiver)
    event = happen()
    assert services.call_due(at=NOON) == 1
    headers, body = receiver.calls[0]
    key, stamp = headers["webhook-id"], headers["webhook-timestamp"]
    secret = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    expected = hmac.new(secret, f"{key}.{stamp}.".encode() + body, sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert abs(int(stamp) - NOON.timestamp()) < 5
    said = json.loads(body)
    assert said["type"] == "pledge.extended"
    assert said["data"]["pledge"]["slug"] == event.pledge.slug
    assert said["data"]["event"]["url"].endswith(event.get_absolute_url())
    assert headers["content-type"] == "application/json"
    assert Call.objects.get().state == "taken"


def test_the_signature_is_that_of_the_published_example():
    """The example of the Standard Webhooks specification and its libraries."""
    from datetime import UTC, datetime

    headers = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_call_that_was_not_taken_is_made_again_under_the_same_id(receiver):
    make_webhook(receiver)
    happen()
    receiver.status = 500
    services.call_due(at=NOON)
    services.call_due(at=NOON + timedelta(seconds=59))
    assert len(receiver.calls) == 1
    call = Call.objects.get()
    assert (call.state, call.reason) == ("queued", "500 said the receiver")
    receiver.status = 200
    assert services.call_due(at=NOON + timedelta(minutes=2)) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.calls}) == 1
    assert Webhook.objects.get().failing_since is None


def test_a_receiver_that_is_too_busy_is_left_alone_as_long_as_it_asks(receiver):
    make_webhook(receiver)
    happen()
    receiver.status, receiver.headers = 429, {"Retry-After": "3600"}
    services.call_due(at=NOON)
    assert Call.objects.get().not_before_at == pytest.approx(
        NOON + timedelta(hours=1), abs=timedelta(seconds=5)
    )


def test_a_call_is_given_up_after_its_last_try_and_can_be_replayed(receiver):
    make_webhook(receiver)
    happen()
    receiver.status = 503
    at = NOON
    for wait in (timedelta(), *calling.WAITS):
        at += wait + timedelta(seconds=10)
        services.call_due(at=at)
    call = Call.objects.get()
    assert (call.state, call.attempts) == ("failed", len(calling.WAITS) + 1)
    receiver.status = 200
    assert services.replay([call.pk], at=at) == 1
    assert services.call_due(at=at) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.calls}) == 1


def test_a_webhook_that_fails_for_five_days_or_is_gone_is_switched_off(receiver):
    webhook = make_webhook(receiver)
    happen()
    Webhook.objects.update(failing_since=NOON - timedelta(days=5, seconds=1))
    receiver.status = 500
    services.call_due(at=NOON)
    assert not Webhook.objects.get().active
    webhook.refresh_from_db()
    webhook.active = True
    save_webhook(webhook, by="ada", at=NOON)
    receiver.status = 410
    services.call_due(at=NOON + timedelta(hours=1))
    assert not Webhook.objects.get().active
    assert Call.objects.get().state == "failed"


def test_a_redirect_is_an_answer_and_is_not_followed(receiver):
    make_webhook(receiver)
    happen()
    receiver.status, receiver.headers = 307, {"Location": receiver.url}
    assert services.call_due(at=NOON) == 0
    assert len(receiver.calls) == 1


def test_an_address_inside_is_never_called():
    webhook = Webhook(name="Inside", url="https://localhost.example.org/")
    save_webhook(webhook, by="ada", at=BEFORE)
    Webhook.objects.update(url="http://127.0.0.1:8080/")
    happen()
    services.call_due(at=NOON)
    assert Call.objects.get().reason == "its host is not on the public internet."


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://10.0.0.1:22/", "https://user@example.org/", "ftp://x.org/"],
)
def test_an_address_that_should_not_be_called_is_refused_when_it_is_entered(url):
    with pytest.raises(ValidationError):
        check_url(url)


def test_a_webhook_hears_of_what_it_follows_and_of_the_steps_it_chose(receiver):
    ibm = make_company("IBM")
    make_webhook(receiver, company=ibm, rungs=",7,")
    happen(name="Amazon")
    pledge = make_old_pledge(company=ibm)
    for rung in (30, 7):
        make_news(
            pledge,
            EventKind.END_FLAGGED,
            about_on="2026-12-01",
            rung=rung,
            key=str(rung),
            significant=False,
        )
    services.queue_deliveries(at=NOON)
    assert [call.event.rung for call in Call.objects.all()] == [7]


def test_what_was_public_before_the_webhook_was_made_is_not_dug_up(receiver):
    make_webhook(receiver)
    Webhook.objects.update(made_at=NOON + timedelta(seconds=1))
    happen()
    assert Call.objects.count() == 0


def test_what_stopped_being_true_is_dropped_before_the_call(receiver):
    make_webhook(receiver)
    event = happen()
    event.pledge.published_at = None
    event.pledge.save(update_fields=["published_at"])
    assert services.call_due(at=NOON) == 0
    assert Call.objects.get().state == "dropped"
    assert not receiver.calls


def test_a_call_whose_maker_died_is_made_again_under_its_id(receiver):
    make_webhook(receiver)
    happen()
    Call.objects.claim(1, at=NOON, lease=calling.LEASE, holder="dead")
    assert services.call_due(at=NOON) == 0
    assert services.call_due(at=NOON + timedelta(minutes=4)) == 1


def test_a_receiver_that_does_not_answer_keeps_no_other_waiting(receiver, monkeypatch):
    """It is asked once a run; another's calls are made beside it, and its own are not counted."""
    monkeypatch.setattr(calling, "DEADLINE_SECONDS", 1.0)
    silent = Receiver()
    silent.delay = 5
    also = frozenset({("127.0.0.1", one.port) for one in (receiver, silent)})
    monkeypatch.setattr(calling, "fetch", partial(fetch, also=also))
    slow, quick = make_webhook(silent), make_webhook(receiver)
    for name in ("Amazon", "IBM", "Microsoft", "Google", "Meta", "Axon"):
        happen(name=name)
    began = time.monotonic()
    assert services.call_due(at=NOON) == 6
    assert time.monotonic() - began < 4, "one deadline, not six"
    silent.stop()
    assert set(Call.objects.filter(webhook=quick).values_list("state", flat=True)) == {"taken"}
    waiting = Call.objects.filter(webhook=slow, state="queued", held_by="")
    assert sorted(waiting.values_list("attempts", flat=True)) == [0] * 5 + [1]
    assert waiting.filter(not_before_at__gte=NOON + timedelta(minutes=1)).count() == 6


def test_a_caller_whose_lease_ran_out_changes_no_row(receiver, monkeypatch):
    make_webhook(receiver)
    happen()
    record = calling._record

    def overtaken(*answered):
        Call.objects.update(held_by="another")
        record(*answered)

    monkeypatch.setattr(calling, "_record", overtaken)
    assert services.call_due(at=NOON) == 0
    call = Call.objects.get()
    assert (call.state, call.held_by, call.attempts) == ("sending", "another", 0)


@pytest.mark.parametrize("form", ["slack", "mattermost"])
def test_a_chat_is_told_the_fact_and_nothing_in_it_can_call_a_channel(receiver, form):
    make_webhook(receiver, format=form)
    happen(title="Amazon: <!channel> @all [x](https://evil.example)")
    services.call_due(at=NOON)
    headers, body = receiver.calls[0]
    said = json.loads(body)
    assert "extended until further notice" in said["text"]
    assert "<!channel>" not in body.decode()
    assert "@all" not in said["text"] or form == "slack"
    assert "[x](" not in said["text"] or form == "slack"
    assert "webhook-signature" not in headers


def test_a_search_is_taken_from_an_address_and_refused_if_it_cannot_be_read():
    assert clean_search("https://x.org/pledges/?use=police&status=in_force") == (
        "status=in_force&use=police"
    )
    with pytest.raises(ValidationError):
        clean_search("colour=red")
