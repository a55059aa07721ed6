"""What the search keeps of each published pledge, and the words it knows."""

from __future__ import annotations

from django.db import models

from moratoriums.models.pledges import Pledge


class SearchText(models.Model):
    """The pieces of one published pledge that a search looks through.

    Each piece is its kind, its text, and the day since when readers may know it (or nothing).
    The database's own full-text index stands beside this table; ``moratoriums.search`` writes both.
    """

    pledge = models.OneToOneField(
        Pledge, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    pieces = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Search text of {self.pledge_id}"


class SearchWord(models.Model):
    """A word that some published pledge has, or had since the index was last rebuilt."""

    word = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.word
