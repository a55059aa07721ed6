"""Signing in, and setting the second factor up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError

from staff import second_factor


def code_field(label: str, *, required: bool = True) -> forms.CharField:
    """A box for a code, which browsers and password managers know as one."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
    widget = forms.TextInput(attrs)
    return forms.CharField(label=label, required=required, max_length=20, widget=widget)


class SignInForm(AdminAuthenticationForm):
    """Name, password and, for those who have set up a second factor, its code.

    The box for the code is there for everybody, so that the form tells nobody who has one.
    """

    otp_code = code_field("Code of your second factor, if you have one", required=False)

    def clean(self) -> dict[str, Any]:
        """Check password and code; a wrong code counts as a wrong password does."""
        typed: dict[str, Any] = super().clean()
        user: Any = self.get_user()
        if user is None or not second_factor.has(user):
            return typed
        code = typed.get("otp_code", "")
        if not code:
            raise ValidationError("Type the code of your second factor too.", code="no_code")
        device = second_factor.check(user, code)
        if device is None:
            user_login_failed.send(
                sender=__name__,
                credentials={"username": typed.get("username")},
                request=self.request,
            )
            raise ValidationError(
                "This code is wrong, was used before, or came too soon after a wrong one. Wait for "
                "the next code and try again, or use a recovery code.",
                code="wrong_code",
            )
        user.otp_device = device  # taken into the session when the account is signed in
        return typed


class CodeForm(forms.Form):
    """A code that shows who is at the keys."""

    code = code_field("Code")


class ResetForm(PasswordResetForm):
    """Asks for a link to a new password; only staff get one, and nobody is told who is."""

    def get_users(self, email: str) -> Any:
        """The accounts of staff with this address and a password."""
        return (user for user in super().get_users(email) if user.is_staff)
