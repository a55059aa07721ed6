"""Entries to look up."""

from __future__ import annotations

from django.contrib import admin

from news.admin.bases import ReadOnlyAdmin
from news.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Every article kept, with why it matched or was skipped."""

    list_display = ("title", "publisher", "published_on", "first_seen_at", "why_skipped")
    list_filter = (("why_skipped", admin.EmptyFieldListFilter),)
    search_fields = ("title", "publisher", "url")
    date_hierarchy = "published_on"
