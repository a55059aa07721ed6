"""The post room's recurring jobs: carry no facts, only "look now"."""

from celery import shared_task
from django.utils import timezone

from alerts import services


@shared_task(name="alerts.tasks.deliver")
def deliver() -> int:
    """Queue what is new, then send what is due."""
    services.queue_deliveries(at=timezone.now())
    return services.send_due(at=timezone.now())


@shared_task(name="alerts.tasks.call")
def call() -> int:
    """Make the calls to webhooks that are due."""
    return services.call_due(at=timezone.now())


@shared_task(name="alerts.tasks.keep_house")
def keep_house() -> int:
    """Enlist editors, remind of duties put off, ask who has been silent, erase what is due."""
    return services.keep_house(at=timezone.now(), day=timezone.localdate())
