"""Secrets for links: random, short enough for one plain line, and kept only as a fingerprint."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from alerts.models import Duty, Subscriber, Token

CONFIRM_DAYS = 7
DUTY_DAYS = 90
_LIFETIMES = {
    Token.Purpose.CONFIRM.value: timedelta(days=CONFIRM_DAYS),
    Token.Purpose.DUTY.value: timedelta(days=DUTY_DAYS),
}


class UnknownToken(Exception):
    """No such link was ever sent, or its subscriber was erased."""


class TokenTooOld(Exception):
    """The link was sent too long ago to act with it."""


def make_token(
    subscriber: Subscriber, purpose: Token.Purpose, *, at: datetime, duty: Duty | None = None
) -> str:
    """Return a new secret of 22 characters (128 bits) and keep its fingerprint."""
    secret = secrets.token_urlsafe(16)
    Token.objects.create(
        subscriber=subscriber, purpose=purpose, duty=duty, sha256=fingerprint(secret), made_at=at
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


def find_token(secret: str, purpose: Token.Purpose, at: datetime) -> Token:
    """The token of a link. Looked up by its SHA-256, so timing tells nothing of the secret.

    Raises:
        UnknownToken: no such link was sent.
        TokenTooOld: it was, but too long ago; a link that stops mails is never too old.
    """
    token = (
        Token.objects.select_related("subscriber__user", "duty__pledge")
        .filter(sha256=fingerprint(secret), purpose=purpose)
        .first()
    )
    if token is None:
        raise UnknownToken
    lifetime = _LIFETIMES.get(token.purpose)
    if lifetime is not None and at - token.made_at > lifetime:
        raise TokenTooOld
    return token


def subscriber_of(secret: str, purpose: Token.Purpose, at: datetime) -> Subscriber:
    """The owner of a link.

    Raises:
        UnknownToken, TokenTooOld: as ``find_token``.
    """
    return find_token(secret, purpose, at).subscriber


def fingerprint(secret: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(secret.encode()).hexdigest()
