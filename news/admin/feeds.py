"""Feeds and every attempt to read them."""

from __future__ import annotations

from django.contrib import admin

from news.admin.bases import AnyAdmin, ReadOnlyAdmin
from news.models import Feed, Poll


@admin.register(Feed)
class FeedAdmin(AnyAdmin):
    """The feeds to poll."""

    list_display = ("__str__", "publisher", "active", "next_poll_at", "failures", "last_error")
    list_filter = ("active",)
    search_fields = ("title", "url", "publisher")
    readonly_fields = ("next_poll_at", "etag", "last_modified", "failures", "last_error")


@admin.register(Poll)
class PollAdmin(ReadOnlyAdmin):
    """Every attempt to read a feed."""

    list_display = ("feed", "polled_at", "outcome", "http_status", "new_entries", "error")
    list_filter = ("outcome",)
    list_select_related = ("feed",)
    exclude = ("body",)
