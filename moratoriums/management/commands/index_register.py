"""Writes the search index anew, from what readers may see."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand
from django.db import transaction

from moratoriums import search
from moratoriums.services import restamp


class Command(BaseCommand):
    help = "Write the search index anew; the services keep it up, so this is for repairs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it in one transaction: readers find everything all the while."""
        with transaction.atomic():
            number = search.rebuild()
            restamp()
        if options["verbosity"]:
            self.stdout.write(f"{number} records can be found.")
