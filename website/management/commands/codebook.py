"""manage.py codebook: prints the codebook of the exports, as docs/data.md carries it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from website.exports.codebook import markdown
from website.exports.tables import TABLES


class Command(BaseCommand):
    """The columns are defined once, in code; the paper is made from them."""

    help = "Print the codebook of the exports in Markdown."

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(markdown(list(TABLES.values())), ending="")
