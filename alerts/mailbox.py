"""Reads a mailbox over IMAP or POP3: each new message once."""

from __future__ import annotations

import imaplib
import poplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PATIENCE = 20  # seconds for each answer
AT_ONCE = 200


class MailboxError(Exception):
    """The mailbox cannot be read; the message says what was tried and what it answered."""


@dataclass(frozen=True)
class Mailbox:
    """Where it is and how to open it."""

    protocol: str
    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"

    @classmethod
    def from_url(cls, url: str, password: str = "") -> Mailbox:
        """Read imaps://user@host/Folder, imap://…, pop3s://user@host or pop3://….

        Raises:
            ValueError: the address is none of these.
        """
        parts = urlsplit(url)
        ports = {"imap": 143, "imaps": 993, "pop3": 110, "pop3s": 995}
        if parts.scheme not in ports or not parts.hostname or not parts.username:
            raise ValueError("Write imaps://user@host/INBOX or pop3s://user@host.")
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or ports[parts.scheme],
            unquote(parts.username),
            password or unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
        )

    def each_new(self, take: Callable[[bytes], bool]) -> int:
        """Hand over each new message, at most AT_ONCE; returns how many there were.

        ``take`` says whether the message was one for us. Over IMAP what was handed over is marked
        as seen and nothing is deleted. POP3 knows no such mark: what was for us is deleted there,
        and the rest is left.

        Raises:
            MailboxError: it cannot be opened or read.
        """
        with self._errors():
            if self.protocol.startswith("imap"):
                return self._read_imap(take)
            return self._read_pop(take)

    def look(self) -> None:
        """Open it and do nothing.

        Raises:
            MailboxError: it cannot be opened.
        """
        with self._errors(), self._imap() if self.protocol.startswith("imap") else self._pop():
            return

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, imaplib.IMAP4.error, poplib.error_proto) as error:
            raise MailboxError(f"{self.host}: {type(error).__name__}: {error}") from error

    @contextmanager
    def _imap(self) -> Iterator[imaplib.IMAP4]:
        kind = imaplib.IMAP4_SSL if self.protocol == "imaps" else imaplib.IMAP4
        with kind(self.host, self.port, timeout=PATIENCE) as box:  # leaving it logs out
            box.login(self.user, self.password)
            answer, _ = box.select(f'"{self.folder}"')
            if answer != "OK":
                raise MailboxError(f"{self.host}: there is no folder {self.folder}.")
            yield box

    @contextmanager
    def _pop(self) -> Iterator[poplib.POP3]:
        kind = poplib.POP3_SSL if self.protocol == "pop3s" else poplib.POP3
        box = kind(self.host, self.port, timeout=PATIENCE)
        try:
            box.user(self.user)
            box.pass_(self.password)
            yield box
            box.quit()  # only now is anything deleted
        finally:
            box.close()

    def _read_imap(self, take: Callable[[bytes], bool]) -> int:
        with self._imap() as box:
            numbers = box.search(None, "UNSEEN")[1][0].split()[:AT_ONCE]
            for number in numbers:
                parts = box.fetch(number.decode(), "(BODY.PEEK[])")[1]
                take(next(bytes(part[1]) for part in parts if isinstance(part, tuple)))
                box.store(number.decode(), "+FLAGS", "\\Seen")
        return len(numbers)

    def _read_pop(self, take: Callable[[bytes], bool]) -> int:
        with self._pop() as box:
            last = box.stat()[0]
            newest = range(max(1, last - AT_ONCE + 1), last + 1)
            for number in newest:
                if take(b"\r\n".join(box.retr(number)[1])):
                    box.dele(number)
        return len(newest)
