"""Where news comes from: the feeds that are polled, their hosts, and every attempt to read one."""

from __future__ import annotations

import zlib
from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from news.schedule import FAILING_AFTER, Wishes

_GZIP_OR_ZLIB = 47  # to zlib: as the first bytes say


class Host(models.Model):
    """A machine that feeds come from: asked by one of us at a time, with a pause between."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField(help_text="Until then nobody else may ask it.")
    claim = models.CharField(max_length=32, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name


class FeedQuerySet(models.QuerySet["Feed"]):
    """Verbs about many feeds."""

    def polled(self) -> FeedQuerySet:
        """Feeds that are asked at all: neither paused nor gone for good."""
        return self.filter(active=True, gone_at=None)

    def due(self, at: datetime) -> FeedQuerySet:
        """Feeds to ask now, those that waited longest first."""
        now = Q(next_poll_at=None) | Q(next_poll_at__lte=at)
        return self.polled().filter(now).order_by("next_poll_at", "pk")

    def failing(self) -> FeedQuerySet:
        """Feeds that people are told about, the longest failing first."""
        failing = Q(failures__gte=FAILING_AFTER) | Q(gone_at__isnull=False)
        return self.filter(failing, active=True).order_by("failing_since", "pk")


class Feed(models.Model):
    """A news feed that is polled on a timetable of its own."""

    url = models.URLField("address", max_length=1000, unique=True)
    host = models.CharField(max_length=255, default="", db_index=True, editable=False)
    title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True, help_text="Not ticked: paused by hand.")
    added_at = models.DateTimeField(auto_now_add=True)

    next_poll_at = models.DateTimeField(null=True, blank=True, db_index=True)
    last_polled_at = models.DateTimeField(null=True, blank=True)
    last_new_at = models.DateTimeField(
        "last new entry",
        null=True,
        blank=True,
        help_text="When we last saw an entry for the first time.",
    )
    wait_until = models.DateTimeField(
        null=True, blank=True, help_text="The publisher asked not to be asked before."
    )
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="The publisher said (410) that it is gone for good."
    )
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    claim = models.CharField(max_length=32, blank=True, db_index=True, editable=False)

    # What the publisher said when it was last read, for the next time.
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    validated_url = models.URLField(
        max_length=2000, blank=True, help_text="The address that these two belong to."
    )
    body_sha256 = models.CharField(max_length=64, blank=True)
    marks = models.BinaryField(default=bytes, editable=False)  # of the entries it held
    ttl_minutes = models.PositiveIntegerField(null=True, blank=True)
    skip_hours = models.CharField(max_length=80, blank=True, help_text="Hours of GMT, 0 to 23.")
    skip_days = models.CharField(max_length=20, blank=True, help_text="Monday is 0.")
    moved_to = models.URLField(
        max_length=2000,
        blank=True,
        help_text="Where permanent redirects lead; adopted when they hold.",
    )
    moved_since = models.DateTimeField(null=True, blank=True)
    moved_polls = models.PositiveIntegerField(default=0)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["title", "url"]
        constraints = [models.CheckConstraint(condition=~Q(url=""), name="feed_has_url")]

    def __str__(self) -> str:
        return self.title or self.url

    def save(self, *args: object, **kwargs: object) -> None:
        """The host follows the address."""
        self.host = host_of(self.url)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def wishes(self) -> Wishes:
        """What its publisher wishes about polling."""
        hours, days = (tuple(map(int, text.split())) for text in (self.skip_hours, self.skip_days))
        return Wishes(self.ttl_minutes, hours, days)

    @property
    def is_failing(self) -> bool:
        """Whether people are told about it."""
        return self.failures >= FAILING_AFTER or self.gone_at is not None


def host_of(url: str) -> str:
    """The host of an address, by which polls are spaced."""
    return (urlsplit(url).hostname or "").lower().removesuffix(".")[:255]


class Poll(models.Model):
    """One attempt to read a feed, whatever came of it."""

    class Outcome(models.TextChoices):
        OK = "ok", "Read"
        NOT_MODIFIED = "not_modified", "Not modified"
        RATE_LIMITED = "rate_limited", "Asked to wait"
        GONE = "gone", "Gone"
        BLOCKED = "blocked", "Not public"
        ERROR = "error", "Error"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="polls")
    polled_at = models.DateTimeField(db_index=True)
    seconds = models.FloatField(
        default=0, help_text="From the first byte sent to the last received."
    )
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    moved_to = models.URLField(max_length=2000, blank=True, help_text="Where redirects led.")
    body = models.BinaryField(
        null=True, blank=True, help_text="The bytes that came, packed (zlib)."
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of what came.")
    new_entries = models.PositiveIntegerField(default=0)
    changed_entries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-polled_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["ok", "not_modified", "rate_limited", "gone", "blocked", "error"]
                ),
                name="poll_outcome_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.polled_at:%Y-%m-%d %H:%M}: {self.outcome}"

    def raw(self) -> bytes | None:
        """The bytes that came, from this poll or an earlier one that brought the same.

        None if they were pruned, or none came.
        """
        body = self.body
        if body is None and self.sha256:
            same = Poll.objects.filter(feed_id=self.feed_id, sha256=self.sha256)
            body = same.exclude(body=None).values_list("body", flat=True).first()
        return None if body is None else zlib.decompress(bytes(body), _GZIP_OR_ZLIB)
