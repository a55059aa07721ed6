"""Pledges: who promised to stop or limit what, for whom and where."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from companies.models import Company
from moratoriums.fields import PartialDateField
from moratoriums.models.constraints import in_order, known, not_empty
from moratoriums.queries import PledgeQuerySet
from moratoriums.vocabulary import Confidence, Force, Grounds, Kind, Technology, WhoseUse


class Pledge(models.Model):
    """A promise, or an order, to stop or limit facial recognition."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Never reused, never changed.")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="pledges")
    title = models.CharField(max_length=200)
    summary = models.TextField(help_text="In our words, one or two sentences.")
    kind = models.CharField(max_length=20, choices=Kind.choices())
    force = models.CharField(max_length=1, choices=Force.choices())
    grounds = models.CharField(max_length=12, choices=Grounds.choices(), default=Grounds.PRESS)
    confidence = models.CharField(
        max_length=8, choices=Confidence.choices(), default=Confidence.MEDIUM
    )
    technology = models.CharField(
        max_length=24, choices=Technology.choices(), default=Technology.FACIAL_RECOGNITION
    )
    who = models.CharField(max_length=200, blank=True, help_text="Who is barred, in our words.")
    what = models.CharField(max_length=200, blank=True, help_text="From what, in our words.")
    purpose = models.CharField(max_length=200, blank=True)
    products = models.JSONField(default=list, blank=True)
    instrument = models.CharField(
        max_length=200, blank=True, help_text="For an order: what it is, such as a consent order."
    )
    case_reference = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    announced_on = PartialDateField(earliest="announced_earliest", latest="announced_latest")
    announced_earliest = models.DateField(null=True, editable=False)
    announced_latest = models.DateField(null=True, editable=False)
    announced_note = models.CharField(max_length=300, blank=True)
    first_seen_on = models.DateField(
        null=True, blank=True, help_text="Day it was first read, if the announcement is undated."
    )
    effective_on = PartialDateField(earliest="effective_earliest", latest="effective_latest")
    effective_earliest = models.DateField(null=True, editable=False)
    effective_latest = models.DateField(null=True, editable=False)
    effective_note = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(
        null=True, blank=True, help_text="When somebody looks again; for pledges with no end."
    )
    checked_on = models.DateField(null=True, blank=True)
    next_check_on = models.DateField(null=True, blank=True)
    cautions = models.JSONField(default=list, blank=True, help_text="What a reader may get wrong.")
    unconfirmed = models.JSONField(
        default=list,
        blank=True,
        help_text="Facts without a source seen: kept for editors, left out of every page.",
    )
    note = models.TextField(blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    related = models.ManyToManyField("self", symmetrical=False, blank=True)
    related_companies = models.ManyToManyField(Company, blank=True, related_name="mentioned_in")
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1, help_text="Raised by every saved change.")

    objects = PledgeQuerySet.as_manager()

    # Set on rows that come from ``objects.as_of(day)`` and ``objects.with_conduct(day)``.
    lifecycle: str
    state_kind: str
    state_happened_on: str
    state_stance: str
    state_reason: str
    state_term: str
    state_term_words: str
    state_from: date
    state_end_on: str
    state_end_earliest: date | None
    state_end_latest: date | None
    state_end_likely_on: date | None
    state_end_is_minimum: bool
    state_end_basis: str
    state_end_rule: str
    state_end_note: str
    state_entered_at: datetime
    conduct: str
    disputed: bool

    class Meta:
        ordering = ["-announced_earliest", "slug"]
        constraints = [
            not_empty("slug", "pledge_has_slug"),
            not_empty("title", "pledge_has_title"),
            known("kind", Kind, "pledge_kind_known"),
            known("force", Force, "pledge_force_known"),
            known("grounds", Grounds, "pledge_grounds_known"),
            known("confidence", Confidence, "pledge_confidence_known"),
            known("technology", Technology, "pledge_technology_known"),
            in_order("announced_earliest", "announced_latest", "pledge_announced_in_order"),
            in_order("effective_earliest", "effective_latest", "pledge_effective_in_order"),
            models.CheckConstraint(
                condition=~Q(announced_on="") | Q(first_seen_on__isnull=False),
                name="pledge_dated_or_first_seen",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
                name="pledge_not_replaced_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="pledge_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["announced_earliest"], name="pledge_announced"),
            models.Index(fields=["review_on"], name="pledge_review"),
        ]
        permissions = [("publish_pledge", "Can publish a draft and take a pledge back")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pledge", args=[self.slug])


class BarredUse(models.Model):
    """One class of users whose use a pledge stops or limits."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="barred_uses")
    whose_use = models.CharField(max_length=12, choices=WhoseUse.choices())

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "whose_use"], name="barred_use_once"),
            known("whose_use", WhoseUse, "barred_use_known"),
        ]

    def __str__(self) -> str:
        return self.get_whose_use_display()


class Jurisdiction(models.Model):
    """One place in which a pledge applies: an ISO 3166 code such as US or US-IL, or worldwide."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="jurisdictions")
    code = models.CharField(max_length=10)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "code"], name="jurisdiction_once"),
            not_empty("code", "jurisdiction_has_code"),
        ]

    def __str__(self) -> str:
        return self.code
