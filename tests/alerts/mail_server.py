"""A real SMTP server on the loopback that keeps what it accepts and misbehaves on order."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

KEEP_AND_DROP = "keep and drop"
KEEP_AND_KILL = "keep and kill"
DROP = "drop"


@dataclass
class MailServer:
    """What a mailbox would hold, and how the next messages are to be answered.

    ``at_recipient`` and ``at_data`` map an address to a list of answers, used up one by one: a
    reply such as "451 later", or one of the words above. An empty list means: accept. What
    ``meanwhile`` holds for an address is done once, while a message to it is kept and not yet
    answered for; ``takes`` are the seconds that messages to an address take.
    """

    port: int = 0
    kept: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    at_recipient: dict[str, list[str]] = field(default_factory=dict)
    at_data: dict[str, list[str]] = field(default_factory=dict)
    victim: Path | None = None
    meanwhile: dict[str, Callable[[], object]] = field(default_factory=dict)
    takes: dict[str, float] = field(default_factory=dict)
    at_most: int = 0  # messages on one connection; 0 is any number
    everybody: str = ""  # the answer to every recipient
    certificate: Path | None = None  # with its key; without one there is no STARTTLS
    in_clear: int = 0  # messages that came without TLS
    lets_in: bool = True  # whoever gives a name and a password

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = self.port or probe.getsockname()[1]
        self._controller: Controller | None = None

    def start(self) -> MailServer:
        context = None
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=context,
            authenticator=lambda *_: AuthResult(success=self.lets_in, handled=False),
            auth_require_tls=False,
        )
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def received(self) -> Counter[str]:
        """How many messages each address got."""
        return Counter(str(message["To"]) for message in self.kept)

    def ids(self, address: str) -> list[str]:
        """The Message-IDs that an address got."""
        return [str(m["Message-ID"]) for m in self.kept if str(m["To"]) == address]

    async def handle_RCPT(  # noqa: N802  (the name aiosmtpd looks for)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = _next(self.at_recipient, address) or self.everybody
        on_this = getattr(session, "messages", 0)
        if self.at_most and on_this >= self.at_most:
            return _goodbye(server)
        session.messages = on_this + 1  # type: ignore[attr-defined]
        if answer == DROP:
            _hang_up(server)
            return "421 gone"
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = _next(self.at_data, envelope.rcpt_tos[0])
        if answer and answer not in (KEEP_AND_DROP, KEEP_AND_KILL):
            return answer
        content = envelope.original_content or b""
        self.in_clear += session.ssl is None
        await asyncio.sleep(self.takes.get(envelope.rcpt_tos[0], 0))
        self.recipients += envelope.rcpt_tos
        self.kept.append(message_from_bytes(content, policy=policy.default))
        if act := self.meanwhile.pop(envelope.rcpt_tos[0], None):
            await asyncio.to_thread(act)
        if answer == KEEP_AND_DROP:
            _hang_up(server)
        if answer == KEEP_AND_KILL and self.victim is not None:
            os.kill(int(self.victim.read_text()), signal.SIGKILL)
        return "250 kept"


def _goodbye(server: Any) -> str:
    """Say that this connection has had enough, and end it."""
    server.transport.write(b"421 4.7.0 too many messages on this connection\r\n")
    server.transport.close()
    return "421 gone"


def _hang_up(server: Any) -> None:
    server.transport.abort()


def _next(answers: dict[str, list[str]], address: str) -> str:
    waiting = answers.get(address) or []
    return waiting.pop(0) if waiting else ""
