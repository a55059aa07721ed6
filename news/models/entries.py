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
    page_text = models.TextField(
        blank=True,
        db_default="",
        help_text="What the article's own page says beyond what the feed brought.",
    )
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="As the publisher states it; never ours."
    )
    published_raw = models.CharField(max_length=100, blank=True, help_text="The same as written.")
    first_seen_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="When its wording was read for pledges."
    )
    link_key = models.CharField(max_length=24, blank=True, editable=False)
    title_key = models.CharField(max_length=24, blank=True, editable=False)
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
        indexes = [
            models.Index(fields=["feed", "link_key"], name="entry_link"),
            models.Index(fields=["feed", "title_key"], name="entry_title"),
            models.Index(fields=["id"], condition=Q(read_at=None), name="entry_waiting"),
        ]

    def __str__(self) -> str:
        return self.title or self.url or self.identity

    @property
    def whole(self) -> str:
        """Headline, text, the rest of the page: what is read; offsets of facts count in it."""
        return "\n\n".join([self.title, self.text, *filter(None, [self.page_text])])


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


class EntryVersion(models.Model):
    """An earlier wording of an entry that its publisher changed."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="version_once_per_entry")
        ]

    def __str__(self) -> str:
        return f"{self.title} (wording {self.number})"
