"""Writes the active feeds as OPML."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from news.opml import write_opml
from news.services import exported_feeds


class Command(BaseCommand):
    help = "Write the active feeds as OPML to the standard output."

    def handle(self, *args: Any, **options: Any) -> None:
        text = write_opml(exported_feeds(), made_at=timezone.now()).decode()
        self.stdout.write(text, ending="")
