"""Tips of readers: taken in with a receipt, and answered."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from news.door import plain_text, web_address
from news.models import Tip

MOST_A_DAY = 5  # from one machine
MOST_OF_ALL_A_DAY = 300  # a flood from many machines ends here, and the form says so
LONGEST_TEXT = 5_000
A_DAY = timedelta(days=1)


class TooManyTips(Exception):
    """Nothing was kept; the message says when to try again."""


@transaction.atomic
def take_in_tip(*, text: str, url: str, email: str, about: str, sender: str, at: datetime) -> str:
    """Keep a tip and return the secret of its receipt, which is kept nowhere.

    Args:
        sender: what tells one machine from another, already hashed.

    Raises:
        ValidationError: by field name, with what to write instead; nothing was kept.
        TooManyTips: the machine, or everybody together, has sent too many today.
    """
    values = _checked(text, url, email)
    today = Tip.objects.since(at - A_DAY)
    if sender and today.filter(sender=sender).count() >= MOST_A_DAY:
        raise TooManyTips(_("Five tips have come from here within a day. Please go on tomorrow."))
    if today.count() >= MOST_OF_ALL_A_DAY:
        raise TooManyTips(_("More tips have come in today than we can read. Please try tomorrow."))
    secret = secrets.token_urlsafe(16)
    Tip.objects.create(
        token_sha256=_hashed(secret),
        about=plain_text(about, 200),
        sender=sender,
        received_at=at,
        **values,
    )
    return secret


def _checked(text: str, url: str, email: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    kept = {"text": plain_text(text, LONGEST_TEXT), "url": "", "email": email.strip()}
    if len(text) > LONGEST_TEXT:
        told = _("Please write at most {most} characters.")
        problems["text"] = told.format(most=number_format(LONGEST_TEXT, force_grouping=True))
    if url.strip():
        kept["url"] = web_address(url)
        if not kept["url"]:
            problems["url"] = _("This is no web address. Write it as https://example.org/page.")
    if not kept["text"] and not url.strip():
        problems["text"] = _("Tell us what you saw, or give the address of a page.")
    if kept["email"]:
        try:
            validate_email(kept["email"])
        except ValidationError:
            problems["email"] = _(
                "This is no e-mail address. Leave it empty if you want no answer."
            )
    if problems:
        raise ValidationError(problems)
    return kept


def find_tip(secret: str) -> Tip | None:
    """The tip of a receipt."""
    return Tip.objects.filter(token_sha256=_hashed(secret)).first()


@transaction.atomic
def decide_tip(tip: Tip, state: Tip.State, *, answer: str, by: str, at: datetime) -> None:
    """Say what became of a tip; its receipt shows it at once. May be decided anew.

    Raises:
        ValueError: no answer is given, or the state is no decision.
    """
    if state not in (Tip.State.TAKEN_UP, Tip.State.DECLINED):
        raise ValueError("Choose what becomes of the tip: taken up, or not.")
    if not answer.strip():
        raise ValueError("Write an answer: the sender reads it under their link.")
    tip.state, tip.answer = state, plain_text(answer, LONGEST_TEXT)
    tip.decided_at, tip.decided_by = at, by
    tip.save(update_fields=["state", "answer", "decided_at", "decided_by"])


def forget_senders(*, at: datetime) -> int:
    """Erase what could tell who sent a tip: the hash after a day, the address once answered.

    An address stays for 30 days after the decision, for questions. Returns how many rows changed.
    """
    hashes = Tip.objects.exclude(sender="").filter(received_at__lte=at - A_DAY).update(sender="")
    answered = Tip.objects.exclude(email="").filter(decided_at__lte=at - 30 * A_DAY)
    return hashes + answered.update(email="")


def _hashed(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
