"""Runs the worker; this process becomes it."""

import os
from typing import Any

from django.core.management import BaseCommand

from config import processes


class Command(BaseCommand):
    help = "Run the worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process, after Django's checks have found no fault."""
        command = processes.worker()
        os.execv(command[0], command)  # noqa: S606
