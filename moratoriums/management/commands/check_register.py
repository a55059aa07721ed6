"""Checks the register's text files; needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moratoriums.register.directory import BadRegister, read_register
from moratoriums.register.files import to_text


class Command(BaseCommand):
    help = "Check a folder of register files, without a database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument(
            "--tidy", action="store_true", help="Rewrite files that are right in the usual form."
        )

    def handle(self, *args: Any, directory: Path, tidy: bool, **options: Any) -> None:
        try:
            entries = list(read_register(directory).entries())
        except BadRegister as error:
            raise CommandError(str(error)) from error
        untidy = [entry for entry in entries if not entry.is_in_usual_form]
        if tidy:
            for entry in untidy:
                entry.path.write_bytes(to_text(entry.record).encode())
                self.stdout.write(f"{entry.path}: rewritten.")
        elif untidy:
            told = [f"{entry.path}: is right, but not in the usual form." for entry in untidy]
            raise CommandError(
                "\n".join([*told, "Run `manage.py check_register --tidy` on the folder."])
            )
        self.stdout.write(f"{len(entries)} files are right.")
