"""Lets an address be written to again after its owner had complained, because they ask for it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alerts.services.suppressing import release


class Command(BaseCommand):
    help = "Let an address be written to again whose owner had marked our mail as unwanted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **kwargs: Any) -> None:
        if not release(address):
            raise CommandError(f"{address} is not among the addresses that complained.")
        self.stdout.write(f"{address} may be written to again. Its owner has to follow anew.")
