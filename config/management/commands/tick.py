"""Runs the clock that puts due jobs on the queue; this process becomes it."""

import os
from typing import Any

from django.core.management import BaseCommand

from config import processes


class Command(BaseCommand):
    help = "Run the clock that puts due jobs on the queue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process, after Django's checks have found no fault."""
        command = processes.beat()
        os.execv(command[0], command)  # noqa: S606
