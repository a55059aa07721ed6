"""Sources, exempt parties and counter-cases in the admin: what pledges point to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import slugify
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from companies.admin_bases import ModelAdmin, ModelForm, TabularInline
from moratoriums.admin.lists import LinesField
from moratoriums.admin.parts import WithBoxes
from moratoriums.models import Beneficiary, Citation, Exemption, Refusal, Source
from moratoriums.register.schema import PledgeRecord
from moratoriums.register.values import Url
from moratoriums.register.wording import problems_of
from moratoriums.services import restamp, show_beneficiary, show_source

_URLS: TypeAdapter[str] = TypeAdapter(Url)


def check_address(text: str) -> str:
    """The address if the register takes it: no tracking, no user name; else ValidationError."""
    try:
        return _URLS.validate_python(text)
    except Refused as error:
        found = problems_of(error, PledgeRecord)
        raise ValidationError([problem.message for problem in found]) from error


class SourceForm(ModelForm):
    """A page or document; its key is made from publisher and title when none is given."""

    slug = forms.SlugField(
        label="Key", required=False, max_length=80, help_text="Permanent; made for you if empty."
    )

    class Meta:
        model = Source
        fields = ("title",)  # the admin's fieldsets name all the others

    def clean_url(self) -> str:
        """The address without tracking."""
        return check_address(self.cleaned_data["url"])

    def clean_archived_url(self) -> str:
        """The address of the stored copy, or nothing."""
        text: str = self.cleaned_data["archived_url"]
        return check_address(text) if text else ""

    def clean(self) -> dict[str, Any]:
        """Make a key that nobody has."""
        data = super().clean() or self.cleaned_data
        if "slug" in self.fields and not data.get("slug") and "title" in data:
            data["slug"] = free_slug(f"{data.get('publisher', '')} {data['title']}")
            self.instance.slug = data["slug"]
        return data


def free_slug(text: str) -> str:
    """A key from a text, with a number when it is taken."""
    base = slugify(text)[:60].strip("-") or "source"
    number, slug = 2, base
    while Source.objects.filter(slug=slug).exists():
        number, slug = number + 1, f"{base}-{number}"
    return slug


class UseInline(TabularInline):
    """Where a record is used; to look, not to change."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Citations are made where the fact is."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Citations are changed where the fact is."""
        return False


class SourceUseInline(UseInline):
    """What a source is cited for."""

    model = Citation
    verbose_name_plural = "cited for"
    fields = ("pledge", "event", "exemption", "quote")


class BeneficiaryUseInline(UseInline):
    """Who exempts a party."""

    model = Exemption
    verbose_name_plural = "exempt from"
    fields = ("pledge", "purpose", "state", "since")


class Register(WithBoxes, ModelAdmin):
    """The look that all records share; a key stays once it is given."""

    list_per_page = 50
    actions = None

    class Media:
        js = ["admin_register.js"]

    change_form_template = "admin/keyed_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A key is permanent."""
        return ["slug"] if obj else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let readers see the record as it now is."""
        super().save_related(request, form, formsets, change)
        self.show(form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Let readers see that it is gone; what something points to cannot be deleted."""
        super().delete_model(request, obj)
        restamp()

    def show(self, record: Any) -> None:
        """Let readers see a changed record."""
        restamp()


@admin.register(Source)
class SourceAdmin(Register):
    """Pages and documents that support what the register says."""

    def show(self, record: Source) -> None:
        """Let readers see a changed source and find records by it."""
        show_source(record)

    form = SourceForm
    inlines = [SourceUseInline]
    list_display = ["title", "publisher", "published_on", "source_class", "seen_on", "health"]
    list_filter = [("seen_on", admin.EmptyFieldListFilter), "source_class", "health", "language"]
    search_fields = ["title", "publisher", "url", "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": (
                    "url",
                    ("title", "title_is_ours"),
                    ("publisher", "source_class"),
                    ("published_on", "seen_on"),
                    ("language", "slug"),
                    "note",
                )
            },
        ),
        (
            "Stored copy and health",
            {
                "classes": ("collapse",),
                "fields": (
                    "archived_url",
                    "captured_at",
                    "sha256",
                    ("health", "health_checked_at"),
                ),
            },
        ),
    ]


class BeneficiaryForm(ModelForm):
    """A party or use, with its other names one a line."""

    also_known_as = LinesField(rows=2)

    class Meta:
        model = Beneficiary
        fields = ("slug", "name", "kind", "also_known_as", "merged_into", "note")


@admin.register(Beneficiary)
class BeneficiaryAdmin(Register):
    """Who or what pledges leave allowed."""

    def show(self, record: Beneficiary) -> None:
        """Let readers see a changed party and find records by its names."""
        show_beneficiary(record)

    form = BeneficiaryForm
    inlines = [BeneficiaryUseInline]
    list_display = ["name", "kind", "merged_into"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "also_known_as"]
    prepopulated_fields = {"slug": ("name",)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only while the key can still be chosen."""
        return {} if obj else self.prepopulated_fields


@admin.register(Refusal)
class RefusalAdmin(Register):
    """Companies that were asked and gave no promise."""

    list_display = ["who", "stance"]
    search_fields = ["who", "stance"]
    fields = ["slug", "who", "stance", "sources"]
