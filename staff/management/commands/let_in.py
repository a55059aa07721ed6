"""Lets somebody try to sign in again who was turned away after too many wrong answers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from staff import attempts


class Command(BaseCommand):
    help = "Forget wrong passwords and codes, so that whoever was turned away may try again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="The name that was tried.")
        parser.add_argument("--address", default="", help="The network address it came from.")
        parser.add_argument("--all", action="store_true", dest="everybody", help="Everybody.")

    def handle(self, *args: Any, name: str, address: str, everybody: bool, **options: Any) -> None:
        if not (name or address or everybody):
            raise CommandError("Say whom: a name, --address 203.0.113.7, or --all.")
        rows = attempts.let_in(name=name, address=address)
        self.stdout.write("They may try again." if rows else "Nobody of these was turned away.")
