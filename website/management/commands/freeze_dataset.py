"""manage.py freeze_dataset: freezes a version of the register, or checks those there are."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from website.datasets.services import NotFrozen, broken_versions, freeze_dataset


class Command(BaseCommand):
    """A version keeps its bytes for good; a correction is in a later one."""

    help = "Freeze the register as of today into an archive under VAR_DIR/datasets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name", nargs="?", default="", help="name of the version; today's day if left out"
        )
        parser.add_argument(
            "--check", action="store_true", help="freeze nothing; test every archive's checksum"
        )

    def handle(self, *_: Any, name: str, check: bool, **options: Any) -> None:
        if check:
            self._check()
            return
        try:
            version = freeze_dataset(day=timezone.localdate(), at=timezone.now(), name=name)
        except NotFrozen as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{version.name}: {version.size:,} bytes, SHA-256 {version.sha256}")
        for one in version.files:
            if one["rows"] is not None:
                self.stdout.write(f"  {one['rows']:>8,} rows  {one['name']}")

    def _check(self) -> None:
        if broken := broken_versions():
            lines = "\n".join(broken)
            raise CommandError(f"Restore these archives from the backup:\n{lines}")
        self.stdout.write("Every version is as it was frozen.")
