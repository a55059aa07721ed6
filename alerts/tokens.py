"""Secrets for links: random, short enough for one plain line, and kept only as a fingerprint."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from alerts.models import Subscriber, Token

CONFIRM_DAYS = 7


def make_token(subscriber: Subscriber, purpose: Token.Purpose, *, at: datetime) -> str:
    """Return a new secret of 22 characters (128 bits) and keep its fingerprint."""
    secret = secrets.token_urlsafe(16)
    Token.objects.create(
        subscriber=subscriber, purpose=purpose, sha256=fingerprint(secret), made_at=at
    )
    return secret


def make_tokens(
    subscribers: Collection[int], purpose: Token.Purpose, *, at: datetime
) -> dict[int, str]:
    """Return a new secret for each of these subscribers, and keep the fingerprints."""
    made = {subscriber: secrets.token_urlsafe(16) for subscriber in subscribers}
    Token.objects.bulk_create(
        Token(subscriber_id=subscriber, purpose=purpose, sha256=fingerprint(secret), made_at=at)
        for subscriber, secret in made.items()
    )
    return made


def find_token(secret: str, purpose: Token.Purpose) -> Token | None:
    """The token of a link, or None. Compared by its SHA-256, so timing tells nothing."""
    return (
        Token.objects.select_related("subscriber")
        .filter(sha256=fingerprint(secret), purpose=purpose)
        .first()
    )


def is_too_old(token: Token, at: datetime) -> bool:
    """Whether a confirmation came too late; a link that stops mails is never too old."""
    waits = token.purpose == Token.Purpose.CONFIRM
    return waits and at - token.made_at > timedelta(days=CONFIRM_DAYS)


def fingerprint(secret: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(secret.encode()).hexdigest()
