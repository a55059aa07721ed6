"""People of staff, and what they hold in their hands."""

import time

import pytest
from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "a long password of hers"


def code_at(key: str, seconds: float = 0) -> str:
    """The code that an app with this secret shows, some seconds from now."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + seconds
    return f"{totp.token():06}"


@pytest.fixture
def ada(db):
    """An editor without a second factor."""
    return User.objects.create_user("ada", "ada@example.org", PASSWORD, is_staff=True)


@pytest.fixture
def device(ada):
    """A second factor of hers."""
    return TOTPDevice.objects.create(user=ada, name="authenticator")


@pytest.fixture
def sign_in(client):
    """Try to sign in; the answer's address is where it leads."""

    def attempt(name="ada", password=PASSWORD, code="", next="/admin/", **headers):  # noqa: A002
        typed = {"username": name, "password": password, "otp_code": code, "next": next}
        return client.post("/admin/login/", typed, **headers)

    return attempt
