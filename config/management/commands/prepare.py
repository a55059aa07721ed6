"""Brings the database up to date: migrations, then the register under data/ when it has changed."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.roles import renew_groups


class Command(BaseCommand):
    help = "Apply migrations and load data/ if it changed since the last time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do only what is needed; a second run does nothing."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if behind:
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
            renew_groups()
            call_command("index_register", verbosity=0)
        stamp = settings.VAR_DIR / "register.stamp"
        mark = _fingerprint(settings.DATA_DIR)
        # After a migration the database may be new, or may have room for more: load again.
        if behind or not stamp.exists() or stamp.read_text() != mark:
            self.stdout.write("Loading the register ...")
            call_command("load_register", str(settings.DATA_DIR), stdout=self.stdout)
            call_command("load_feeds", str(settings.DATA_DIR / "feeds"), stdout=self.stdout)
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(mark)


def _fingerprint(folder: Path) -> str:
    """A hash over the names and bytes of all files in the folder, and over which database it is."""
    digest = hashlib.sha256(repr(settings.DATABASES["default"]["NAME"]).encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
