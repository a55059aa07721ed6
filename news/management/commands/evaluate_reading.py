"""manage.py evaluate_reading: what the reading makes of a file of news items, for scoring."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from companies.models import Company
from moratoriums.register.directory import BadRegister
from news.evaluation import BadLine, predict, read_items
from news.extraction import NameBook
from news.names import file_names, register_names


class Command(BaseCommand):
    """Keeps nothing: it writes one prediction for each item and stores none of them."""

    help = "Read a file of news items (JSON Lines) and write a prediction for each."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE.jsonl",
            type=Path,
            help='one item a line: {"id", "title", "text", "published"}',
        )
        parser.add_argument(
            "--output", type=Path, help="where the predictions go; standard output without it"
        )
        parser.add_argument(
            "--register",
            type=Path,
            help="a folder of register files to take the names from, in place of the database",
        )

    def handle(
        self, *_: Any, file: Path, output: Path | None, register: Path | None, **options: Any
    ) -> None:
        names = _names(register)
        try:
            with file.open(encoding="utf-8") as lines:
                predictions = [
                    json.dumps(predict(item, names), ensure_ascii=False)
                    for item in read_items(lines)
                ]
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is no UTF-8 text: {error}.") from error
        except (BadLine, OSError) as error:
            raise CommandError(f"{file}: {error}") from error
        written = "".join(f"{line}\n" for line in predictions)
        if output is None:
            self.stdout.write(written, ending="")
            return
        try:
            output.write_text(written, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output}: {error}") from error
        self.stdout.write(f"{len(predictions)} predictions are in {output}.")


def _names(register: Path | None) -> NameBook:
    """The names of a folder, of the database, or, where that holds none, of the data folder."""
    try:
        if register is None and _has_companies():
            return register_names()
        return file_names(register or settings.DATA_DIR)
    except BadRegister as error:
        raise CommandError(str(error)) from error


def _has_companies() -> bool:
    try:
        return Company.objects.exists()
    except DatabaseError:  # not made yet, or out of reach: the files know the names too
        return False
