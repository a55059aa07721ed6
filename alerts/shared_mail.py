"""One mail that many people get: set and encoded once, then made each person's own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from django.core.mail.message import sanitize_address

from alerts import messages
from alerts.messages import Message, Reader

# What stands for one person's secret, Message-ID and address in a mail that many people get.
_SECRET = secrets.token_urlsafe(16)
_KEY = secrets.token_hex(16)
_ADDRESS = f"{secrets.token_hex(16)}@example.org"


class SharedMail:
    """A mail with places kept for what differs from person to person."""

    def __init__(self, build: Callable[[Reader, str], Message], *, at: datetime) -> None:
        """Set the mail once.

        Args:
            build: makes the mail for a reader, under a Message-ID.
            at: what it is dated.
        """
        self._message_id = f"<{_KEY}@{messages.domain()}>"
        self._set = build(Reader(_ADDRESS, _SECRET), self._message_id)
        self._set.extra_headers["Date"] = format_datetime(at)
        self._wire = self._encoded()

    def for_one(self, address: str, secret: str, message_id: str) -> Message:
        """The mail of one person.

        Raises:
            ValueError: nobody can be written to at that address.
        """
        key = message_id.strip("<>").partition("@")[0]

        def own(text: str) -> str:
            return text.replace(_SECRET, secret).replace(_KEY, key)

        headers = {name: own(value) for name, value in self._set.extra_headers.items()}
        headers["Message-ID"] = message_id
        message = Message(
            subject=self._set.subject,
            body=own(str(self._set.body)),
            from_email=self._set.from_email,
            to=[address],
            headers=headers,
        )
        for content, kind in self._set.alternatives:
            message.attach_alternative(own(str(content)), str(kind))
        if self._wire:
            places = {
                self._message_id: message_id,  # whole: the site's domain may have been another
                _KEY: key,
                _SECRET: secret,
                _ADDRESS: sanitize_address(address, "utf-8"),
            }
            wire = self._wire
            for place, value in places.items():
                wire = wire.replace(place.encode(), value.encode())
            message.ready = wire
        return message

    def _encoded(self) -> bytes:
        """The mail as it goes over the line; empty if its places cannot be found in that.

        A part with a line over the limit is encoded, and a place in it may have been cut.
        """
        wire = self._set.wire()
        parts = [str(self._set.body), *(str(content) for content, _ in self._set.alternatives)]
        for place in (_SECRET, _KEY):
            kept = sum(text.count(place) for text in [*parts, *self._set.extra_headers.values()])
            if wire.count(place.encode()) != kept:
                return b""
        return wire
