"""The intake's tables: feeds, polls, entries, the stories they fold into, and proposals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from moratoriums.models import Pledge


class Feed(models.Model):
    """A news feed that is polled on a timetable of its own."""

    url = models.URLField(max_length=1000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    next_poll_at = models.DateTimeField(null=True, blank=True, db_index=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "url"]
        constraints = [models.CheckConstraint(condition=~Q(url=""), name="feed_has_url")]

    def __str__(self) -> str:
        return self.title or self.url


class Poll(models.Model):
    """One attempt to read a feed, whatever came of it."""

    class Outcome(models.TextChoices):
        OK = "ok", "Read"
        NOT_MODIFIED = "not_modified", "Not modified"
        GONE = "gone", "Gone"
        ERROR = "error", "Error"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="polls")
    polled_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    body = models.BinaryField(null=True, blank=True)
    new_entries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-polled_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["ok", "not_modified", "gone", "error"]),
                name="poll_outcome_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.polled_at:%Y-%m-%d %H:%M}: {self.outcome}"


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


class Proposal(models.Model):
    """Facts read out of an entry, each with its quote, waiting for an editor's decision.

    ``facts`` is a list of dicts ``{"name", "value", "quote", "start", "end", "rule",
    "confidence"}`` (offsets into ``entry.whole``) under one company and act. ``company_slug`` is
    empty for a company that the register does not know.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="proposals")
    key = models.CharField(max_length=200, help_text="Company and act: one proposal for each.")
    company_name = models.CharField(max_length=200)
    company_slug = models.SlugField(max_length=80, blank=True)
    act = models.CharField(max_length=24)
    facts = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was dismissed.")
    pledge = models.ForeignKey(
        Pledge, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )

    class Meta:
        ordering = ["state", "-proposed_at"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "key"], name="proposal_once_per_entry"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "accepted", "dismissed"]),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="proposal_decided_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="proposal_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_name}: {self.act}"
