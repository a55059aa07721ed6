"""Builds the messages: plain text first, HTML of the same order, and headers that let people go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from alerts import wording
from alerts.evidence import absolute
from alerts.notices import SILENT, Notice

SITE_NAME = "Moratorium Watch"
LONGEST_LINE = 998  # RFC 5322, section 2.1.1
# A longer digest names each thing in one line: large mailboxes cut a mail at about 100 kB, and what
# they would cut off is the way out.
MOST_IN_FULL = 60
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
# The sections of a digest in their order, each with its words for one and for many in a subject.
SECTIONS = {
    "Ends soon": ("ends soon", "end soon"),
    SILENT: ("without word", "without word"),
    "Changed": ("changed", "changed"),
    "Past its end": ("past its end", "past their end"),
    "New pledges": ("new", "new"),
    "To review": ("to review", "to review"),
    "Evidence lost": ("source lost", "sources lost"),
}


@dataclass(frozen=True)
class Task:
    """What an editor is asked to do, where to say that it is taken up, and who else was told."""

    chore: str
    url: str
    told: str


@dataclass(frozen=True)
class Item:
    """One notice with the reason why this person gets it.

    ``one`` names what is followed in an address, ``absent`` says that they asked to hear when
    nothing is announced; ``frequency`` is empty for a mail that leaves as things happen.
    """

    notice: Notice
    follows: str
    one: str = ""
    frequency: str = ""
    absent: bool = False
    task: Task | None = None

    @property
    def subject(self) -> str:
        """The subject of a mail that holds nothing else."""
        if self.absent and self.notice.silence:
            return self.notice.silence.subject
        return self.notice.subject_to_do if self.task else self.notice.subject

    @property
    def fact(self) -> str:
        """The one sentence."""
        if self.absent and self.notice.silence:
            return self.notice.silence.fact
        return self.notice.fact

    @property
    def section(self) -> str:
        """Where it stands in a digest."""
        return SILENT if self.absent and self.notice.silence else self.notice.section

    @property
    def why(self) -> str:
        """Which step or choice of theirs brings it."""
        parts = [self.notice.step]
        if self.absent and self.notice.silence:
            parts = ["you asked to hear when nothing is announced"]
        if self.frequency:
            parts.append(self.frequency)
        return ", ".join(parts)


@dataclass(frozen=True)
class Reader:
    """To whom a message goes, and the secret with which they change or stop what they get."""

    email: str
    secret: str

    @property
    def leave_url(self) -> str:
        """The address where they do."""
        return leave_url(self.secret)


def alert(items: Sequence[Item], reader: Reader, *, message_id: str, day: date) -> Message:
    """One mail about one event, or a digest of several."""
    single = len(items) == 1
    subject = items[0].subject if single else _digest_subject(items, day)
    sections = [(name, [item for item in items if item.section == name]) for name in SECTIONS]
    message = letter(
        "mail/alert" if single else "mail/digest",
        subject,
        reader,
        message_id=message_id,
        item=items[0],
        items=items,
        sections=[(name, some) for name, some in sections if some],
        brief=len(items) > MOST_IN_FULL,
        day=wording.prose(day),
        zone=settings.TIME_ZONE,
        follows=sorted({item.follows for item in items}),
        why=items[0].why if single else items[0].frequency,
        one=items[0].one if single else "",
    )
    threads = {item.notice.thread for item in items}
    if len(threads) == 1:
        message.extra_headers["References"] = f"<{threads.pop()}@{domain()}>"
    return message


def letter(
    template: str, subject: str, reader: Reader, *, message_id: str, **facts: Any
) -> Message:
    """Any mail, from a template with a plain and an HTML text that say the same."""
    context = {
        "site": SITE_NAME,
        "subject": subject,
        "leave_url": reader.leave_url,
        "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        **facts,
    }
    message = Message(
        subject=wording.one_line(subject),
        body=_BLANK_LINES.sub("\n\n", render_to_string(f"{template}.txt", context)).strip() + "\n",
        to=[reader.email],
        headers={
            "Message-ID": message_id,
            "List-Id": f"{SITE_NAME} alerts <alerts.{domain()}>",
            "List-Unsubscribe": _ways_out(reader),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Alert-Key": message_id.strip("<>").partition("@")[0],
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message


class Message(EmailMultiAlternatives):
    """A mail whose HTML says the same as its text.

    ``ready`` is what ``wire`` would make, where somebody has made it already.
    """

    ready = b""

    def wire(self) -> bytes:
        """The mail as it goes over the line."""
        return self.ready or bytes(self.message().as_bytes(linesep="\r\n"))

    def message(self, **options: Any) -> Any:
        """Build it with headers on one line each: some mailboxes misread a folded one."""
        built: Any = super().message(**options)
        built.policy = built.policy.clone(max_line_length=LONGEST_LINE)
        return built

    @property
    def html(self) -> str:
        """Its HTML part."""
        return str(self.alternatives[0][0])


def message_id_for(subscriber_id: int, parts: Iterable[object]) -> str:
    """The Message-ID of a mail, from what it carries: kept, and so the same at each try.

    Keyed, so that nobody but the recipient can know it: a bounce is believed by it.
    """
    key = "/".join([settings.SITE_URL, str(subscriber_id), *map(str, parts)])
    return f"<{salted_hmac('message', key, algorithm='sha256').hexdigest()[:32]}@{domain()}>"


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


def duty_url(secret: str) -> str:
    """Where an editor takes up, puts off or hands on what a step asks for."""
    return absolute(reverse("duty", args=[secret]))


def _digest_subject(items: Sequence[Item], day: date) -> str:
    counts = [
        (sum(item.section == name for item in items), one, many)
        for name, (one, many) in SECTIONS.items()
    ]
    return wording.digest_subject(counts, day)


def _ways_out(reader: Reader) -> str:
    """The addresses that stop every mail (RFC 2369): a page, and a mailbox if one is read."""
    page = f"<{reader.leave_url}>"
    if not settings.UNSUBSCRIBE_EMAIL:
        return page
    return f"{page}, <mailto:{settings.UNSUBSCRIBE_EMAIL}?subject={reader.secret}>"
