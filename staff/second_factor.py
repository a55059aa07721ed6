"""The second factor: a code from a device that only its owner holds, or one written down before."""

from __future__ import annotations

import secrets
from base64 import b32encode
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp import user_has_device, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
_DIGITS = 6
_NAME, _RECOVERY_NAME = "authenticator", "recovery codes"


def new_key() -> str:
    """A new secret of 160 bits, in hexadecimal digits."""
    return secrets.token_hex(20)


def key_for_typing(key: str) -> str:
    """The secret as apps take it by hand: base 32, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address_for_apps(user: User, key: str) -> str:
    """The secret as apps read it out of a QR code."""
    return str(TOTPDevice(user=user, key=key).config_url)


@transaction.atomic
def set_up(user: User, *, key: str, code: str) -> tuple[Device, list[str]] | None:
    """Keep a second factor once its owner has shown a code of it; return it and recovery codes.

    What the account had before goes; when the code is wrong it stays, and None is returned.
    """
    device = TOTPDevice.objects.create(user=user, name=_NAME, key=key, confirmed=True)
    if not device.verify_token(code):
        device.delete()
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    return device, new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Make recovery codes, each good for one sign-in; those from before end."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_RECOVERY_NAME, confirmed=True)
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _recovery_code() -> str:
    """Ten letters and digits that are hard to confuse: 48 bits."""
    return b32encode(secrets.token_bytes(6)).decode().rstrip("=").lower()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


def check(user: User, code: str) -> Device | None:
    """Return the device that a code belongs to; the code is used up by that.

    After each wrong code the device takes none for a while, twice as long each time.
    """
    text = "".join(code.split()).lower()
    kind = TOTPDevice if text.isdigit() and len(text) == _DIGITS else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    if device is None or not text:
        return None
    found: Device | None = verify_token(user, device.persistent_id, text)  # type: ignore[no-untyped-call]
    return found


@transaction.atomic
def remove(user: User) -> bool:
    """Take the second factor off an account, with its recovery codes; False if it had none."""
    had = [model.objects.filter(user=user).delete()[0] for model in (TOTPDevice, StaticDevice)]
    return any(had)


def has(user: Any) -> bool:
    """Whether an account has a second factor."""
    return bool(user_has_device(user))  # type: ignore[no-untyped-call]


def must_have(user: Any) -> bool:
    """Whether an account may not work without one: administrators, where the setting says so."""
    return bool(settings.SECOND_FACTOR and user.is_superuser)


def admits(user: Any) -> bool:
    """Whether a signed-in account has shown all that it has to."""
    if not user.is_staff or user.is_verified():
        return True
    return not must_have(user) and not has(user)
