"""The pages by which an editor takes feeds in by the list: OPML, and the feeds of a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from news.admin.bases import AnyAdmin
from news.discovery import NamedFeed
from news.models import Feed
from news.opml import MOST_BYTES, BadOpml, FeedLine, write_opml
from news.services import NoFeedFound, add_feeds, exported_feeds, find_feeds, import_opml


class ListedFeedsAdmin(AnyAdmin):
    """What the admin of feeds can do beside changing one."""

    change_list_template = "admin/news/feed/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Put these pages before the one of a single feed, which takes any address."""
        guard = self.admin_site.admin_view
        return [
            path("opml/", guard(self.export_view), name="news_feed_export"),
            path("import/", guard(self.import_view), name="news_feed_import"),
            path("find/", guard(self.find_view), name="news_feed_find"),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The active feeds as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        response = HttpResponse(
            write_opml(exported_feeds(), made_at=now), content_type="text/x-opml; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="feeds-{now:%Y-%m-%d}.opml"'
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file, or add the feeds it names."""
        self._demand_adding(request)
        problem = ""
        if request.method == "POST":
            file = request.FILES.get("opml")
            try:
                raw = file.read(MOST_BYTES + 1) if file else b""
                return self._told(request, str(import_opml(raw)))
            except BadOpml as error:
                problem = f"{error} No feed was added."
        return self._page(request, "Import OPML", {"problem": problem, "asks_file": True})

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for an address and show its feeds, or add those that were chosen."""
        self._demand_adding(request)
        if request.method == "POST":
            chosen = [FeedLine(url) for url in request.POST.getlist("feed")]
            return self._told(request, str(add_feeds(chosen)))
        url, problem, found = request.GET.get("url", "").strip(), "", list[NamedFeed]()
        if url:
            try:
                found = find_feeds(url)
            except NoFeedFound as error:
                problem = str(error)
        context = {"url": url, "problem": problem, "found": found}
        return self._page(request, "Find the feeds of a page", context)

    def _demand_adding(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _told(self, request: HttpRequest, text: str) -> HttpResponse:
        messages.success(request, text)
        return HttpResponseRedirect(reverse("admin:news_feed_changelist"))

    def _page(self, request: HttpRequest, title: str, context: dict[str, Any]) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": Feed._meta,
            "title": title,
            **context,
        }
        return TemplateResponse(request, "admin/news/feed/lists.html", whole)
