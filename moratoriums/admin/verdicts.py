"""The second editor's page: a waiting verdict with its evidence, to confirm or to decline."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from companies.admin_bases import ModelAdmin
from moratoriums.models import PledgeEvent
from moratoriums.services import SecondEditorNeeded, confirm_event, decline_event
from moratoriums.vocabulary import NEEDS_SECOND_EDITOR

CONFIRM = "moratoriums.confirm_verdict"


@admin.register(PledgeEvent)
class EventAdmin(ModelAdmin):
    """All events, to look through; verdicts are decided here, the rest on the pledge's page."""

    list_display = ["happened_on", "kind", "pledge_title", "recorded_by", "state"]
    list_display_links = None
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter), "kind", "significant"]
    list_select_related = ["pledge"]
    list_per_page = 50
    search_fields = ["pledge__title", "description", "note"]
    ordering = ["-happened_earliest", "-position"]
    actions = None

    @admin.display(description="pledge", ordering="pledge__title")
    def pledge_title(self, event: PledgeEvent) -> SafeString:
        """The pledge, leading to its page."""
        address = reverse("admin:moratoriums_pledge_change", args=[event.pledge_id])
        return format_html('<a href="{}">{}</a>', address, event.pledge)

    @admin.display(description="state")
    def state(self, event: PledgeEvent) -> SafeString | str:
        """Whether it is public, with the way to decide when it is not."""
        if event.confirmed_at:
            return "public" if not event.confirmed_by else f"confirmed by {event.confirmed_by}"
        return format_html('<a href="{}">Waits: decide</a>', confirm_address(event))

    def get_queryset(self, request: HttpRequest) -> QuerySet[PledgeEvent]:
        """Leave out what the clock wrote."""
        return super().get_queryset(request).filter(rung=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are entered on the pledge's page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are changed on the pledge's page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are deleted on the pledge's page."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and the one where a verdict is decided."""
        decide = path(
            "<int:pk>/decide/",
            self.admin_site.admin_view(self.decide),
            name="moratoriums_pledgeevent_decide",
        )
        return [decide, *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a waiting verdict with its evidence; confirm or decline it."""
        if not request.user.has_perm(CONFIRM):
            raise PermissionDenied
        event = get_object_or_404(PledgeEvent.objects.select_related("pledge"), pk=pk)
        error = ""
        if request.method == "POST":
            try:
                return self._decide(request, event)
            except (SecondEditorNeeded, ValueError) as refusal:
                error = str(refusal)
        pledge = event.pledge
        context = self.admin_site.each_context(request) | {
            "title": f"{event.get_kind_display()}: {pledge}",
            "opts": self.opts,
            "event": event,
            "pledge": pledge,
            "citations": event.citations.select_related("source"),
            "checks": pledge.checks.all(),
            "others": pledge.events.filter(rung=None).exclude(pk=event.pk),
            "is_verdict": event.kind in NEEDS_SECOND_EDITOR and event.confirmed_at is None,
            "own": event.recorded_by == request.user.get_username(),
            "error": error,
        }
        return render(request, "admin/moratoriums/pledgeevent/decide.html", context)

    def _decide(self, request: HttpRequest, event: PledgeEvent) -> HttpResponse:
        by, at = request.user.get_username(), timezone.now()
        if "_decline" in request.POST:
            decline_event(event, by=by, at=at, why=request.POST.get("why", ""))
            messages.success(request, f"{event} is declined and gone; the history says why.")
        else:
            confirm_event(event, by=by, at=at)
            messages.success(request, f"{event} is confirmed and public.")
        address = reverse("admin:moratoriums_pledge_change", args=[event.pledge_id])
        return HttpResponseRedirect(address)


def confirm_address(event: PledgeEvent) -> str:
    """Where a second editor decides about an event."""
    return reverse("admin:moratoriums_pledgeevent_decide", args=[event.pk])
