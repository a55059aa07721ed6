"""Takes the second factor off an account whose owner has lost the device."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from staff import second_factor


class Command(BaseCommand):
    help = (
        "Take the second factor off an account, when its device is lost. Make sure first that it "
        "is the owner who asks; the password is needed as before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name to sign in with.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name}.")
        if not second_factor.remove(user):
            raise CommandError(f"{name} has no second factor.")
        more = " and will be asked to set up a new one." if second_factor.must_have(user) else "."
        self.stdout.write(f"{name} signs in with the password alone now{more}")
