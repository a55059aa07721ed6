"""How a view answers: read-only, about one day, with the frame every page shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from website.serving.days import Asked, BadDay, read_day

Params = ParamSpec("Params")

# Says that an answer follows from the register, the day and the address alone. Whoever stores it
# asks again each time; ``website.serving.middleware`` answers that from memory.
OF_THE_REGISTER = "public, no-cache"
# A page alone in its group of windows makes the browser start a process for it (docs/design.md).
# Such pages know no reader, so a window that opened one learns nothing.
_OPENED_BY_ANYBODY = "unsafe-none"


def dated(
    view: Callable[Concatenate[HttpRequest, Asked, Params], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Params], HttpResponseBase]:
    """Hand a view the day asked for; a day that cannot be read gets a page that says so.

    What the view answers counts as a page of the register, made once for each state of it; a
    view that shows anything else as well sets a ``Cache-Control`` of its own.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponseBase:
        today = timezone.localdate()
        try:
            asked = read_day(request.GET.get("as_of"), today)
        except BadDay as error:
            context = {"problem": str(error), "given": request.GET.get("as_of", "")[:60]}
            return render(request, "errors/bad_day.html", context, status=400)
        response = view(request, asked, *args, **kwargs)
        response.setdefault("Cache-Control", OF_THE_REGISTER)
        response.setdefault("Cross-Origin-Opener-Policy", _OPENED_BY_ANYBODY)
        return response

    return require_safe(answer)


def page(
    request: HttpRequest, asked: Asked, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer with a page about the day asked for."""
    return render(request, template, {"asked": asked, **(context or {})})


class Merged(Protocol):
    """A record that others may have been merged into."""

    def get_absolute_url(self) -> str: ...


def merged_to(target: Merged, old: str) -> str:
    """Return where a merged record leads, so that the page there can say so."""
    return f"{target.get_absolute_url()}?{urlencode({'merged': old})}"


def merged_notice(request: HttpRequest, merged_from: Iterable[Any]) -> str:
    """Return the name of the record a reader came from, if it was merged into this one."""
    old = request.GET.get("merged")
    return next((str(one) for one in merged_from if one.slug == old), "")
