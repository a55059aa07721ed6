"""Tips of readers: read here, answered here; the sender's receipt follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from news.models import Tip
from news.services import decide_tip

if TYPE_CHECKING:
    _TipAdmin = admin.ModelAdmin[Tip]
    _TipForm = forms.ModelForm[Tip]
else:  # Django's classes take type arguments only from a type checker
    _TipAdmin = admin.ModelAdmin
    _TipForm = forms.ModelForm

READY_ANSWERS = {
    "known": "Thank you. This is on record already; the page of the pledge has its sources.",
    "looking": "Thank you. We have found a source that can be read and are entering it.",
    "no_source": (
        "Thank you. We could not find a source that readers can check, and we publish nothing "
        "without one. If you know of one, please send it as a new tip."
    ),
    "other_subject": (
        "Thank you. This is not about a company's pledge on facial recognition, which is all "
        "that this record keeps."
    ),
}


class TipForm(_TipForm):
    """The decision: what becomes of the tip, and the answer its sender reads."""

    ready = forms.ChoiceField(
        label="Ready answer",
        required=False,
        choices=[("", "none: I write my own"), *READY_ANSWERS.items()],
        help_text="Used when the box for the answer is empty.",
    )

    class Meta:
        model = Tip
        fields = ("state", "answer")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["answer"] = data.get("answer") or READY_ANSWERS.get(data.get("ready", ""), "")
        if data.get("state") == Tip.State.NEW:
            self.add_error("state", "Choose what becomes of the tip: taken up, or not.")
        elif not data["answer"].strip():
            self.add_error("answer", "Write an answer: the sender reads it under their link.")
        return data


@admin.register(Tip)
class TipAdmin(_TipAdmin):
    """The oldest tip that waits comes first."""

    form = TipForm
    list_display = ("__str__", "state", "received_at", "decide_by", "decided_by")
    list_filter = ("state",)
    search_fields = ("text", "url", "about")
    ordering = ("decided_at", "received_at")
    readonly_fields = ("text", "url", "about", "email", "received_at", "decided_at", "decided_by")
    fields = (*readonly_fields[:5], "state", "ready", "answer", "decided_at", "decided_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Tip, form: Any, change: bool) -> None:
        decide_tip(
            obj,
            Tip.State(form.cleaned_data["state"]),
            answer=form.cleaned_data["answer"],
            by=str(request.user),
            at=timezone.now(),
        )
