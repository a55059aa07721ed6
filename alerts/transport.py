"""Hands one message to the mail server and says what became of it."""

from __future__ import annotations

import re
import smtplib
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage, sanitize_address

from alerts import provider
from alerts.outcomes import Outcome, Result, ServerUnavailable

__all__ = ["Outcome", "Post", "Result", "ServerUnavailable", "SmtpBackend", "said"]

REASON_LENGTH = 300
# A server may look long at a message before it answers (RFC 5321, 4.5.3.2.6 allows ten minutes):
# hanging up too early would make it arrive twice.
DATA_PATIENCE_SECONDS = 120
_POLICY = re.compile(r"\b5\.7\.\d")


class _Watched(smtplib.SMTP):
    """A session that knows whether a whole message has gone to the server.

    After that, a lost connection means that nobody can know whether it was accepted
    (RFC 1047); before, it is certain that it was not.
    """

    handed_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the message with more patience than the commands before it."""
        patience = self.timeout
        if self.sock is not None and patience is not None:
            self.sock.settimeout(max(patience, DATA_PATIENCE_SECONDS))
        answer = super().data(msg)
        if self.sock is not None:
            self.sock.settimeout(patience)
        return answer

    def send(self, s: Any) -> None:
        super().send(s)
        if isinstance(s, bytes):  # commands go out as text, only the message itself as bytes
            self.handed_over = True


class _WatchedOverTls(_Watched, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's SMTP backend on a session that knows how far it came."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The kind of session to open."""
        return _WatchedOverTls if self.use_ssl else _Watched


class Post:
    """A connection to the mail server, opened when needed and used for many messages."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection()

    def open(self) -> None:
        """Connect, unless connected.

        Raises:
            ServerUnavailable: it cannot be reached, or does not let us in.
        """
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerUnavailable(said(error)) from error

    def close(self) -> None:
        """Say goodbye; a server that is gone already is no error."""
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._backend = get_connection()

    def send(self, message: EmailMessage) -> Result:
        """Hand over one message to its one recipient; one encoded already goes as it is.

        Raises:
            ServerUnavailable: a provider turned out to be out of reach only now.
        """
        session = getattr(self._backend, "connection", None)
        ready = getattr(message, "ready", b"")
        if isinstance(session, _Watched):
            session.handed_over = False
        try:
            if ready and isinstance(session, _Watched):
                session.sendmail(_sender(message.from_email), message.to, ready)
            else:
                self._backend.send_messages([message])
        except Exception as error:
            if result := provider.judge(error):
                return replace(result, reason=result.reason[:REASON_LENGTH])
            handed_over = getattr(session, "handed_over", False)
            if not handed_over and not isinstance(error, OSError | smtplib.SMTPException):
                raise  # it could not be built
            # Once it is handed over, whatever interrupts (the worker's time limit too) leaves
            # open whether it was accepted.
            if _code(error) in (0, 421):  # no answer, or a goodbye: this session is over
                self.close()
            return _judge(error, handed_over=handed_over)
        return Result(Outcome.ACCEPTED)


@cache
def _sender(from_email: str) -> str:
    return str(sanitize_address(from_email, "utf-8"))


def said(error: Exception) -> str:
    """What a server or the network answered, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _reply(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return " ".join(f"{type(error).__name__}: {error}".split())[:REASON_LENGTH]


def _judge(error: Exception, *, handed_over: bool) -> Result:
    """Decide by the server's answer if there is one, else by how far the message came.

    A refusal is final only where it is about this recipient or this message. A refused sender
    or login is our own fault, and so is a refusal for reasons of policy (RFC 3463, 5.7.x): the
    mail waits until somebody mends it.
    """
    code = _code(error)
    about_this_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    if about_this_mail and 500 <= code < 600:
        outcome = Outcome.NOT_US if _POLICY.search(said(error)) else Outcome.REFUSED
        return Result(outcome, said(error))
    if handed_over and not code:
        return Result(Outcome.UNCLEAR, said(error))
    return Result(Outcome.LATER, said(error))


def _code(error: Exception) -> int:
    """The server's answer as a number; 0 if there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {words}".split())[:REASON_LENGTH]
