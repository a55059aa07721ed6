"""Finds the feeds of a page, or of its site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.services import NoFeedFound, find_feeds


class Command(BaseCommand):
    help = "Name the feeds behind an address: itself, those its page names, or the usual ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        try:
            for feed in find_feeds(url):
                self.stdout.write(f"{feed.url}  {feed.title}".rstrip())
        except NoFeedFound as error:
            raise CommandError(str(error)) from error
