"""The website's recurring jobs."""

from celery import shared_task
from django.utils import timezone

from website.datasets.services import freeze_month
from website.upkeep.troubles import tell_editors


@shared_task(name="website.tasks.freeze_month")
def freeze_the_month() -> str:
    """Freeze the month's version of the register if there is none yet."""
    version = freeze_month(day=timezone.localdate(), at=timezone.now())
    return version.name if version else ""


@shared_task(name="website.tasks.tell_editors")
def tell_of_trouble() -> int:
    """Tell the editors what is wrong, once a day."""
    return tell_editors(day=timezone.localdate(), at=timezone.now())
