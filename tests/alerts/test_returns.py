"""Bounces and complaints stop mail to an address; what is forged or only late stops nothing."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from anymail.signals import AnymailTrackingEvent
from django.core.management import CommandError, call_command

from alerts.esp import note_tracking
from alerts.mailbox import Mailbox, MailboxError
from alerts.models import Email, Return, RoundTrip, Subscriber, Token
from alerts.reports import read_incoming
from alerts.services import queue_deliveries, read_returns, send_due, send_test, take_in
from alerts.services.returning import kind_of_refusal
from alerts.tokens import make_token
from moratoriums.services.jobs import JobTrouble
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_reader


def bounce(message_id: str, status: str = "5.1.1", action: str = "failed", headers=False) -> bytes:
    """What a mail server sends back (RFC 3464), with our mail or only its headers in it."""
    report = _report("delivery-status")
    report["Message-ID"] = "<report@mx.example>"
    report.attach(MIMEText("Your message could not be delivered."))
    whole, recipient = Message(), Message()
    whole["Reporting-MTA"] = "dns; mx.example"
    recipient["Final-Recipient"] = "rfc822; reader@example.org"
    recipient["Action"] = action
    recipient["Status"] = status
    recipient["Diagnostic-Code"] = "smtp; no such user"
    part = MIMEMultipart("delivery-status")
    part.replace_header("Content-Type", "message/delivery-status")
    part.set_payload([whole, recipient])
    report.attach(part)
    report.attach(_sent_back(message_id, headers))
    return report.as_bytes()


def _report(kind: str) -> MIMEMultipart:
    report = MIMEMultipart("report")
    report.set_param("report-type", kind)
    return report


def complaint(message_id: str) -> bytes:
    """What a mailbox provider sends when its reader calls a mail unwanted (RFC 5965)."""
    report = _report("feedback-report")
    facts = MIMEText("Feedback-Type: abuse\nVersion: 1\n")
    facts.replace_header("Content-Type", "message/feedback-report")
    report.attach(facts)
    report.attach(_sent_back(message_id, headers=False))
    return report.as_bytes()


def _sent_back(message_id: str, headers: bool) -> Message:
    if headers:
        return MIMEText(f"Message-ID: {message_id}\nSubject: Ends soon\n", "rfc822-headers")
    inner = EmailMessage()
    inner["Message-ID"] = message_id
    inner.set_content("Ends soon")
    return MIMEMessage(inner)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550 5.1.1 no such user", "no_mailbox"),
        ("5.1.10 smtp; null MX", "no_mailbox"),
        ("550 unknown user", "no_mailbox"),
        ("553 bad address", "no_mailbox"),
        ("550 5.7.1 spam", "refused"),
        ("552 5.2.2 mailbox full", "refused"),
        ("554 no", "refused"),
    ],
)
def test_a_missing_mailbox_is_told_from_other_refusals(said, kind):
    assert kind_of_refusal(said) == kind


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"Subject: hi\n\nI am away.", b"From:\r\n" * 9]
)
def test_what_is_no_report_carries_none(raw):
    assert read_incoming(raw).reports == ()


@pytest.mark.django_db
class TestTakingIn:
    @pytest.fixture
    def sent(self) -> Email:
        make_reader()
        make_news(make_old_pledge())
        queue_deliveries(at=NOON)
        assert send_due(at=NOON) == 1
        return Email.objects.get()

    def left(self) -> bool:
        return Subscriber.objects.get().left_at is not None

    @pytest.mark.parametrize("headers", [False, True], ids=["our mail", "its headers"])
    def test_a_bounce_of_a_missing_mailbox_stops_mail_to_it(self, sent, headers):
        assert take_in(bounce(sent.message_id, headers=headers), at=NOON)
        assert self.left()
        assert Return.objects.get().stopped
        make_news(make_old_pledge("IBM"))
        assert queue_deliveries(at=NOON) == 0

    def test_a_complaint_stops_it_too(self, sent):
        take_in(complaint(sent.message_id), at=NOON)
        assert self.left()

    def test_a_bounce_of_a_message_that_never_left_stops_nothing(self, sent):
        assert not take_in(bounce("<guessed@example.org>"), at=NOON)
        assert not self.left()

    def test_a_delay_stops_nothing(self, sent):
        take_in(bounce(sent.message_id, "4.4.1", "delayed"), at=NOON)
        assert not self.left()

    def test_other_refusals_stop_it_at_the_third_within_a_month(self, sent):
        for number in range(3):
            assert not self.left()
            one = Email.objects.create(
                subscriber=sent.subscriber, message_id=f"<{number}@x>", queued_at=NOON
            )
            raw = bounce(one.message_id, "5.2.2")
            take_in(raw, at=NOON + timedelta(days=number))
            take_in(raw, at=NOON + timedelta(days=number))  # the same report once more
        assert self.left()

    def test_a_server_that_says_no_such_user_stops_it_as_a_bounce_does(self, mail_server):
        make_reader()
        make_news(make_old_pledge())
        queue_deliveries(at=NOON)
        mail_server.at_recipient["reader@example.org"] = ["550 5.1.1 no such user"]
        send_due(at=NOON)
        assert self.left()

    def test_a_refusal_for_reasons_of_policy_is_our_own_fault_and_waits(self, mail_server):
        make_reader()
        make_news(make_old_pledge())
        queue_deliveries(at=NOON)
        mail_server.at_data["reader@example.org"] = ["554 5.7.1 refused by policy"]
        send_due(at=NOON)
        assert not self.left()
        assert Email.objects.get().state == "queued"
        assert send_due(at=NOON + timedelta(hours=7)) == 1

    def test_a_maildir_is_taken_in_once(self, sent, tmp_path, capsys):
        new = tmp_path / "new"
        new.mkdir()
        (new / "1.host").write_bytes(bounce(sent.message_id))
        (new / "2.host").write_bytes(b"Subject: hello\n\nNo report.")
        call_command("read_returns", str(tmp_path))
        assert "2 read, 1 about mails of ours." in capsys.readouterr().out
        assert not list(new.iterdir())
        assert self.left()
        with pytest.raises(CommandError, match="neither a file nor a maildir"):
            call_command("read_returns", str(tmp_path / "nothing"))

    def test_a_mail_server_pipes_one_in(self, sent, monkeypatch):
        raw = io.TextIOWrapper(io.BytesIO(bounce(sent.message_id)))
        monkeypatch.setattr("sys.stdin", raw)
        call_command("read_returns", "-")
        assert self.left()

    def test_a_mail_server_hands_one_in_with_the_secret(self, sent, client, settings):
        raw = bounce(sent.message_id)
        kind = {"content_type": "message/rfc822"}
        assert client.post("/returns", raw, **kind).status_code == 404
        settings.BOUNCES_TOKEN = "a secret of the two"
        assert client.post("/returns", raw, **kind).status_code == 401
        assert not self.left()
        right = {"authorization": "Bearer a secret of the two"}
        assert client.post("/returns", raw, headers=right, **kind).status_code == 202
        assert self.left()


class PopHandler(StreamRequestHandler):
    """Just enough POP3 for one mailbox in memory."""

    def handle(self) -> None:
        self.say("+OK")
        for line in self.rfile:
            verb, _, rest = line.decode().strip().partition(" ")
            held: list[bytes] = self.server.held  # type: ignore[attr-defined]
            if verb == "PASS" and rest != "right":
                self.say("-ERR no")
            elif verb == "STAT":
                self.say(f"+OK {len(held)} 0")
            elif verb == "RETR":
                self.say("+OK")
                self.wfile.write(held[int(rest) - 1].replace(b"\n", b"\r\n") + b"\r\n.\r\n")
            elif verb == "DELE":
                self.server.deleted.append(int(rest))  # type: ignore[attr-defined]
                self.say("+OK")
            else:
                self.say("+OK")
            if verb == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def pop_server():
    """A POP3 server on the loopback; what it holds is in its ``held``."""
    with ThreadingTCPServer(("127.0.0.1", 0), PopHandler) as server:
        server.daemon_threads = True
        server.held, server.deleted = [], []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.django_db
def test_a_test_alert_that_comes_round_is_noticed(mail_server, pop_server, settings):
    assert send_test(at=NOON) == 0, "off unless an address is set"
    settings.TEST_ALERT_TO = "bounces@example.org"
    settings.BOUNCES_URL = f"pop3://bounces@127.0.0.1:{pop_server.server_address[1]}"
    settings.BOUNCES_PASSWORD = "right"
    assert send_test(at=NOON) == 1
    pop_server.held = [b"Subject: other\n\nx", bytes(mail_server.kept[0])]
    assert read_returns(at=NOON) == {"read": 2, "ours": 1}
    assert RoundTrip.objects.get().returned_at == NOON
    assert pop_server.deleted == [2]


@pytest.mark.django_db
def test_a_mailbox_that_cannot_be_opened_is_said(pop_server, settings):
    assert read_returns(at=NOON) == {}
    settings.BOUNCES_URL = f"pop3://bounces:wrong@127.0.0.1:{pop_server.server_address[1]}"
    with pytest.raises(JobTrouble, match="cannot be read"):
        read_returns(at=NOON)
    with pytest.raises(MailboxError):
        Mailbox.from_url("imap://a:b@127.0.0.1:1/INBOX").look()
    with pytest.raises(ValueError, match="imaps://"):
        Mailbox.from_url("https://example.org")


@pytest.mark.django_db
def test_whoever_writes_to_the_address_of_the_header_has_left():
    secret = make_token(make_reader(), Token.Purpose.LEAVE, at=NOON)
    assert take_in(f"From: x@y.org\nSubject: {secret}\n\n".encode(), at=NOON)
    assert Subscriber.objects.get().left_at == NOON


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["Re: Ends in 30 days", "Out of office", "A" * 22, ""])
def test_whatever_else_is_written_is_left_alone_and_not_answered(subject):
    make_reader()
    assert not take_in(f"Subject: {subject}\nAuto-Submitted: auto-replied\n\n".encode(), at=NOON)
    assert Subscriber.objects.get().left_at is None
    assert Email.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("report", "kind", "stops"),
    [
        ({"event_type": "bounced", "reject_reason": "bounced"}, "no_mailbox", True),
        ({"event_type": "bounced", "mta_response": "552 5.2.2 full"}, "refused", False),
        ({"event_type": "complained"}, "complaint", True),
        ({"event_type": "deferred"}, "delayed", False),
    ],
)
def test_a_provider_reports_to_the_same_rules(report, kind, stops):
    make_reader()
    make_news(make_old_pledge())
    queue_deliveries(at=NOON)
    send_due(at=NOON)
    event = AnymailTrackingEvent(recipient="Reader@example.org", timestamp=NOON, **report)
    note_tracking(sender=None, event=event, esp_name="Some")
    assert Return.objects.get().kind == kind
    assert (Subscriber.objects.get().left_at is not None) == stops
    opened = AnymailTrackingEvent(recipient="reader@example.org", event_type="opened")
    note_tracking(sender=None, event=opened, esp_name="Some")
    assert Return.objects.count() == 1
