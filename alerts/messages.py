"""Builds the messages: plain text first, HTML of the same order, and headers that let people go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from alerts import wording
from alerts.notices import Notice, absolute

SITE_NAME = "Moratorium Watch"
LONGEST_LINE = 998  # RFC 5322, section 2.1.1
SECTIONS = ("Past its end", "Ends soon", "To review", "Changed")


@dataclass(frozen=True)
class Item:
    """One notice with the reason why this person gets it."""

    notice: Notice
    follows: str


@dataclass(frozen=True)
class Reader:
    """To whom a message goes, and the address where they stop it."""

    email: str
    leave_url: str


def alert(items: Sequence[Item], reader: Reader, *, message_id: str, day: date) -> Message:
    """One mail about one event, or a digest of several."""
    notices = [item.notice for item in items]
    context: dict[str, object] = {
        "site": SITE_NAME,
        "items": items,
        "sections": _by_section(items),
        "day": wording.prose(day),
        "zone": settings.TIME_ZONE,
        "leave_url": reader.leave_url,
        "follows": sorted({item.follows for item in items}),
    }
    template = "mail/alert" if len(items) == 1 else "mail/digest"
    subject = notices[0].subject if len(items) == 1 else _digest_subject(notices, day)
    message = _message(template, context, wording.one_line(subject), reader, message_id)
    threads = {notice.thread for notice in notices}
    if len(threads) == 1:
        message.extra_headers["References"] = f"<{threads.pop()}@{domain()}>"
    return message


def confirmation(
    follows: Sequence[str],
    already: Sequence[str],
    reader: Reader,
    *,
    confirm_url: str,
    message_id: str,
) -> Message:
    """The question whether somebody really asked, naming what is to be followed.

    Args:
        follows: what waits for a yes; empty if there is nothing left to confirm.
        already: what they follow already.
    """
    context: dict[str, object] = {
        "site": SITE_NAME,
        "follows": follows,
        "already": already,
        "confirm_url": confirm_url,
        "leave_url": reader.leave_url,
    }
    subject = "Please confirm: alerts from Moratorium Watch"
    if not follows:
        subject = "You get these alerts already: Moratorium Watch"
    return _message("mail/confirm", context, subject, reader, message_id)


class Message(EmailMultiAlternatives):
    """A mail whose HTML says the same as its text."""

    def message(self, **options: Any) -> Any:
        """Build it with headers on one line each: some mailboxes misread a folded one."""
        built: Any = super().message(**options)
        built.policy = built.policy.clone(max_line_length=LONGEST_LINE)
        return built


def message_id_for(subscriber_id: int, parts: Iterable[object]) -> str:
    """The Message-ID of a mail, from what it carries: the same at each try."""
    key = "/".join([settings.SITE_URL, str(subscriber_id), *map(str, parts)])
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain()}>"


def domain() -> str:
    """The domain that mails come from."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address.rpartition("@")[2] or "localhost"


def leave_url(secret: str) -> str:
    """Where a subscriber stops or changes what they get."""
    return absolute(reverse("follow_leave", args=[secret]))


def confirm_url(secret: str) -> str:
    """Where a subscriber says yes."""
    return absolute(reverse("follow_confirm", args=[secret]))


def _by_section(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    found = [(name, [item for item in items if item.notice.section == name]) for name in SECTIONS]
    return [(name, some) for name, some in found if some]


def _digest_subject(notices: Sequence[Notice], day: date) -> str:
    counts = {name: sum(notice.section == name for notice in notices) for name in SECTIONS}
    return wording.digest_subject(
        ending=counts["Ends soon"],
        past=counts["Past its end"],
        reviews=counts["To review"],
        changes=counts["Changed"],
        day=day,
    )


def _message(
    template: str, context: dict[str, object], subject: str, reader: Reader, message_id: str
) -> Message:
    context["subject"] = subject
    message = Message(
        subject=subject,
        body=render_to_string(f"{template}.txt", context),
        to=[reader.email],
        headers={
            "Message-ID": message_id,
            "List-Id": f"{SITE_NAME} alerts <alerts.{domain()}>",
            "List-Unsubscribe": f"<{reader.leave_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Alert-Key": message_id.strip("<>").partition("@")[0],
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message
