"""Shows what waits in the outbox, and shuts or opens its gate."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from alerts.matching import untold
from alerts.models import Delivery, Email
from alerts.services.gate import open_gate, shut, why_shut

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Show what waits in the outbox and whether its gate is open. After a backup was put back, "
        "or on a copy, nothing leaves until you have looked at the list and say --open."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--open", action="store_true", help="Let mail leave.")
        group.add_argument("--shut", metavar="WHY", help="Let no mail leave until it is opened.")
        group.add_argument(
            "--drop", action="store_true", help="Drop all that waits, saying so; send none of it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["open"]:
            open_gate()
        elif options["shut"]:
            shut(because=options["shut"], at=timezone.now())
        elif options["drop"]:
            self.stdout.write(f"Dropped: {drop_all()} deliveries and mails.")
        self._show()

    def _show(self) -> None:
        reason = why_shut()
        self.stdout.write(f"Shut: {reason}" if reason else "Open.")
        waiting = Email.objects.filter(state__in=[Email.State.QUEUED, Email.State.SENDING])
        held = Delivery.objects.waiting()
        self.stdout.write(
            f"{waiting.count()} mail(s) wait, {held.count()} deliveries are held for one, "
            f"{untold(timezone.now()).count()} event(s) are not queued yet."
        )
        for email in waiting.select_related("subscriber").order_by("pk")[:SHOWN]:
            self.stdout.write(f"  {email.queued_at:%Y-%m-%d %H:%M}  {email}  {email.reason}")


def drop_all() -> int:
    """Drop everything that has not left; returns how many rows were."""
    reason = "Dropped by an operator."
    mails = Email.objects.filter(state=Email.State.QUEUED)
    carried = Delivery.objects.filter(state=Delivery.State.QUEUED)
    dropped = carried.update(state=Delivery.State.DROPPED, reason=reason)
    return dropped + mails.update(state=Email.State.DROPPED, reason=reason)
