"""Loads the register's text files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from moratoriums.register.directory import BadRegister
from moratoriums.register.loading import load_register


class Command(BaseCommand):
    help = "Load a folder of register files (data/): all of it, or nothing if a file is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            summary = load_register(directory, at=timezone.now())
        except BadRegister as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        except ValueError as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.stdout.write(str(summary))
