"""Proves that a backup can be put back, and says how long that takes."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backups import BackupFailed, drill


class Command(BaseCommand):
    help = (
        "Make a backup, put it back into a database of its own, compare every table with the "
        "site's at the moment of the backup, and delete both. Ends with status 1 when they differ."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            done = drill(settings.BACKUP_DIR, at=timezone.now())
        except BackupFailed as error:
            raise CommandError(f"The drill failed. {error}") from error
        if done.wrong:
            raise CommandError(f"These tables differ: {', '.join(done.wrong)}")
        self.stdout.write(
            f"Backed up, put back and compared: {done.tables} tables with {done.rows} rows are "
            f"the same. It took {time.monotonic() - started:.1f} s."
        )
