"""Sending in a tip, and the receipt that shows what became of it. GET shows, POST acts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from moratoriums.models import Pledge
from news.services import TooManyTips, find_tip, take_in_tip
from website.serving.senders import sender_of

FIELDS = ("text", "url", "email")


# No cookie, so no token: a tip acts for nobody, and a forged one is a tip like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tip(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep a tip and lead its sender to the receipt."""
    values = {name: request.POST.get(name, "") for name in FIELDS}
    about = request.POST.get("about", request.GET.get("about", ""))[:200]
    problems: dict[str, list[str]] = {}
    status = 200
    if request.method == "POST":
        if request.POST.get("website"):  # a field that people do not see
            return HttpResponseRedirect(reverse("tip"))
        now = timezone.now()
        try:
            secret = take_in_tip(about=about, sender=sender_of(request), at=now, **values)
        except ValidationError as error:
            problems, status = error.message_dict, 400
        except TooManyTips as error:
            problems, status = {"text": [str(error)]}, 429
        else:
            return HttpResponseRedirect(reverse("tip_receipt", args=[secret]))
    context = {
        "values": values,
        "about": about,
        "record": _record(about),
        "problems": problems,
    }
    return render(request, "tips/form.html", context, status=status)


def _record(about: str) -> Pledge | None:
    """The record that a tip is about, if it names one."""
    return Pledge.objects.published().filter(slug=about).first() if about else None


@require_safe
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a sender, and nobody else, where their tip stands."""
    found = find_tip(secret)
    if found is None:
        raise Http404("There is no tip under this address.")
    decided = found.decided_at
    context = {
        "tip": found,
        "record": _record(found.about),
        "received_on": timezone.localdate(found.received_at),
        "decide_by": timezone.localdate(found.decide_by),
        "decided_on": timezone.localdate(decided) if decided else None,
        "canonical_path": reverse("tip"),
    }
    response = render(request, "tips/receipt.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
