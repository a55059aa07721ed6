"""Runs the web server; this process becomes it."""

import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from config import processes


class Command(BaseCommand):
    help = "Run the web server."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process, after Django's checks have found no fault."""
        command = processes.web(f"{settings.HOST}:{settings.PORT}")
        os.execv(command[0], command)  # noqa: S606
