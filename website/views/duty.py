"""What a step of the clock asks of an editor: take it up, put it off, hand it on, by a link."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alerts import services
from website.serving.days import BadDay, typed_day
from website.serving.private import private


@private
def duty(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the duty and who has it; a POST acts on it."""
    now = timezone.now()
    said, error = "", ""
    if request.method == "POST":
        try:
            said = _act(secret, request.POST, now)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
    found, user = services.duty_behind(secret, at=now)
    context: dict[str, Any] = {
        "duty": found,
        "pledge": found.pledge,
        "user": user,
        "said": said,
        "error": error,
        "editors": [editor.get_username() for editor in services.editors()],
        "assigned": found.assigned_to.get_username() if found.assigned_to else "",
        "canonical_path": reverse("follow"),
    }
    return render(request, "follow/duty.html", context, status=400 if error else 200)


def _act(secret: str, posted: QueryDict, now: datetime) -> str:
    wanted = posted.get("do")
    if wanted == "acknowledge":
        services.acknowledge(secret, at=now)
        return "You have taken it up. Nobody is reminded of it any more."
    if wanted == "snooze":
        until = _day(posted.get("until", ""))
        services.snooze(secret, until, day=timezone.localdate(now), at=now)
        return "Put off. Nobody is reminded of it before that day."
    if wanted == "assign":
        services.assign(secret, posted.get("to", ""), at=now)
        return "Handed on. Reminders go to whom you chose."
    raise ValidationError("Press one of the buttons.")


def _day(text: str) -> date:
    try:
        return typed_day(text)
    except BadDay as error:
        raise ValidationError(str(error)) from None
