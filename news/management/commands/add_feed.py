"""manage.py add_feed: takes a feed in, to be polled within a minute."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from news.services import add_feed


class Command(BaseCommand):
    """Nothing is fetched here: the worker does it."""

    help = "Take a news feed in; it is polled within a minute, and then on its own timetable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="the feed's address, https://...")
        parser.add_argument("--title", default="", help="its name; left out, the feed's own")
        parser.add_argument("--publisher", default="", help="who publishes it")

    def handle(self, *_: Any, url: str, title: str, publisher: str, **options: Any) -> None:
        try:
            feed, new = add_feed(url, at=timezone.now(), title=title, publisher=publisher)
        except ValueError as error:
            raise CommandError(str(error)) from error
        said = "is taken in and will be polled within a minute" if new else "was there already"
        self.stdout.write(f"{feed.url} {said}.")
