"""Companies, the groups they pledge in, and every name they go by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from companies.vocabulary import CompanyKind, NameKind


class CompanyQuerySet(models.QuerySet["Company"]):
    """Verbs about many companies."""

    def current(self) -> CompanyQuerySet:
        """Leave out companies whose record was merged into another."""
        return self.filter(merged_into=None)

    def family(self, slug: str) -> CompanyQuerySet:
        """Keep a company and all that belong to it, through every level."""
        members = set(self.filter(slug=slug).values_list("pk", flat=True))
        level = members
        while level:
            level = set(self.filter(parent__in=level).values_list("pk", flat=True)) - members
            members |= level
        return self.filter(pk__in=members)


class Company(models.Model):
    """An organisation that pledges, or is bound, to stop or limit facial recognition."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=16, choices=CompanyKind.choices(), default=CompanyKind.COMPANY
    )
    country = models.CharField(
        max_length=2, blank=True, help_text="Home country, two letters (ISO 3166-1), or empty."
    )
    sector = models.CharField(max_length=80, blank=True)
    website = models.URLField(max_length=400, blank=True)
    website_seen = models.BooleanField(
        default=False, help_text="Somebody of ours has opened the website."
    )
    wikidata_id = models.CharField(max_length=16, blank=True, help_text="For example Q3884.")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries"
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="groups", through="Membership"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    note = models.TextField(blank=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="company_has_slug"),
            models.CheckConstraint(condition=~Q(name=""), name="company_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=CompanyKind.values()), name="company_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="company_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="company_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("company", args=[self.slug])


class Membership(models.Model):
    """One named member of a group that pledged together."""

    group = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="member_of")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="membership_once"),
            models.CheckConstraint(condition=~Q(group=F("member")), name="membership_not_of_self"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.group}"


class CompanyName(models.Model):
    """A name other than the main one under which a company is found."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=NameKind.choices(), default=NameKind.ALIAS)
    until = models.CharField(
        max_length=40, blank=True, help_text="Until when, for a former name: 2021-10-28 or 2021."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "name"], name="company_name_once_per_kind"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="company_name_not_empty"),
            models.CheckConstraint(
                condition=Q(kind__in=NameKind.values()), name="company_name_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
