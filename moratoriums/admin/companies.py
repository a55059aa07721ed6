"""Companies in the admin: a saved one is shown, and found by its names, at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from companies.admin import CompanyAdmin
from companies.models import Company
from moratoriums.services import restamp, show_company


@admin.register(Company)
class RegisterCompanyAdmin(CompanyAdmin):
    """The page of a company; the room below knows nothing of readers."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let readers see the company as it now is, and find its records by its names."""
        super().save_related(request, form, formsets, change)
        show_company(form.instance)

    def delete_model(self, request: HttpRequest, obj: Company) -> None:
        """Let readers see that it is gone; one with records cannot be deleted."""
        super().delete_model(request, obj)
        restamp()
