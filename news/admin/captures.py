"""Changed pages: the new wording beside the one before, word by word, for an editor to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from moratoriums.services import citing_pledges
from news.admin.bases import ReadOnlyAdmin
from news.models import Capture, Proposal, SourceCheck
from news.services import mark_capture_read
from news.watching import word_diff


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    """Every wording of a source that was found; those that wait for an editor come first."""

    list_display = ("source", "state", "captured_at", "last_seen_at", "quotes_lost")
    list_filter = ("state", "source__source_class")
    search_fields = ("source__title", "source__publisher", "source__url")
    list_select_related = ("source",)
    ordering = ("-state", "-captured_at")  # waiting, read, kept

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        return super().get_queryset(request).defer("text")

    @admin.display(description="cited quotes not in it")
    def quotes_lost(self, capture: Capture) -> int:
        """How many of the cited quotes do not stand in this wording."""
        return len(capture.quotes_missing)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what changed; a POST says that an editor has read it."""
        capture = self.get_object(request, object_id)
        if capture is None:
            raise Http404("There is no such copy.")
        if not self.has_view_permission(request, capture):
            raise PermissionDenied
        may_read = request.user.has_perm("news.change_capture")
        if request.method == "POST":
            return self._mark_read(request, capture, may_read)
        context = {
            **self.admin_site.each_context(request),
            **_compared(capture),
            "opts": self.opts,
            "title": str(capture.source),
            "may_read": may_read and capture.state == Capture.State.WAITING,
        }
        return TemplateResponse(request, "admin/news/capture.html", context)

    def _mark_read(self, request: HttpRequest, capture: Capture, may_read: bool) -> HttpResponse:
        if not may_read:
            raise PermissionDenied
        mark_capture_read(capture, by=str(request.user), at=timezone.now())
        messages.success(request, f"{capture.source}: later wordings are compared with this one.")
        waiting = reverse("admin:news_capture_changelist")
        return HttpResponseRedirect(f"{waiting}?state__exact={Capture.State.WAITING}")


def _compared(capture: Capture) -> dict[str, Any]:
    """The wording before, the pieces that differ, and what hangs on it."""
    earlier = capture.source.captures.filter(captured_at__lt=capture.captured_at)
    before = earlier.order_by("-captured_at").first()
    return {
        "capture": capture,
        "before": before,
        "pieces": word_diff(before.text, capture.text) if before else [],
        "pledges": citing_pledges(capture.source),
        "proposals": Proposal.objects.filter(entry__identity=f"capture:{capture.pk}"),
        "checks": capture.source.checks.all()[:20],
    }


@admin.register(SourceCheck)
class SourceCheckAdmin(ReadOnlyAdmin):
    """Every look at a source."""

    list_display = ("source", "checked_at", "health", "http_status", "note")
    list_filter = ("health",)
    search_fields = ("source__title", "source__publisher", "source__url")
    list_select_related = ("source",)
    date_hierarchy = "checked_at"
