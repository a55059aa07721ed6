"""What arrived: each article as plain text, once, and the story it belongs to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from news.models.feeds import Feed


class Story(models.Model):
    """The same news in several outlets, folded into one and never hidden."""

    title = models.CharField(max_length=400)
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-first_seen_at"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """One article as it reached us, kept for good; plain text only."""

    feed = models.ForeignKey(
        Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    story = models.ForeignKey(
        Story, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    identity = models.CharField(
        max_length=500, help_text="The feed's identifier, else the address, else a hash."
    )
    url = models.URLField(max_length=1000, blank=True)
    title = models.CharField(max_length=400)
    text = models.TextField(blank=True)
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
        """Headline, empty line, text: what is read; the offsets of all facts count in it."""
        return f"{self.title}\n\n{self.text}"


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
