"""Writes the published register into text files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moratoriums.register.dumping import dump_register


class Command(BaseCommand):
    help = "Write everything readers may see into a folder of register files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            self.stdout.write(str(dump_register(directory)))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
