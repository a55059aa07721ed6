"""Evidence: sources, what they are cited for, and the company's own words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from moratoriums.fields import PartialDateField
from moratoriums.models.constraints import in_order, known, not_empty
from moratoriums.models.events import PledgeEvent
from moratoriums.models.exemptions import Exemption
from moratoriums.models.pledges import Pledge
from moratoriums.vocabulary import SourceClass, SourceHealth, StatementRole


class Source(models.Model):
    """A page or document that supports a claim; shown only once somebody has seen it."""

    slug = models.SlugField(max_length=80, unique=True)
    url = models.URLField(max_length=1000, unique=True)
    title = models.CharField(max_length=400)
    title_is_ours = models.BooleanField(
        default=False, help_text="A description of ours: the headline was not seen."
    )
    publisher = models.CharField(max_length=200)
    published_on = PartialDateField(earliest="published_earliest", latest="published_latest")
    published_earliest = models.DateField(null=True, editable=False)
    published_latest = models.DateField(null=True, editable=False)
    source_class = models.CharField(
        max_length=12, choices=SourceClass.choices(), default=SourceClass.NEWS
    )
    language = models.CharField(max_length=12, default="en")
    seen_on = models.DateField(
        null=True, blank=True, help_text="When it was read. Empty: not read, so not shown."
    )
    archived_url = models.URLField(max_length=1000, blank=True)
    captured_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    health = models.CharField(
        max_length=16, choices=SourceHealth.choices(), default=SourceHealth.NEVER_CHECKED
    )
    health_checked_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["published_earliest", "slug"]
        constraints = [
            not_empty("slug", "source_has_slug"),
            not_empty("url", "source_has_url"),
            not_empty("title", "source_has_title"),
            known("source_class", SourceClass, "source_class_known"),
            known("health", SourceHealth, "source_health_known"),
            in_order("published_earliest", "published_latest", "source_published_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])


class Statement(models.Model):
    """The company's words, kept apart from ours."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="statements")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    quote = models.TextField()
    speaker = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=200, blank=True)
    said_on = PartialDateField(earliest="said_earliest", latest="said_latest")
    said_earliest = models.DateField(null=True, editable=False)
    said_latest = models.DateField(null=True, editable=False)
    language = models.CharField(max_length=12, default="en")
    role = models.CharField(
        max_length=16, choices=StatementRole.choices(), default=StatementRole.ANNOUNCEMENT
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["said_earliest", "position", "id"]
        constraints = [
            not_empty("quote", "statement_has_quote"),
            known("role", StatementRole, "statement_role_known"),
            in_order("said_earliest", "said_latest", "statement_said_in_order"),
        ]

    def __str__(self) -> str:
        return self.quote[:80]


class Citation(models.Model):
    """One source cited for one target, with the facts it supports and the words that say so."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    pledge = models.ForeignKey(
        Pledge, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    event = models.ForeignKey(
        PledgeEvent, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    exemption = models.ForeignKey(
        Exemption, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    supports = models.JSONField(default=list, blank=True, help_text="Names of the facts.")
    quote = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pledge__isnull=False, event=None, exemption=None)
                | Q(pledge=None, event__isnull=False, exemption=None)
                | Q(pledge=None, event=None, exemption__isnull=False),
                name="citation_has_one_target",
            ),
            models.UniqueConstraint(fields=["source", "pledge"], name="citation_once_per_pledge"),
            models.UniqueConstraint(fields=["source", "event"], name="citation_once_per_event"),
            models.UniqueConstraint(
                fields=["source", "exemption"], name="citation_once_per_exemption"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} for {self.pledge or self.event or self.exemption}"
