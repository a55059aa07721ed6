"""The post room's recurring job: carries no facts, only "look now"."""

from celery import shared_task
from django.utils import timezone

from alerts import services


@shared_task(name="alerts.tasks.deliver")
def deliver() -> int:
    """Queue what is new, then send what is due."""
    services.queue_deliveries(at=timezone.now())
    return services.send_due(at=timezone.now())
