"""The register's recurring jobs."""

from celery import shared_task
from django.utils import timezone

from moratoriums import services


@shared_task(name="moratoriums.tasks.flag_due")
def flag_due() -> int:
    """Flag what is due today, in the site's zone."""
    return services.flag_due(day=timezone.localdate(), at=timezone.now())
