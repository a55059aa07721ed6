"""Companies in the admin: every name they go by, and the members of a group, on one page."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest

from companies.admin_bases import InlineFormSet, ModelAdmin, ModelForm, TabularInline
from companies.admin_keys import WithKeyBoxes
from companies.models import Company, CompanyName, Membership
from companies.vocabulary import CompanyKind

_PARTLY_DATED = RegexValidator(
    r"^\d{4}(-\d{2}(-\d{2})?)?$", "Write a year (2021), a month (2021-10) or a day (2021-10-28)."
)


class CompanyForm(ModelForm):
    """A company; its kind and its members have to agree."""

    class Meta:
        model = Company
        fields = (
            "name",
            "slug",
            "kind",
            "country",
            "sector",
            "website",
            "website_seen",
            "wikidata_id",
            "parent",
            "merged_into",
            "note",
        )

    def clean_country(self) -> str:
        """Two letters, in capitals."""
        code: str = self.cleaned_data["country"].upper()
        if code and not re.fullmatch("[A-Z]{2}", code):
            raise ValidationError("Write the two letters of ISO 3166-1, such as US.")
        return code

    def clean_wikidata_id(self) -> str:
        """A Q and its number."""
        text: str = self.cleaned_data["wikidata_id"].strip().upper()
        if text and not re.fullmatch(r"Q[1-9]\d{0,14}", text):
            raise ValidationError("A Wikidata id looks like Q3884.")
        return text

    def clean_parent(self) -> Company | None:
        """The parent, unless that would make a circle."""
        parent: Company | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if above.pk == self.instance.pk:
                raise ValidationError(f"{parent} belongs to this company: that would be a circle.")
            above = above.parent
        return parent


class NameForm(ModelForm):
    """Another name of a company."""

    until = forms.CharField(
        required=False, max_length=10, validators=[_PARTLY_DATED], help_text="For a former name."
    )

    class Meta:
        model = CompanyName
        fields = ("name", "kind", "until")


class CellFormSet(InlineFormSet):
    """Forms laid out as rows of a table, where only the column's head names a box."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Give every box its label, for those who do not see the column."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            label = field.label or name.replace("_", " ").capitalize()
            field.widget.attrs.setdefault("aria-label", label)


class NameInline(TabularInline):
    """Aliases, former names, brands, products and web domains."""

    model = CompanyName
    form = NameForm
    formset = CellFormSet
    extra = 1
    verbose_name_plural = "other names"


class MemberFormSet(CellFormSet):
    """Members belong to groups alone."""

    def clean(self) -> None:
        """Refuse members of anything that is no group."""
        super().clean()
        gone = self.deleted_forms
        named = [f for f in self.forms if f not in gone and f.cleaned_data.get("member")]
        if named and self.instance.kind != CompanyKind.GROUP:
            raise ValidationError("Only a group has members: set the kind to group.")


class MemberInline(WithKeyBoxes, TabularInline):
    """The named members of a group that pledged together."""

    model = Membership
    formset = MemberFormSet
    fk_name = "group"
    fields = ("member",)
    extra = 1
    verbose_name = "member"
    verbose_name_plural = "members, if it is a group"


class CompanyAdmin(WithKeyBoxes, ModelAdmin):
    """Companies, groups and public bodies."""

    form = CompanyForm
    inlines = [NameInline, MemberInline]
    list_display = ["name", "kind", "country", "sector", "parent"]
    list_filter = ["kind", "country"]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name", "slug", "names__name"]
    prepopulated_fields = {"slug": ("name",)}
    actions = None
    fieldsets = [
        (None, {"fields": (("name", "slug"), ("kind", "country"), "sector", "note")}),
        ("Elsewhere", {"fields": (("website", "website_seen"), "wikidata_id")}),
        ("Family", {"fields": (("parent", "merged_into"),)}),
    ]

    change_form_template = "admin/keyed_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A slug is permanent once it is given."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only while the slug can still be chosen."""
        return {} if obj else self.prepopulated_fields

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Put new names and members at the end."""
        place = formset.queryset.count()
        for row in formset.save(commit=False):
            if row.pk is None:
                row.position, place = place, place + 1
            row.save()
        for row in formset.deleted_objects:
            row.delete()
