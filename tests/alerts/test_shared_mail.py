"""A mail that many get is encoded once and is still each person's own, byte for byte."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from alerts.messages import Message, Reader
from alerts.shared_mail import SharedMail

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = "s" * 22
KEY = "0123456789abcdef" * 2


def build(body: str, reader: Reader, message_id: str) -> Message:
    key = message_id.strip("<>").partition("@")[0]
    message = Message(
        subject="Amazon’s moratorium ends on 10 June 2027",
        body=body.replace("WAY OUT", reader.secret),
        from_email="Moratorium Watch <watch@example.org>",
        to=[reader.email],
        headers={
            "Message-ID": message_id,
            "List-Unsubscribe": f"<https://watch.example.org/follow/leave/{reader.secret}>",
            "X-Alert-Key": key,
        },
    )
    message.attach_alternative(f"<p>“No end”</p><p>{reader.secret}</p>", "text/html")
    return message


def shared(body: str) -> Message:
    mail = SharedMail(lambda reader, message_id: build(body, reader, message_id), at=AT)
    return mail.for_one("ada@example.org", SECRET, f"<{KEY}@example.org>")


def without_boundary(wire: bytes) -> bytes:
    return re.sub(rb"=+\d+==", b"BOUNDARY", wire)


@pytest.mark.parametrize(
    "body",
    [
        "It ends.\n\nStop: WAY OUT\n",
        "Ünïcode, “quoted”.\n.A line that begins with a point\nFrom here: WAY OUT\n",
        "WAY OUT, twice: WAY OUT\n",
    ],
)
def test_what_is_sent_is_what_would_have_been_built_for_one_alone(body):
    mail = shared(body)
    alone = build(body, Reader("ada@example.org", SECRET), f"<{KEY}@example.org>")
    alone.extra_headers["Date"] = "Mon, 23 Nov 2026 12:00:00 +0000"
    assert mail.ready
    assert without_boundary(mail.wire()) == without_boundary(alone.wire())
    assert mail.body == alone.body
    assert mail.alternatives == alone.alternatives
    assert mail.extra_headers == alone.extra_headers


@pytest.mark.parametrize("before", range(1000, 1100, 7))
def test_a_place_that_the_encoding_cuts_is_still_filled(before):
    mail = shared(f"{'é' * before}WAY OUT\n")
    letter = message_from_bytes(mail.wire(), policy=policy.default)
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert text.strip() == f"{'é' * before}{SECRET}"


@pytest.mark.parametrize("address", ["ada@example.org\nBcc: eve@example.org", ""])
def test_a_broken_address_is_refused_before_anything_is_said(address):
    mail = SharedMail(lambda reader, message_id: build("WAY OUT", reader, message_id), at=AT)
    with pytest.raises(ValueError):
        mail.for_one(address, SECRET, f"<{KEY}@example.org>")
