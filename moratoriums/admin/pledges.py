"""Pledges in the admin: the whole record on one page, saved through the services or not at all."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from companies.admin_bases import ModelAdmin
from moratoriums.admin import history, reading
from moratoriums.admin.events import EventInline
from moratoriums.admin.parts import (
    CheckInline,
    ConditionInline,
    EvidenceInline,
    ExemptionInline,
    StatementInline,
    WithBoxes,
)
from moratoriums.admin.pledge_form import PledgeForm, Reply
from moratoriums.admin.pledge_layout import FIELDSETS
from moratoriums.admin.preview import Previewed, remarks_on, waiting
from moratoriums.admin.saving import Saving, anything_changed, save_columns, save_parts
from moratoriums.models import Pledge
from moratoriums.services import Conflict


@admin.register(Pledge)
class PledgeAdmin(WithBoxes, ModelAdmin):
    """The whole record of a pledge on one page."""

    form = PledgeForm
    inlines = [
        EvidenceInline,
        StatementInline,
        ExemptionInline,
        EventInline,
        ConditionInline,
        CheckInline,
    ]
    list_display = ["title", "company", "kind", "announced_on", "published", "checked_on"]
    list_filter = [
        ("published_at", admin.EmptyFieldListFilter),
        "kind",
        "force",
        "technology",
        "confidence",
    ]
    list_select_related = ["company"]
    list_per_page = 50
    search_fields = ["title", "slug", "company__name", "company__names__name", "summary"]
    change_form_template = "admin/moratoriums/pledge/change_form.html"
    actions = None
    fieldsets = FIELDSETS

    class Media:
        js = ["admin_register.js"]

    @admin.display(boolean=True, ordering="published_at")
    def published(self, pledge: Pledge) -> bool:
        """Whether readers may see it."""
        return pledge.published_at is not None

    def view_on_site(self, obj: Pledge) -> str | None:
        """The public page, once there is one."""
        return obj.get_absolute_url() if obj.published_at else None

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and the one that reads dates and terms while typing."""
        read = path(
            "read/", self.admin_site.admin_view(reading.read), name="moratoriums_pledge_read"
        )
        return [read, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Pledge | None = None) -> list[str]:
        """A slug is permanent once it is given."""
        return ["slug"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Pledge | None = None) -> bool:
        """Only drafts can be deleted: what readers have seen stays on record."""
        return super().has_delete_permission(request, obj) and (
            obj is None or obj.published_at is None
        )

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form, with the reply it is to bring back, if any."""
        made: Any = super().get_form(request, *args, **kwargs)
        made.reply = getattr(request, "pledge_reply", None)
        return made

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save all or nothing; what cannot be saved comes back as it was typed."""
        context = {"can_publish": request.user.has_perm("moratoriums.publish_pledge")}
        context |= extra_context or {}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, context)
        reply = self._conflict(request, object_id)
        if reply is None:
            try:
                return super().changeform_view(request, object_id, form_url, context)
            except Previewed as preview:
                reply = Reply(panel="preview", context=vars(preview))
            except Conflict:
                reply = self._conflict(request, object_id)
            except (ValueError, IntegrityError) as error:
                reply = Reply(errors=_sentences(error))
        request.pledge_reply = reply  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, context | {"reply": reply})

    def _conflict(self, request: HttpRequest, object_id: str | None) -> Reply | None:
        """What somebody else changed since the page was opened, if anything."""
        pledge = Pledge.objects.filter(pk=object_id).first() if object_id else None
        opened = request.POST.get("version", "")
        if pledge is None or opened == str(pledge.version):
            return None
        since = history.since(pledge, int(opened) if opened.isdigit() else 0)
        error = (
            "Somebody else saved this record since you opened it. Nothing of yours is saved or "
            "lost: compare with their change above, mend yours, and save again."
        )
        return Reply((error,), pledge.version, "conflict", since)

    def save_model(self, request: HttpRequest, obj: Pledge, form: PledgeForm, change: bool) -> None:
        """Write the pledge's own columns, unless it is no longer as it was opened."""
        _demand_right(request)
        save_columns(form, change=change)

    def save_related(
        self, request: HttpRequest, form: PledgeForm, formsets: Any, change: bool
    ) -> None:
        """Write everything else and settle the record; a preview is undone after that."""
        saving = Saving(
            by=request.user.get_username(),
            at=timezone.now(),
            publish="_publish" in request.POST,
            unpublish="_unpublish" in request.POST,
        )
        decided = saving.publish or saving.unpublish or "_preview" in request.POST
        if change and not decided and not anything_changed(form, formsets):
            messages.info(request, "Nothing was changed, so no new version was made.")
            for formset in formsets:
                formset.save(commit=False)
            return
        revision = save_parts(form, formsets, saving)
        if "_preview" in request.POST:
            raise Previewed(revision)
        self._say_what_follows(request, form.instance)

    def _say_what_follows(self, request: HttpRequest, pledge: Pledge) -> None:
        for event in waiting(pledge):
            messages.warning(
                request,
                f"{event} waits for a second editor: it is not public yet, nor is the note on the "
                "change that brought it.",
            )
        for remark in remarks_on(pledge):
            messages.warning(request, f"Wording: {remark}")

    def response_change(self, request: HttpRequest, obj: Pledge) -> HttpResponse:
        """Stay on the page after publishing, to see how it stands."""
        if "_publish" in request.POST or "_unpublish" in request.POST:
            done = "published" if obj.published_at else "a draft again"
            messages.success(request, f"{obj} is {done}.")
            return HttpResponseRedirect(reverse("admin:moratoriums_pledge_change", args=[obj.pk]))
        return super().response_change(request, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every version of the record with what it changed."""
        pledge = self.get_object(request, object_id)
        if pledge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_or_change_permission(request, pledge):
            raise PermissionDenied
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        return history.page(request, pledge, shared)


def _demand_right(request: HttpRequest) -> None:
    """Refuse to publish, or to take back, without the right to."""
    asked = "_publish" in request.POST or "_unpublish" in request.POST
    if asked and not request.user.has_perm("moratoriums.publish_pledge"):
        raise PermissionDenied


def _sentences(error: Exception) -> tuple[str, ...]:
    if isinstance(error, IntegrityError):
        return (f"The database refuses this: {error}. Check the parts that name each other.",)
    return (str(error),)
