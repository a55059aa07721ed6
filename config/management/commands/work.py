"""Runs the worker; this process becomes it."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from config import processes


class Command(BaseCommand):
    help = "Run the worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options for the caller."""
        parser.add_argument(
            "--only",
            choices=settings.QUEUES,
            default="",
            help="take tasks of this queue alone: post has the clock and the mails",
        )

    def handle(self, *args: Any, only: str, **options: Any) -> None:
        """Replace this process, after Django's checks have found no fault."""
        command = processes.worker(only)
        os.execv(command[0], command)  # noqa: S606
