"""The local outbox: without a mail server each message is a file, and staff read them here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from alerts import services
from alerts.services.previewing import Kind
from moratoriums.models import PledgeEvent

SEPARATOR = b"-" * 79 + b"\n"
HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

# A mail names its reader.
_may_read_mail = permission_required("alerts.view_email", raise_exception=True)


@dataclass(frozen=True)
class Kept:
    """One message of a file: a file holds what left through one connection."""

    name: str
    number: int
    message: EmailMessage

    @property
    def address(self) -> str:
        """Where it is shown."""
        return reverse("outbox_mail", args=[self.name, self.number])

    def part(self, kind: str) -> str:
        """The text of its plain or html part; empty if it has none."""
        found = self.message.get_body((kind,))
        return str(found.get_content()) if found else ""


@staff_member_required
@_may_read_mail
def mails(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first; say plainly when a real server is used instead."""
    kept = Paginator(list(_all()), 50).get_page(request.GET.get("page"))
    context = {"page": kept, "goes_to_files": _goes_to_files(), "folder": settings.OUTBOX_DIR}
    return render(request, "outbox/mails.html", context)


@staff_member_required
@_may_read_mail
def mail(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Show one message: its headers and its text."""
    one = _find(name, number)
    context = {
        "mail": one,
        "headers": list(one.message.items()),
        "text": one.part("plain"),
        "has_html": bool(one.part("html")),
    }
    return render(request, "outbox/mail.html", context)


@staff_member_required
def previews(request: HttpRequest) -> HttpResponse:
    """List the mails there are; those about an event, for the newest ones."""
    events = PledgeEvent.objects.public().select_related("pledge").order_by("-pk")
    context = {
        "general": [kind for kind in Kind if not kind.needs_event],
        "about_events": [kind for kind in Kind if kind.needs_event],
        "events": Paginator(events, 25).get_page(request.GET.get("page")),
    }
    return render(request, "outbox/previews.html", context)


@staff_member_required
def preview(request: HttpRequest, kind: str, event: int | None = None) -> HttpResponse:
    """Show a mail as it would leave today, and how many would get it; ?html=1 its HTML alone."""
    wanted = next((one for one in Kind if one == kind), None)
    if wanted is None or wanted.needs_event != (event is not None):
        raise Http404("There is no such mail.")
    day = timezone.localdate()
    about = None
    if event is None:
        shown = services.preview_general(wanted, day=day)
    else:
        about = get_object_or_404(PledgeEvent.objects.select_related("pledge__company"), pk=event)
        shown = services.preview_event(wanted, about, day=day)
    if "html" in request.GET:
        return _alone(shown.message.html)
    context = {"shown": shown, "event": about, "headers": shown.message.extra_headers.items()}
    return render(request, "outbox/preview.html", context)


@staff_member_required
@_may_read_mail
def html(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Show the HTML part as a page of its own, which may load and run nothing."""
    return _alone(_find(name, number).part("html"))


def _alone(html: str) -> HttpResponse:
    response = HttpResponse(html)
    response["Content-Security-Policy"] = HTML_POLICY
    return response


def _goes_to_files() -> bool:
    return str(settings.EMAIL_BACKEND).endswith("filebased.EmailBackend")


def _all() -> Iterator[Kept]:
    """Every message; the names of the files begin with their time."""
    folder = Path(settings.OUTBOX_DIR)
    for path in sorted(folder.glob("*.log"), reverse=True):
        messages = _read(path)
        for number in range(len(messages), 0, -1):
            yield Kept(path.name, number, messages[number - 1])


def _find(name: str, number: int) -> Kept:
    """One message, by the name of a file that is really in the outbox."""
    known = {path.name: path for path in Path(settings.OUTBOX_DIR).glob("*.log")}
    messages = _read(known[name]) if name in known else []
    if not 1 <= number <= len(messages):
        raise Http404("There is no such message in the outbox.")
    return Kept(name, number, messages[number - 1])


def _read(path: Path) -> list[EmailMessage]:
    parts = path.read_bytes().split(SEPARATOR)
    return [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]
