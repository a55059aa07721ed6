"""Takes in bounces and complaints from files, a maildir or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alerts import services


class Command(BaseCommand):
    help = (
        "Take in bounces (RFC 3464) and complaints (RFC 5965): of a file, of a maildir, whose new "
        "messages are then moved to cur, or of standard input, as a mail server pipes them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="A file, a maildir, or - for standard input.")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        if path == "-":
            taken = [services.take_in(sys.stdin.buffer.read(), at=timezone.now())]
        elif (Path(path) / "new").is_dir():
            taken = [self._from_maildir(file) for file in sorted((Path(path) / "new").iterdir())]
        elif Path(path).is_file():
            taken = [services.take_in(Path(path).read_bytes(), at=timezone.now())]
        else:
            raise CommandError(f"{path} is neither a file nor a maildir (a folder with new/).")
        self.stdout.write(f"{len(taken)} read, {sum(taken)} about mails of ours.")

    def _from_maildir(self, file: Path) -> bool:
        known = services.take_in(file.read_bytes(), at=timezone.now())
        seen = file.parent.parent / "cur"
        seen.mkdir(exist_ok=True)
        file.rename(seen / f"{file.name.partition(':')[0]}:2,S")
        return known
