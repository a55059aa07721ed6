"""Lists of rows that only the services write."""

from __future__ import annotations

from django.http import HttpRequest

from companies.admin_bases import ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """Rows that only the services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
