"""Adds the feeds that a folder of lists names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.feed_lists import BadFeedList
from news.services import load_feeds


class Command(BaseCommand):
    help = "Add the feeds of a folder of lists (data/feeds) that are not watched yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            self.stdout.write(str(load_feeds(directory)))
        except BadFeedList as error:
            raise CommandError(f"{error}\nNo feed was added.") from error
