"""Following by e-mail without an account: ask, and say yes. GET shows, POST acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts import services
from alerts.interests import Interest, Manner
from website.followables import (
    FREQUENCIES,
    label_of,
    named,
    page_of,
    read_manner,
    steps,
)
from website.serving.private import private
from website.serving.senders import sender_of


@dataclass(frozen=True)
class Choice:
    """One thing a reader may follow from the page they came from."""

    value: str
    interest: Interest

    @property
    def label(self) -> str:
        """Its words in the form."""
        return label_of(self.interest)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the form, or take an address and put one question to it into the post."""
    choices = _choices(named(request.GET))
    if request.method != "POST":
        return _form(request, choices)
    if request.POST.get("website"):  # a field that people do not see
        return HttpResponseRedirect(reverse("follow_sent"))
    chosen = request.POST.get("follow", choices[0].value)
    interest = next((choice.interest for choice in choices if choice.value == chosen), None)
    if interest is None:
        raise Http404("There is no such thing to follow.")
    now = timezone.now()
    if services.asks_too_often(sender_of(request), at=now):
        return render(request, "follow/too_many.html", status=429)
    try:
        services.subscribe(
            request.POST.get("email", ""), interest, read_manner(request.POST), at=now
        )
    except ValidationError as refusal:
        return _form(request, choices, error=" ".join(refusal.messages))
    return HttpResponseRedirect(reverse("follow_sent"))


@require_http_methods(["GET", "HEAD"])
def ways(request: HttpRequest) -> HttpResponse:
    """List every way to follow, with how each is set up."""
    context = {"site": settings.SITE_URL, "host": urlsplit(settings.SITE_URL).netloc}
    return render(request, "follow/ways.html", context)


@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the same for every address."""
    return render(request, "follow/sent.html", {"canonical_path": reverse("follow")})


@private
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what waits for a yes; take the yes."""
    now = timezone.now()
    context: dict[str, Any] = {"canonical_path": reverse("follow")}
    if request.method == "POST":
        followed = services.confirm(secret, at=now)
        context["done"] = True
    else:
        subscriber, followed = services.confirmable(secret, at=now)
        context["moves"] = subscriber.moves_from_id is not None
    context["followed"] = [(one.followed, page_of(one.interest)) for one in followed]
    return render(request, "follow/confirm.html", context)


def _form(request: HttpRequest, choices: list[Choice], error: str = "") -> HttpResponse:
    try:
        manner = read_manner(request.POST)
    except ValidationError:
        manner = Manner()
    context = {
        "choices": choices,
        "chosen": request.POST.get("follow", choices[0].value),
        "address": request.POST.get("email", "").strip(),
        "error": error,
        "frequencies": FREQUENCIES,
        "manner": manner,
        "steps": steps(manner.rungs),
        "canonical_path": reverse("follow"),
    }
    return render(request, "follow/form.html", context, status=400 if error else 200)


def _choices(nearest: Interest) -> list[Choice]:
    """What can be followed from here, the nearest first; everything is always among it."""
    everything = Choice("everything", Interest())
    if nearest.pledge:
        company = Choice("company", Interest(company=nearest.pledge.company))
        return [Choice("pledge", nearest), company, everything]
    if nearest.company:
        return [Choice("company", nearest), everything]
    if nearest.beneficiary:
        return [Choice("beneficiary", nearest), everything]
    if nearest.query:
        return [Choice("search", nearest), everything]
    return [everything]
