"""manage.py poll_feeds: polls the feeds that are due, or all, and reads what came."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from news.models import Poll
from news.services import poll_all_feeds, poll_due_feeds, read_waiting_entries


class Command(BaseCommand):
    """The worker does the same each minute; by hand it is for trying out and catching up."""

    help = "Poll the feeds that are due and read the new entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="every feed, due or not, but none whose publisher asked to be left alone",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        tally = poll_all_feeds() if options["all"] else poll_due_feeds()
        if not tally.feeds:
            self.stdout.write("No feed is due. All of them: manage.py poll_feeds --all")
        for outcome in Poll.Outcome:
            if count := tally.polls.get(outcome.value):
                self.stdout.write(f"{count:>6} {outcome.label.lower()}")
        self.stdout.write(f"{tally.new_entries:>6} new entries, {tally.changed_entries} changed")
        self.stdout.write(f"{read_waiting_entries(seconds=600):>6} read for pledges")
