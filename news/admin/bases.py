"""What the admin pages of the intake share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    AnyInline = admin.TabularInline[Any, Any]
    AnyModelForm = forms.ModelForm[Any]
else:  # Django's admin and form classes take type arguments only from a type checker
    AnyAdmin = admin.ModelAdmin
    AnyInline = admin.TabularInline
    AnyModelForm = forms.ModelForm


class ReadOnlyAdmin(AnyAdmin):
    """Rows that only the intake writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
