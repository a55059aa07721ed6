"""Makes a backup of the database while the site runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backups import BackupFailed, forget_old, make_backup


class Command(BaseCommand):
    help = (
        "Write a backup of the database into a new file that its owner alone can read, while the "
        "site runs. PostgreSQL needs its program pg_dump."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--into", type=Path, default=settings.BACKUP_DIR, help="the folder (BACKUP_DIR)"
        )
        parser.add_argument(
            "--without-people",
            action="store_true",
            help="leave out subscribers and everything that was sent to them",
        )
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="delete all backups but the newest N"
        )

    def handle(
        self, *args: Any, into: Path, without_people: bool, keep: int, **options: Any
    ) -> None:
        try:
            path = make_backup(into, at=timezone.now(), without_people=without_people)
        except BackupFailed as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{path} ({path.stat().st_size / 2**20:.1f} MB)")
        if keep > 0 and (gone := forget_old(into, keep=keep)):
            self.stdout.write(f"{gone} older one(s) deleted.")
