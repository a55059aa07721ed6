"""Short permanent addresses, and the versions of a record that stay readable at theirs."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from moratoriums.models import Pledge, PledgeEvent, Revision
from moratoriums.register.comparing import changed_lines, readers_part
from moratoriums.register.files import BadFile, from_text, to_text
from moratoriums.register.schema import PledgeRecord
from website.records.changes import public_revisions
from website.serving.days import Asked
from website.serving.page import dated, merged_to, page


@dated
def event(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Lead to where an event stands; its number is permanent and never used again."""
    found = get_object_or_404(
        PledgeEvent.objects.filter(
            pk=number, confirmed_at__isnull=False, pledge__published_at__isnull=False
        ).select_related("pledge__merged_into")
    )
    target = found.pledge.merged_into
    address = merged_to(target, found.pledge.slug) if target else found.get_absolute_url()
    return HttpResponseRedirect(asked.link(address))


@dated
def version(request: HttpRequest, asked: Asked, slug: str, number: int) -> HttpResponse:
    """Show a record as one of its versions had it, with what that version changed."""
    record = get_object_or_404(
        Pledge.objects.filter(published_at__isnull=False).select_related("merged_into"), slug=slug
    )
    if record.merged_into:
        return HttpResponsePermanentRedirect(asked.link(merged_to(record.merged_into, slug)))
    public = public_revisions(record)
    shown = next((one for one in public if one.version == number), None)
    if shown is None:
        raise Http404("No public version of this record has that number.")
    numbers = sorted(one.version for one in public)
    place = numbers.index(number)
    before = public[public.index(shown) + 1] if place else None
    text = _text(shown)
    context = {
        "pledge": record,
        "revision": shown,
        "saved_on": timezone.localdate(shown.saved_at),
        "text": text,
        "lines": changed_lines(_text(before), text) if before else [],
        "before": _address(slug, numbers[place - 1]) if place else "",
        "after": _address(slug, numbers[place + 1]) if place + 1 < len(numbers) else "",
        "newest": numbers[-1] == number,
    }
    return page(request, asked, "version.html", context)


def _address(slug: str, number: int) -> str:
    return reverse("version", args=[slug, number])


def _text(revision: Revision) -> str:
    """What readers may see of a version; nothing when it was written in a form no longer read."""
    try:
        return to_text(readers_part(from_text(revision.text, PledgeRecord)))
    except BadFile:
        return ""
