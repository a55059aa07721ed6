"""Reads what comes back by mail: reports of delivery (RFC 3464) and of complaints (RFC 5965)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

LARGEST = 5 * 2**20  # bytes; a report carries at most one of our mails


@dataclass(frozen=True)
class Report:
    """What one report says about one message of ours."""

    message_id: str
    said: str
    failed: bool = False
    complaint: bool = False


@dataclass(frozen=True)
class Incoming:
    """A message that came in: its own Message-ID, and the reports it carries.

    ``secret`` is the subject of a mail by which somebody leaves: that of the address in
    ``List-Unsubscribe``, and nothing else.
    """

    message_id: str
    reports: tuple[Report, ...]
    secret: str = ""


def read_incoming(raw: bytes) -> Incoming:
    """Read one message as it travelled; what is no report carries none. Never raises."""
    message = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
    own = _message_id(message)
    kind = str(message.get_param("report-type") or "").lower()
    about = _original(message)
    if message.get_content_type() != "multipart/report" or not about:
        return Incoming(own, (), _secret(message))
    if kind == "feedback-report":
        return Incoming(own, (Report(about, "The reader marked it as unwanted.", complaint=True),))
    return Incoming(own, tuple(_status(block, about) for block in _recipients(message)))


def _recipients(message: Message) -> list[Message]:
    """The blocks of a delivery status, one for each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            if isinstance(blocks, list):
                return [block for block in blocks if isinstance(block, Message) and block["Action"]]
    return []


def _status(block: Message, about: str) -> Report:
    said = f"{block['Status'] or ''} {block['Diagnostic-Code'] or ''}"
    return Report(
        about,
        " ".join(said.split()),
        failed=str(block["Action"]).strip().lower() == "failed",
    )


def _original(message: Message) -> str:
    """The Message-ID of the mail that a report is about, as it was sent back."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                return _message_id(inner[0])
        if kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return _message_id(message_from_bytes(content, policy=policy.compat32))
    return ""


def _secret(message: Message) -> str:
    subject = str(message["Subject"] or "").strip()
    return subject if re.fullmatch(r"[A-Za-z0-9_-]{22}", subject) else ""


def _message_id(message: Message) -> str:
    found = re.search(r"<[^<>\s]+>", str(message["Message-ID"] or ""))
    return found[0] if found else ""
