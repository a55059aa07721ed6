"""Makes an account for the admin, with a password that is shown once and stored nowhere else."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.roles import Role, group_for


class Command(BaseCommand):
    help = (
        "Make an account for the admin and print a password for it, once. "
        "With --new-password an existing account gets a new one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name to log in with.")
        parser.add_argument(
            "--role",
            choices=[role.value for role in Role],
            default=Role.ADMIN.value,
            help="admin: everything, accounts too (the default). editor: enter and correct. "
            "reviewer: also publish and confirm verdicts. operator: the post room and the feeds.",
        )
        parser.add_argument("--email", default="", help="Where reminders of what is to be done go.")
        parser.add_argument("--new-password", action="store_true")

    def handle(
        self, *args: Any, name: str, role: str, email: str, new_password: bool, **kwargs: Any
    ) -> None:
        known = User.objects.filter(username=name).exists()
        if known and not new_password:
            raise CommandError(
                f"There is an account {name} already. Choose another name, or add --new-password."
            )
        password = secrets.token_urlsafe(12)
        user = User.objects.get(username=name) if known else _new_user(name, Role(role))
        user.set_password(password)
        user.email = email or user.email
        user.save()
        self.stdout.write(f"{name} can log in at /admin/ with this password: {password}")
        self.stdout.write("It is shown this once. Change it under 'Change password' there.")
        if settings.SECOND_FACTOR and user.is_superuser:
            self.stdout.write("The first sign-in leads to setting up a second factor.")


def _new_user(name: str, role: Role) -> User:
    """A member of staff with the rights of a role."""
    user = User(username=name, is_staff=True, is_superuser=role == Role.ADMIN)
    try:
        User._meta.get_field("username").clean(name, user)
    except ValidationError as error:
        raise CommandError(f"{name!r} is no name for an account: letters, digits, @ . + - _") from (
            error
        )
    user.save()
    if role != Role.ADMIN:
        user.groups.add(group_for(role))
    return user
