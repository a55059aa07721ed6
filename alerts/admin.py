"""The post room for staff: who follows what, what was sent, and why not."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from alerts.models import Delivery, Dispatch, Email, Subscriber, Subscription


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that only the services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class SubscriptionInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Subscription
    extra = 0
    can_delete = False
    fields = ("followed", "asked_at", "confirmed_at")
    readonly_fields = ("followed", "asked_at", "confirmed_at")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """Deleting a subscriber erases what is held on them; their links then lead nowhere."""

    list_display = ["email", "asked_at", "confirmed_at", "left_at"]
    list_filter = [
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("left_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["email"]
    inlines = [SubscriptionInline]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("alerts.delete_subscriber")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Whoever may erase a person may erase what was sent to them, which has no button else."""
        shown, counts, _, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["event", "pledge", "subscriber", "state", "reason", "queued_at", "email"]
    list_filter = ["state", "queued_at"]
    list_select_related = ["event__pledge", "subscriber", "email__subscriber"]
    search_fields = ["subscriber__email", "event__pledge__slug"]

    @admin.display(ordering="event__pledge__slug")
    def pledge(self, delivery: Delivery) -> str:
        return delivery.event.pledge.slug


@admin.register(Email)
class EmailAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "subscriber", "kind", "state", "attempts", "queued_at", "sent_at"]
    list_filter = ["state", "kind", "queued_at"]
    list_select_related = ["subscriber"]
    search_fields = ["subscriber__email", "subject", "message_id"]


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    """What went out, without addresses: when, about what, to how many."""

    list_display = ["event", "pledge", "people", "queued_at", "mail"]
    list_filter = ["queued_at"]
    list_select_related = ["event__pledge"]
    search_fields = ["event__pledge__slug"]

    @admin.display(ordering="event__pledge__slug")
    def pledge(self, dispatch: Dispatch) -> str:
        return dispatch.event.pledge.slug

    @admin.display(description="the mail, as of today")
    def mail(self, dispatch: Dispatch) -> str:
        address = reverse("outbox_preview_event", args=["alert", dispatch.event_id])
        return format_html('<a href="{}">Preview</a>', address)
