"""The post room for staff: who follows what, what was sent, and why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from alerts import admin_webhooks, services
from alerts.admin_bases import ReadOnlyAdmin
from alerts.models import (
    Correction,
    Delivery,
    Dispatch,
    Duty,
    Email,
    Return,
    Subscriber,
    Subscription,
)

__all__ = ["admin_webhooks"]


class SubscriptionInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Subscription
    extra = 0
    can_delete = False
    fields = ("followed", "frequency", "rungs", "absence", "heartbeat", "asked_at", "confirmed_at")
    readonly_fields = fields

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
    actions = ["export"]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.export_subscriber")

    @admin.action(description="Export what is held on them (JSON)", permissions=["export"])
    def export(self, request: HttpRequest, chosen: QuerySet[Subscriber]) -> HttpResponse:
        """Hand out what is held on some people; who did so stands in the log of each."""
        LogEntry.objects.log_actions(
            request.user.pk or 0, chosen, CHANGE, "Exported what is held.", single_object=False
        )
        response = JsonResponse(
            [services.held_on(one) for one in chosen],
            safe=False,
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        )
        response["Content-Disposition"] = 'attachment; filename="subscribers.json"'
        return response

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
    list_display = ["event", "pledge", "subscriber", "state", "reason", "due_at", "email"]
    list_filter = ["state", "due_at"]
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
    actions = ["call_sent", "send_again"]

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.settle_email")

    @admin.action(description="Count as sent, where nobody knows", permissions=["settle"])
    def call_sent(self, request: HttpRequest, chosen: QuerySet[Email]) -> None:
        """Somebody knows that they arrived."""
        self._settle(request, chosen, services.call_sent)

    @admin.action(description="Send again what failed or nobody knows", permissions=["settle"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Email]) -> None:
        """Put them back into the outbox, each with its Message-ID."""
        self._settle(request, chosen, services.send_again)

    def _settle(
        self, request: HttpRequest, chosen: QuerySet[Email], decide: Callable[..., bool]
    ) -> None:
        by = request.user.get_username()
        settled = [one for one in chosen if decide(one, at=timezone.now(), by=by)]
        LogEntry.objects.log_actions(
            request.user.pk or 0, settled, CHANGE, decide.__doc__ or "", single_object=False
        )
        self.message_user(request, f"{len(settled)} of {len(chosen)} mails settled.")


@admin.register(Return)
class ReturnAdmin(ReadOnlyAdmin):
    """What came back, and whose mail stopped because of it."""

    list_display = ["subscriber", "kind", "said", "received_at", "stopped"]
    list_filter = ["kind", "stopped", "received_at"]
    list_select_related = ["subscriber"]
    search_fields = ["subscriber__email"]


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    """What went out, without addresses: when, about what, to how many."""

    list_display = ["event", "pledge", "people", "queued_at", "mail", "wrong"]
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

    @admin.display(description="was it wrong?")
    def wrong(self, dispatch: Dispatch) -> str:
        address = reverse("admin:alerts_dispatch_correct", args=[dispatch.pk])
        return format_html('<a href="{}">Correct it</a>', address) if dispatch.people else ""

    def get_urls(self) -> list[Any]:
        """The lists of the admin, and the page on which a correction is written."""
        view = self.admin_site.admin_view(self.correct)
        own = path("<int:pk>/correct/", view, name="alerts_dispatch_correct")
        return [own, *super().get_urls()]

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write to everybody who got an alert what was wrong with it."""
        if not request.user.has_perm("alerts.send_correction"):
            raise PermissionDenied
        dispatch = get_object_or_404(Dispatch.objects.select_related("event__pledge"), pk=pk)
        error = ""
        if request.method == "POST":
            try:
                made = services.correct_alert(
                    dispatch.event,
                    request.POST.get("text", ""),
                    by=request.user.get_username(),
                    at=timezone.now(),
                )
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
            else:
                self.message_user(request, f"The correction goes to {made.people} people.")
                return HttpResponseRedirect(reverse("admin:alerts_correction_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Correct an alert",
            "dispatch": dispatch,
            "people": services.reached_by(dispatch.event).count(),
            "text": request.POST.get("text", ""),
            "error": error,
        }
        return render(request, "admin/alerts/correct.html", context)


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["event", "text", "people", "made_by", "made_at"]
    list_select_related = ["event__pledge"]


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    list_display = [
        "pledge",
        "kind",
        "about_on",
        "acknowledged_by",
        "snoozed_until",
        "assigned_to",
    ]
    list_filter = ["kind", ("acknowledged_at", admin.EmptyFieldListFilter), "assigned_to"]
    list_select_related = ["pledge", "assigned_to"]
    search_fields = ["pledge__slug"]
