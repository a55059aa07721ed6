"""Adds the feeds of an OPML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.opml import BadOpml
from news.services import import_opml


class Command(BaseCommand):
    help = "Add the feeds of an OPML file that are not watched yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            self.stdout.write(str(import_opml(file.read_bytes())))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except BadOpml as error:
            raise CommandError(f"{error} No feed was added.") from error
