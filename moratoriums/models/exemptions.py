"""Exemptions: who or what stays allowed, under which pledge, since when."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from moratoriums.fields import PartialDateField
from moratoriums.models.constraints import in_order, known, not_empty
from moratoriums.models.pledges import Pledge
from moratoriums.vocabulary import BeneficiaryKind, ExemptionOrigin, ExemptionState


class Beneficiary(models.Model):
    """An organisation, use, class of customers or place that pledges leave allowed."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=BeneficiaryKind.choices())
    also_known_as = models.JSONField(default=list, blank=True)
    whose_use = models.JSONField(
        default=list,
        blank=True,
        help_text="For a class of customers: whose use stays allowed with it, as pledges name it.",
    )
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "beneficiaries"
        constraints = [
            not_empty("slug", "beneficiary_has_slug"),
            not_empty("name", "beneficiary_has_name"),
            known("kind", BeneficiaryKind, "beneficiary_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("beneficiary", args=[self.slug])


class Exemption(models.Model):
    """One party or use that a pledge leaves allowed."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="exemptions")
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="exemptions"
    )
    purpose = models.CharField(max_length=300, blank=True)
    origin = models.CharField(
        max_length=16, choices=ExemptionOrigin.choices(), default=ExemptionOrigin.STATED
    )
    state = models.CharField(
        max_length=16, choices=ExemptionState.choices(), default=ExemptionState.ACTIVE
    )
    since = PartialDateField(earliest="since_earliest", latest="since_latest")
    since_earliest = models.DateField(null=True, editable=False)
    since_latest = models.DateField(null=True, editable=False)
    until = PartialDateField(earliest="until_earliest", latest="until_latest")
    until_earliest = models.DateField(null=True, editable=False)
    until_latest = models.DateField(null=True, editable=False)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "beneficiary"], name="exemption_once_per_beneficiary"
            ),
            known("origin", ExemptionOrigin, "exemption_origin_known"),
            known("state", ExemptionState, "exemption_state_known"),
            in_order("since_earliest", "since_latest", "exemption_since_in_order"),
            in_order("until_earliest", "until_latest", "exemption_until_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary} exempt from {self.pledge}"

    def get_absolute_url(self) -> str:
        return f"{self.pledge.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The permanent fragment of this exemption on its pledge's page."""
        return f"x-{self.beneficiary.slug}"
