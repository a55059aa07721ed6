"""The article's own page, for an entry of which the feed brought a part only."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from news.models.entries import Entry


class EntryPageQuerySet(models.QuerySet["EntryPage"]):
    """Verbs about many pages."""

    def due(self, at: datetime) -> EntryPageQuerySet:
        """Pages to ask for now, those that waited longest first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")


class EntryPage(models.Model):
    """What became of asking for an article's page; its text stands in the entry."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits to be asked for"
        TAKEN = "taken", "Taken"
        NO_MORE = "no_more", "It says no more than the feed"
        REFUSED = "refused", "Its publisher does not want programs there"
        FAILED = "failed", "It could not be read"

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="page")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    wording = models.CharField(max_length=64, help_text="SHA-256 of what the feed brought.")
    due_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="When it is asked for; empty: settled."
    )
    tries = models.PositiveSmallIntegerField(default=0)
    url = models.URLField(max_length=1000, blank=True, help_text="The address that answered.")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = EntryPageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "taken", "no_more", "refused", "failed"]),
                name="entry_page_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_state_display()}"

    def told(self) -> str:
        """What became of it, as a sentence for editors."""
        day = f"{self.settled_at:%-d %B %Y}" if self.settled_at else ""
        match EntryPage.State(self.state):
            case EntryPage.State.TAKEN:
                return f"The feed brought a part; the rest was taken from the page on {day}."
            case EntryPage.State.NO_MORE:
                return f"The page says no more than the feed ({day})."
            case EntryPage.State.WAITING if self.note:
                return f"The feed brought a part; the page is asked for again. {self.note}"
            case EntryPage.State.WAITING:
                return "The feed brought a part; the page is asked for soon."
        return f"The feed brought a part; the page was not taken ({day}). {self.note}"
