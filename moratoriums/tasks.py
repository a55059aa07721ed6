"""The register's recurring jobs."""

from celery import shared_task
from django.utils import timezone

from moratoriums import services
from moratoriums.services import jobs


@shared_task(name="moratoriums.tasks.flag_due")
def flag_due() -> int:
    """Flag what is due today, in the site's zone."""
    return services.flag_due(day=timezone.localdate(), at=timezone.now())


@shared_task(name="moratoriums.tasks.forget_old_runs")
def forget_old_runs() -> int:
    """Forget the heartbeats of long ago."""
    return jobs.forget_old_runs(at=timezone.now())
