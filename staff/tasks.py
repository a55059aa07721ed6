"""What is done for staff away from the page."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from staff import attempts, resetting


@shared_task(name="staff.tasks.send_reset_link")
def send_reset_link(address: str) -> int:
    """Send a link to a new password, if this is the address of somebody of staff."""
    return resetting.send_link(address)


@shared_task(name="staff.tasks.forget_sign_ins")
def forget_sign_ins() -> int:
    """Erase wrong answers that no longer count, and sessions that have ended."""
    call_command("clearsessions")
    return attempts.forget_old_attempts(at=timezone.now())
