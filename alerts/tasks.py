"""The post room's recurring job: carries no facts, only "look now"."""

from celery import shared_task
from django.utils import timezone

from alerts import services
from moratoriums.services.jobs import stopping


@shared_task(name="alerts.tasks.deliver")
def deliver() -> dict[str, int]:
    """Queue what is new, then send what is due."""
    return services.go_round(at=timezone.now(), stop=stopping.is_set)
