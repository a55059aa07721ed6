"""Counter-cases: companies that were asked, or reported, and gave no promise."""

from __future__ import annotations

from django.db import models

from moratoriums.models.constraints import not_empty
from moratoriums.models.evidence import Source


class Refusal(models.Model):
    """A sourced note that a company kept using the technology or made no promise."""

    slug = models.SlugField(max_length=80, unique=True)
    who = models.CharField(max_length=200)
    stance = models.TextField()
    sources = models.ManyToManyField(Source, related_name="refusals")

    class Meta:
        ordering = ["slug"]
        constraints = [
            not_empty("who", "refusal_says_who"),
            not_empty("stance", "refusal_says_what"),
        ]

    def __str__(self) -> str:
        return self.who
