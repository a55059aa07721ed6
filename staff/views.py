"""The page of the second factor."""

from __future__ import annotations

from typing import Any

import django_otp
import segno
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from staff import second_factor
from staff.forms import CodeForm

_KEY = "second_factor_key"


def second_factor_page(request: HttpRequest, user: User, frame: dict[str, Any]) -> HttpResponse:
    """Show and do what an account may do with its second factor.

    Everything that changes one needs a code of it, so that an unwatched screen is not enough.
    """
    context: dict[str, Any] = {
        **frame,
        "title": "Second factor",
        "must_have": second_factor.must_have(user),
        "form": CodeForm(request.POST or None),
    }
    wanted = request.POST.get("action", "")
    if second_factor.has(user):
        _care(request, user, wanted, context)
    else:
        _begin(request, user, wanted, context)
    context["has"] = second_factor.has(user)
    context["left"] = second_factor.recovery_codes_left(user)
    return render(request, "staff/second_factor.html", context)


def _begin(request: HttpRequest, user: User, wanted: str, context: dict[str, Any]) -> None:
    """Show a new secret until its owner has typed a code made from it."""
    key = request.session.get(_KEY) or second_factor.new_key()
    request.session[_KEY] = key
    form = context["form"]
    if wanted == "set_up" and form.is_valid():
        done = second_factor.set_up(user, key=key, code=form.cleaned_data["code"])
        if done:
            device, context["codes"] = done
            del request.session[_KEY]
            request.session.cycle_key()
            request.user = user
            django_otp.login(request, device)  # type: ignore[no-untyped-call]
            return
        form.add_error("code", "This is not the code that the app shows now. Is its clock right?")
    picture = segno.make(second_factor.address_for_apps(user, key), error="m")
    context["picture"] = mark_safe(picture.svg_inline(scale=5, light="#fff"))  # noqa: S308
    context["key"] = second_factor.key_for_typing(key)


def _care(request: HttpRequest, user: User, wanted: str, context: dict[str, Any]) -> None:
    """New recovery codes, or no second factor any more."""
    form = context["form"]
    if wanted not in ("new_codes", "remove") or not form.is_valid():
        return
    if second_factor.check(user, form.cleaned_data["code"]) is None:
        form.add_error("code", "This code is wrong, or was used before. Wait for the next one.")
    elif wanted == "new_codes":
        context["codes"] = second_factor.new_recovery_codes(user)
    else:
        second_factor.remove(user)
        context["removed"] = True
        request.session.cycle_key()
