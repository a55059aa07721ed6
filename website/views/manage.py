"""The page behind the link in each mail: what somebody follows, and how they change or end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts import services
from alerts.interests import Interest, Manner
from alerts.models import Subscription
from companies.models import Company
from moratoriums.models import Pledge
from website.followables import (
    FREQUENCIES,
    at_address,
    manner_words,
    read_manner,
    steps,
)
from website.serving.days import BadDay, typed_day
from website.serving.private import private
from website.serving.senders import sender_of


@private
def leave(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what somebody follows; stop one thing, or everything.

    A POST that names no single thing stops everything: that is what mail programs send
    (RFC 8058, "List-Unsubscribe=One-Click").
    """
    now = timezone.now()
    if request.method != "POST":
        return _page(request, secret, now)
    followed = services.followed_by(services.owner(secret, at=now))
    if wanted := request.POST.get("stop"):
        if one := _among(followed, wanted):
            services.stop(secret, one.interest, at=now)
    else:
        services.leave(secret, at=now)
    return _page(request, secret, now, said=_("Done."))


@private
def act(request: HttpRequest, secret: str, action: str) -> HttpResponse:
    """Do one of the things the page offers; looking at the address does nothing."""
    now = timezone.now()
    if action not in _ACTIONS:
        raise Http404("There is no such page.")
    if request.method != "POST":
        return _page(request, secret, now)
    if action == "move" and services.asks_too_often(sender_of(request), at=now):
        return render(request, "follow/too_many.html", status=429)
    try:
        said = _ACTIONS[action](secret, request.POST, now)
    except ValidationError as refusal:
        return _page(request, secret, now, error=" ".join(refusal.messages))
    return _page(request, secret, now, said=said)


@private
def data(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out everything that is held on the person, as one JSON file."""
    held = services.held_on(services.owner(secret, at=timezone.now()))
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="what-is-held-on-me.json"'
    return response


@private
def erase(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether everything is to be erased; erase it."""
    now = timezone.now()
    subscriber = services.owner(secret, at=now)
    done = request.method == "POST"
    if done:
        services.erase(secret, at=now)
    context = {
        "secret": secret,
        "done": done,
        "address": subscriber.email,
        "canonical_path": reverse("follow"),
    }
    return render(request, "follow/erase.html", context)


def _calendar(secret: str, posted: QueryDict, now: datetime) -> str:
    address = reverse("own_calendar", args=[services.new_calendar(secret, at=now)])
    told = _(
        "The calendar of what you follow is at {address}: keep that address to yourself. If there "
        "was one before, it does not work any more."
    )
    return told.format(address=f"{settings.SITE_URL}{address}")


def _change(secret: str, posted: QueryDict, now: datetime) -> str:
    followed = services.followed_by(services.owner(secret, at=now))
    one = _among(followed, posted.get("one", ""))
    if one is None:
        raise ValidationError(_("You do not follow that any more."))
    services.change(secret, one.interest, read_manner(posted), at=now)
    return _("Changed: {what}.").format(what=one.followed)


def _add(secret: str, posted: QueryDict, now: datetime) -> str:
    if address := posted.get("address", "").strip():
        interest = at_address(address)
    elif slug := posted.get("company"):
        company = Company.objects.current().filter(slug=slug).first()
        if company is None:
            raise ValidationError(_("Choose one of the companies."))
        interest = Interest(company=company)
    else:
        raise ValidationError(_("Choose a company, or paste an address of this site."))
    services.add(secret, interest, Manner(), at=now)
    return _("You follow from now on: {what}.").format(what=interest)


def _pause(secret: str, posted: QueryDict, now: datetime) -> str:
    until = _day(posted.get("until", "")) if "until" in posted else None
    services.pause(secret, until, day=timezone.localdate(now), at=now)
    if until:
        return _("No mail of what happens before that day.")
    return _("The pause is over.")


def _keep(secret: str, posted: QueryDict, now: datetime) -> str:
    services.keep(secret, at=now)
    return _("Good. The mails go on.")


def _move(secret: str, posted: QueryDict, now: datetime) -> str:
    services.move(secret, posted.get("email", ""), at=now)
    return _(
        "A question is on its way to the new address. Until it is answered, everything goes to "
        "the old one."
    )


_ACTIONS: dict[str, Callable[[str, QueryDict, datetime], str]] = {
    "change": _change,
    "add": _add,
    "calendar": _calendar,
    "pause": _pause,
    "keep": _keep,
    "move": _move,
}


def _page(
    request: HttpRequest, secret: str, now: datetime, said: str = "", error: str = ""
) -> HttpResponse:
    subscriber = services.owner(secret, at=now)
    followed = services.followed_by(subscriber)
    asked_at, heard_at = subscriber.still_asked_at, subscriber.heard_at
    context: dict[str, Any] = {
        "secret": secret,
        "address": subscriber.email,
        "rows": [_row(one) for one in followed],
        "said": said,
        "error": error,
        "asks_all": "all" in request.GET and bool(followed) and not said,
        "asks_one": _among(followed, request.GET.urlencode()) if not said else None,
        "asks_still": bool(asked_at and (heard_at is None or heard_at < asked_at)),
        "paused_until": subscriber.paused_until,
        "is_paused": bool(
            subscriber.paused_until and subscriber.paused_until > timezone.localdate(now)
        ),
        "frequencies": FREQUENCIES,
        "companies": _companies(),
        "canonical_path": reverse("follow"),
    }
    return render(request, "follow/leave.html", context, status=400 if error else 200)


def _row(one: Subscription) -> dict[str, Any]:
    return {
        "one": one,
        "address": one.interest.address,
        "manner": manner_words(one),
        "steps": steps(one.rung_days),
    }


def _companies() -> Any:
    """The companies that can be chosen: those with a record."""
    shown = Pledge.objects.published().values("company")
    return Company.objects.current().filter(pk__in=shown).order_by("name")


def _among(followed: list[Subscription], address: str) -> Subscription | None:
    """The one of the things followed that an address names."""
    return next((one for one in followed if one.interest.address == address), None)


def _day(text: str) -> date:
    try:
        return typed_day(text)
    except BadDay as error:
        raise ValidationError(_(str(error))) from None
