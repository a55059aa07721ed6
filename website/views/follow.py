"""Following by e-mail without an account: ask, say yes, change, leave. GET shows, POST acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts import services
from companies.models import Company
from moratoriums.models import Beneficiary, Pledge

View = Callable[..., HttpResponse]
EVERYTHING = "everything"


@dataclass(frozen=True)
class Choice:
    """One thing a reader may follow from the page they came from."""

    value: str
    label: str
    wish: dict[str, Any]


def _private(view: View) -> View:
    """Mark pages behind a personal link: kept by nobody, found by nobody, passed on to nobody.

    These forms need no CSRF token, and so set no cookie: the secret in the address is what
    allows them, and a mail program that unsubscribes in one click has nothing else to show.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except services.UnknownToken:
            response = _page(request, "follow/unknown.html", {}, status=404)
        except services.TokenTooOld:
            response = _page(request, "follow/too_old.html", {}, status=410)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the form, or take an address and put one question to it into the post."""
    choices = _choices(request)
    chosen = request.POST.get("follow", choices[0].value)
    address, error = request.POST.get("email", "").strip(), ""
    if request.method == "POST":
        if request.POST.get("website"):  # a field that people do not see
            return HttpResponseRedirect(reverse("follow_sent"))
        wish = next((choice.wish for choice in choices if choice.value == chosen), None)
        if wish is None:
            raise Http404("There is no such thing to follow.")
        try:
            services.subscribe(address, at=timezone.now(), **wish)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            return HttpResponseRedirect(reverse("follow_sent"))
    context = {"choices": choices, "chosen": chosen, "address": address, "error": error}
    return _page(request, "follow/form.html", context, status=400 if error else 200)


@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the same for every address."""
    return _page(request, "follow/sent.html", {})


@_private
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what waits for a yes; take the yes."""
    now = timezone.now()
    if request.method == "POST":
        context = {"followed": services.confirm(secret, at=now), "done": True}
    else:
        context = {"followed": services.confirmable(secret, at=now), "done": False}
    return _page(request, "follow/confirm.html", context)


@_private
def leave(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what somebody follows; stop one thing, or everything.

    A POST that names no single thing stops everything: that is what mail programs send
    (RFC 8058, "List-Unsubscribe=One-Click").
    """
    now = timezone.now()
    done = request.method == "POST"
    if done:
        one = request.POST.get("stop", "")
        if one.isdecimal() and len(one) < 19:
            services.stop(secret, int(one), at=now)
        else:
            services.leave(secret, at=now)
    context = {"followed": services.leaving(secret, at=now), "done": done}
    return _page(request, "follow/leave.html", context)


def _choices(request: HttpRequest) -> list[Choice]:
    """What can be followed from here, the nearest first; everything is always among it."""
    everything = Choice(EVERYTHING, "Everything on record", {})
    asked = request.GET
    if slug := asked.get("pledge"):
        pledge = _one(Pledge.objects.published().select_related("company"), slug)
        nearest = Choice("pledge", f"This record: {pledge.title}", {"pledge": pledge})
        return [nearest, _company_choice(pledge.company), everything]
    if slug := asked.get("company"):
        return [_company_choice(_one(Company.objects.current(), slug)), everything]
    if slug := asked.get("beneficiary"):
        one = _one(Beneficiary.objects.filter(merged_into=None), slug)
        label = f"Every record that exempts {one.name}"
        return [Choice("beneficiary", label, {"beneficiary": one}), everything]
    return [everything]


def _company_choice(company: Company) -> Choice:
    label = f"{company.name}, with the companies that belong to it"
    return Choice("company", label, {"company": company})


def _one(rows: Any, slug: str) -> Any:
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such record.")
    return found


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context["canonical_path"] = reverse("follow")
    return render(request, template, context, status=status)
