"""Feeds, to add, pause and poll, and every attempt to read them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.admin.bases import AnyAdmin, AnyInline, AnyModelForm, ReadOnlyAdmin
from news.models import Feed, Poll
from news.services import pause_feeds, poll_soon, resume_feeds
from outbound.addresses import ClosedAddress, take_public

_LAST_POLLS = 10


class FeedForm(AnyModelForm):
    """A feed's address is checked before it is ever asked for."""

    class Meta:
        model = Feed
        fields = ("url", "title", "publisher", "active")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            take_public(url)
        except ClosedAddress as error:
            raise forms.ValidationError(f"This address is not fetched: {error}.") from error
        return url


class LastPolls(AnyInline):
    """The latest attempts, on the page of their feed."""

    model = Poll
    verbose_name_plural = "last polls"
    fields = ("polled_at", "outcome", "http_status", "new_entries", "changed_entries", "seconds",
              "error")  # fmt: skip
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        """The last ten, without the bytes that came."""
        feed = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        polls = super().get_queryset(request).defer("body")
        latest = polls.filter(feed=feed).order_by("-polled_at", "-pk").values("pk")[:_LAST_POLLS]
        return polls.filter(pk__in=list(latest.values_list("pk", flat=True)))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Feed)
class FeedAdmin(AnyAdmin):
    """The feeds to poll. None is deleted: what it brought belongs to it; pause it instead."""

    form = FeedForm
    list_display = ("__str__", "publisher", "active", "last_polled_at", "last_new_at",
                    "next_poll_at", "failures", "last_error")  # fmt: skip
    list_filter = ("active", ("gone_at", admin.EmptyFieldListFilter), "failures")
    search_fields = ("title", "url", "publisher")
    readonly_fields = (
        "next_poll_at", "last_polled_at", "last_new_at", "wait_until", "gone_at", "failures",
        "failing_since", "last_error", "etag", "last_modified", "ttl_minutes", "skip_hours",
        "skip_days", "moved_to", "moved_since",
    )  # fmt: skip
    fields = ("url", "title", "publisher", "active", *readonly_fields)
    inlines = (LastPolls,)
    actions = ("poll_now", "pause", "resume")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Poll the chosen feeds now", permissions=["change"])
    def poll_now(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Put them first in line; what cannot be polled now says why."""
        for feed in chosen:
            messages.info(request, poll_soon(feed, at=timezone.now()))

    @admin.action(description="Pause the chosen feeds", permissions=["change"])
    def pause(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Ask them no more until they are resumed."""
        count = pause_feeds(list(chosen.values_list("pk", flat=True)))
        messages.info(request, f"{count} paused. All they brought is kept.")

    @admin.action(description="Resume the chosen feeds", permissions=["change"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Ask them again."""
        count = resume_feeds(list(chosen.values_list("pk", flat=True)), at=timezone.now())
        messages.info(request, f"{count} resumed; they are polled within minutes.")

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        """A new feed, or one with a new address, is polled soon and without old validators."""
        if "url" in form.changed_data:
            obj.next_poll_at, obj.gone_at, obj.etag, obj.last_modified = (
                timezone.now(),
                None,
                "",
                "",
            )
            obj.body_sha256, obj.marks = "", b""
        super().save_model(request, obj, form, change)


@admin.register(Poll)
class PollAdmin(ReadOnlyAdmin):
    """Every attempt to read a feed, with what came."""

    list_display = ("feed", "polled_at", "outcome", "http_status", "new_entries", "error")
    list_filter = ("outcome",)
    list_select_related = ("feed",)
    exclude = ("body",)
    readonly_fields = ("what_came",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        """Lists do not need the bytes."""
        return super().get_queryset(request).defer("body")

    def get_urls(self) -> list[URLPattern]:
        """The bytes that came have an address of their own."""
        raw = self.admin_site.admin_view(self.raw)
        return [path("<int:pk>/raw/", raw, name="news_poll_raw"), *super().get_urls()]

    @admin.display(description="what came")
    def what_came(self, poll: Poll) -> SafeString | str:
        """A link to the bytes, if there are any."""
        if not poll.sha256:
            return "nothing"
        address = reverse("admin:news_poll_raw", args=[poll.pk])
        return format_html('<a href="{}">download as text</a>', address)

    def raw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes as they came: to save, as plain text, never as a page."""
        poll = self.get_object(request, str(pk))
        if poll is None or not self.has_view_permission(request, poll):
            raise Http404("There is no such poll.")
        raw = poll.raw()
        if raw is None:
            raise Http404("What came with this poll was dropped after its time.")
        return HttpResponse(
            raw,
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="poll-{poll.pk}.txt"'},
        )
