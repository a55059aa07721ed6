"""Webhooks for staff: who is called about what, what became of each call, and calling again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from alerts import services
from alerts.admin_bases import ReadOnlyAdmin
from alerts.interests import rungs_column, step_words
from alerts.matching import CHOOSABLE_RUNGS
from alerts.models import Call, Webhook
from alerts.services.webhooks import change_secret, check_url, clean_search, save_webhook
from companies.admin_bases import ModelAdmin, ModelForm
from companies.admin_keys import WithKeyBoxes
from moratoriums.models import PledgeEvent

FOLLOWED = ("company", "pledge", "beneficiary", "followed_filter")


class WebhookForm(ModelForm):
    """What is called about what; nothing chosen means everything."""

    steps = forms.TypedMultipleChoiceField(
        choices=[(days, step_words(days)) for days in CHOOSABLE_RUNGS],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="At which steps before an end, a review or a day to watch it is called.",
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "format", "active", *FOLLOWED)
        labels = {"followed_filter": "Search"}
        help_texts = {
            "followed_filter": "The address of a list of records, or what follows its “?”."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].initial = self.instance.rung_days

    def clean_url(self) -> str:
        """An https address on the public internet."""
        url = str(self.cleaned_data["url"])
        check_url(url)
        return url

    def clean_followed_filter(self) -> str:
        """The search in its stable form."""
        return clean_search(self.cleaned_data["followed_filter"])

    def clean(self) -> dict[str, Any]:
        """At most one thing is followed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if sum(bool(cleaned.get(name)) for name in FOLLOWED) > 1:
            self.add_error(None, "Choose one thing to follow, or none for everything.")
        self.instance.rungs = rungs_column(cleaned.get("steps") or ())
        return cleaned


@admin.register(Webhook)
class WebhookAdmin(WithKeyBoxes, ModelAdmin):
    form = WebhookForm
    change_form_template = "admin/keyed_form.html"
    list_display = ["name", "format", "followed", "active", "failing_since", "made_by"]
    list_filter = ["active", "format"]
    list_select_related = ["company", "pledge", "beneficiary"]
    search_fields = ["name", "url"]
    readonly_fields = ["secret", "failing_since", "made_at", "made_by"]
    fields = (
        "name",
        "url",
        "format",
        "active",
        *FOLLOWED,
        "steps",
        "secret",
        "failing_since",
        "made_at",
        "made_by",
    )
    actions = ["try_out", "new_secret"]

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """Save through the same step as everything else."""
        save_webhook(obj, by=request.user.get_username(), at=timezone.now())

    @admin.action(description="Try out: call with the newest event", permissions=["change"])
    def try_out(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        """Call now, and show what was answered."""
        newest = PledgeEvent.objects.public().select_related("pledge__company")
        event = newest.order_by("-pk").first()
        if event is None:
            self.message_user(request, "There is no event yet to call with.", messages.WARNING)
            return
        for webhook in chosen:
            answer = services.try_out(webhook, event, at=timezone.now())
            level = messages.SUCCESS if answer.taken else messages.ERROR
            self.message_user(request, f"{webhook}: {answer.words}", level)

    @admin.action(description="Give a new secret", permissions=["change"])
    def new_secret(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        """Sign with another one from now on."""
        for webhook in chosen:
            change_secret(webhook)
            self.message_user(request, f"{webhook} has a new secret: give it to the receiver.")


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    """The log of calls, which only the services write."""

    list_display = ["event", "record", "webhook", "state", "attempts", "reason", "queued_at"]
    list_filter = ["state", "webhook", "queued_at"]
    list_select_related = ["event__pledge", "webhook"]
    search_fields = ["event__pledge__slug", "key"]
    actions = ["replay"]

    @admin.display(ordering="event__pledge__slug")
    def record(self, call: Call) -> str:
        return call.event.pledge.slug

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.replay_call")

    @admin.action(description="Call again, under the same id", permissions=["replay"])
    def replay(self, request: HttpRequest, chosen: QuerySet[Call]) -> None:
        """Queue calls that came to an end once more."""
        again = services.replay(list(chosen.values_list("pk", flat=True)), at=timezone.now())
        self.message_user(request, f"{again} of {len(chosen)} will be called again.")
