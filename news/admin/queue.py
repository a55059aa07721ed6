"""The triage queue in the admin: the list of stories is the place where they are decided."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news import services
from news.admin.bases import AnyAdmin, ReadOnlyAdmin
from news.desk.presses import Said, press
from news.desk.queue import Queue, reason_buttons, snooze_days
from news.models import Entry, QuietRule, RankerReport, Story
from news.vocabulary import DismissReason, Relation


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    """Stories to decide; the page of one is the page of its first article."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change stories may decide them."""
        return bool(request.user.has_perm("news.change_story"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the queue, or do what the editor pressed."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_decide = self.has_change_permission(request)
        now, name = timezone.now(), request.user.get_username()
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            return _answer(request, press(request.POST, by=name, at=now))
        queue = Queue(request.GET, name=name, now=now, allowed=request.user.has_perm)
        page = queue.page()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Queue",
            "queue": queue,
            "page": page,
            "rows": [] if queue.lane else queue.rows(page),
            "may_decide": may_decide,
            "reasons": reason_buttons(),
            "relations": list(Relation),
            "all_reasons": list(DismissReason),
            "snoozes": snooze_days(queue.day),
            "editors": _editors(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/news/queue.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the page of the story's first article."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        lead = (
            Entry.objects.filter(story__pk=object_id)
            .order_by(F("copy_of_id").asc(nulls_first=True), "pk")
            .first()
        )
        if lead is None:
            return HttpResponseRedirect(reverse("admin:news_story_changelist"))
        return HttpResponseRedirect(reverse("admin:news_entry_desk", args=[lead.pk]))


def _editors() -> list[str]:
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    return list(staff.order_by("username").values_list("username", flat=True)[:100])


def _answer(request: HttpRequest, said: Said) -> HttpResponse:
    """Tell a script in JSON, and anybody else on the page that comes next."""
    if request.headers.get("Accept") == "application/json":
        left = Queue({}, name="", now=timezone.now())
        return JsonResponse(
            {
                "message": said.message,
                "press": said.press,
                "gone": list(said.gone),
                "failed": said.failed,
                "go": said.go,
                "left": next(tab.count for tab in left.tabs() if tab.key == "new"),
            },
            status=409 if said.failed else 200,
        )
    if said.go:
        return HttpResponseRedirect(said.go)
    messages.add_message(request, messages.ERROR if said.failed else messages.SUCCESS, said.message)
    back = request.POST.get("back", "")
    address = reverse("admin:news_story_changelist")
    query = f"?{back.lstrip('?')}" if back.lstrip("?") and "#" not in back else ""
    after = str(said.back or request.POST.get("next", ""))
    place = f"#story-{after}" if after.isdecimal() else ""
    return HttpResponseRedirect(f"{address}{query}{place}")


@admin.register(QuietRule)
class QuietRuleAdmin(AnyAdmin):
    """Quiet rules with how often each was met; lifting one brings its stories back."""

    list_display = ("pattern", "active", "hits", "made_by", "made_at", "stories")
    fields = ("pattern", "hits", "made_by", "made_at")
    readonly_fields = ("hits", "made_by", "made_at")
    actions = ["lift"]

    @admin.display(description="its stories")
    def stories(self, rule: QuietRule) -> SafeString:
        """The stories that it dismissed, in the queue."""
        address = reverse("admin:news_story_changelist")
        return format_html('<a href="{}?tab=dismissed&amp;rule={}">show</a>', address, rule.pk)

    @admin.action(description="Lift, and bring their stories back", permissions=["change"])
    def lift(self, request: HttpRequest, rules: QuerySet[QuietRule]) -> None:
        """Take rules out of force."""
        back = sum(services.lift_quiet_rule(rule) for rule in rules)
        messages.success(request, f"Lifted; {back} stories are back in the queue.")

    def save_model(self, request: HttpRequest, obj: QuietRule, form: Any, change: bool) -> None:
        """Name who made a rule."""
        obj.made_by = obj.made_by or request.user.get_username()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule is lifted, and stays in the list with what it did."""
        return False


@admin.register(RankerReport)
class RankerReportAdmin(ReadOnlyAdmin):
    """How well the order of the queue did, training by training."""

    list_display = (
        "made_at", "trained_on", "held_back", "precision", "rules_precision", "recall", "note",
    )  # fmt: skip
