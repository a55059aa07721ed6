"""What arrived: each article as plain text, once, and what tells that two are the same news."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from news.models.feeds import Feed
from news.models.stories import Story


class Entry(models.Model):
    """One article as it reached us, kept for good; plain text only."""

    feed = models.ForeignKey(
        Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    story = models.ForeignKey(
        Story, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    copy_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="copies",
        help_text="The report of the same story whose words this one repeats.",
    )
    identity = models.CharField(
        max_length=500, help_text="The feed's identifier, else the address, else a hash."
    )
    url = models.URLField(max_length=1000, blank=True)
    title = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the text as kept.")
    why_matched = models.JSONField(default=list, blank=True)
    why_skipped = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-first_seen_at"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["feed", "identity"], name="entry_once_per_feed"),
            models.UniqueConstraint(
                fields=["identity"], condition=Q(feed=None), name="entry_once_without_feed"
            ),
            models.CheckConstraint(condition=~Q(identity=""), name="entry_has_identity"),
        ]

    def __str__(self) -> str:
        return self.title or self.url or self.identity

    @property
    def whole(self) -> str:
        """Headline, empty line, text: what is read; the offsets of all facts count in it."""
        return f"{self.title}\n\n{self.text}"


class StoryKey(models.Model):
    """One thing by which another article is known to tell the same story, as a 63-bit number."""

    class Sort(models.TextChoices):
        URL = "url", "Canonical address"
        TEXT = "text", "Shingle of the text"
        ACT = "act", "Company, act and day"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="story_keys")
    sort = models.CharField(max_length=4, choices=Sort.choices)
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "sort", "value"], name="story_key_once"),
            models.CheckConstraint(
                condition=Q(sort__in=["url", "text", "act"]), name="story_key_sort_known"
            ),
        ]
        indexes = [models.Index(fields=["value", "sort"], name="story_key_value")]

    def __str__(self) -> str:
        return f"{self.sort} {self.value}"
